#include "commissioning/settings.h"

#include "formats/strict_json.h"
#include "station/consent.h"
#include "text/text.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::commissioning {

namespace {

using station::Device;
using station::Point;
using station::ValueNotAccepted;

[[noreturn]] void fail(const Plan& plan, const PlannedSetting& setting, const std::string& reason) {
    throw formats::FileError(plan.file.empty() ? "plan" : plan.file, setting.line, reason);
}

/// Case, '_' and '-' do not matter.
std::string plain(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        c = c == '_' || c == '-' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return result;
}

constexpr std::string_view every = "every ";

bool is_batch(const PlannedSetting& setting) {
    return plain(setting.device).starts_with(every);
}

std::vector<const Device*> devices_of(const Plan& plan, const PlannedSetting& setting,
                                      const station::Discovery& discovery) {
    std::vector<const Device*> devices;
    if (is_batch(setting)) {
        const auto family = plain(setting.device).substr(every.size());
        for (const auto& device : discovery.devices) {
            if (family == plain(device.profile->family) || family == plain(device.profile->label))
                devices.push_back(&device);
        }
    } else if (const auto* device = discovery.find(setting.device)) {
        devices.push_back(device);
    }
    if (devices.empty()) {
        std::vector<std::string> names;
        for (const auto& device : discovery.devices) names.push_back(device.name());
        fail(plan, setting, text::trf("this station has no \"{}\"; it has {}", setting.device, fmt::join(names, ", ")));
    }
    return devices;
}

std::optional<double> number_from(const station::Snapshot& snapshot, const Device& device, const std::string& point) {
    for (const auto& name : {device.name(), std::string("plant")}) {
        const auto* readings = snapshot.find(name);
        if (!readings) continue;
        if (const auto value = readings->number(point)) return value;
    }
    return std::nullopt;
}

station::Consent consent_of(const PlannedSetting& setting, const Device& device) {
    station::Consent consent;
    consent.given = true;
    consent.typed = setting.confirm;
    consent.batch = is_batch(setting);
    const bool names_all = consent.batch && plain(setting.confirm) == plain(setting.device);
    consent.named = names_all || plain(setting.confirm) == plain(device.name()) ? device.name() : setting.confirm;
    return consent;
}

PlannedWrite prepare(const Plan& plan, const PlannedSetting& setting, const Device& device,
                     const station::Snapshot& snapshot) {
    const auto* point = device.profile->find(setting.point);
    if (!point) fail(plan, setting, text::trf("{} has no point \"{}\"", device.name(), setting.point));
    if (!point->writable()) {
        throw ValueNotAccepted(ValueNotAccepted::Reason::not_writable, point->name,
                               station::shown(*point, setting.value), text::tr("this point can only be read"));
    }
    if (!station::applies(*point, device)) {
        throw ValueNotAccepted(ValueNotAccepted::Reason::unsupported, point->name,
                               station::shown(*point, setting.value),
                               text::trf("{} does not have this setting", device.name()));
    }
    PlannedWrite write{&device, point, station::parse_value(*point, setting.value), {}, consent_of(setting, device)};
    station::encode(*point, write.value);
    const station::PointLookup lookup = [&](const std::string& name) { return number_from(snapshot, device, name); };
    station::check_range(*point, write.value, station::resolve_range(*point, lookup));
    station::demand_consent(device, *point, write.consent);
    write.wanted = point->secret ? text::marked("changed") : station::to_text(*point, write.value);
    return write;
}

}  // namespace

std::string with_unit(const Point& point, const std::string& value) {
    const bool measured = !point.secret && point.choices.empty() && point.bits.empty() && !point.epoch
                          && !point.unit.empty() && !(point.special && value == point.special->second);
    return measured ? fmt::format("{} {}", value, station::unit_for_people(point.unit)) : value;
}

std::vector<PlannedWrite> prepare_writes(const Plan& plan, const station::Discovery& discovery,
                                         const station::Snapshot& snapshot) {
    std::vector<PlannedWrite> writes;
    for (const auto& setting : plan.settings) {
        for (const auto* device : devices_of(plan, setting, discovery)) {
            writes.push_back(prepare(plan, setting, *device, snapshot));
        }
    }
    return writes;
}

}  // namespace firstlight::commissioning
