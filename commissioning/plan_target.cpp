#include "commissioning/plan_target.h"

#include "formats/strict_json.h"
#include "station/errors.h"
#include "text/text.h"

#include <cctype>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::commissioning {

namespace {

using station::Device;
using station::ValueNotAccepted;

/// Case, '_' and '-' do not matter.
std::string plain(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        c = c == '_' || c == '-' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return result;
}

constexpr std::string_view every = "every ";

bool is_batch(const PlanTarget& target) {
    return plain(target.device).starts_with(every);
}

}  // namespace

void fail(const PlanTarget& target, const std::string& reason) {
    throw formats::FileError(target.plan.file.empty() ? "plan" : target.plan.file, target.line, reason);
}

bool means(const std::string& target, const std::string& device) {
    const auto wanted = plain(target), name = plain(device);
    return wanted.starts_with(every) ? name.starts_with(wanted.substr(every.size()) + " ") : name == wanted;
}

std::vector<const Device*> find_devices(const PlanTarget& target, const station::Discovery& discovery) {
    std::vector<const Device*> devices;
    if (is_batch(target)) {
        const auto family = plain(target.device).substr(every.size());
        for (const auto& device : discovery.devices) {
            if (family == plain(device.profile->family) || family == plain(device.profile->label))
                devices.push_back(&device);
        }
    } else if (const auto* device = discovery.find(target.device)) {
        devices.push_back(device);
    }
    return devices;
}

std::vector<const Device*> devices_of(const PlanTarget& target, const station::Discovery& discovery) {
    auto devices = find_devices(target, discovery);
    if (devices.empty()) {
        std::vector<std::string> names;
        for (const auto& device : discovery.devices) names.push_back(device.name());
        fail(target, text::trf("this station has no \"{}\"; it has {}", target.device, fmt::join(names, ", ")));
    }
    return devices;
}

station::Consent consent_of(const PlanTarget& target, const Device& device) {
    station::Consent consent;
    consent.given = true;
    consent.typed = target.confirm;
    consent.batch = is_batch(target);
    const bool names_all = consent.batch && plain(target.confirm) == plain(target.device);
    consent.named = names_all || plain(target.confirm) == plain(device.name()) ? device.name() : target.confirm;
    return consent;
}

void refuse_as_not_offered(const Device& device, const std::string& name, const std::string& wanted,
                           const std::string& why) {
    throw ValueNotAccepted(ValueNotAccepted::Reason::unsupported, name, wanted,
                           text::trf("{} does not offer it over Modbus ({}). Set it in the maker's app and confirm it "
                                     "by hand.",
                                     device.name(), why));
}

}  // namespace firstlight::commissioning
