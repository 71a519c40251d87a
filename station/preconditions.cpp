#include "station/preconditions.h"

#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::station {

namespace {

template <class SomeDevice>
LocatedPoint<SomeDevice> find_in(const std::string& name, SomeDevice& device, auto& devices) {
    if (const Point* own = device.profile->find(name)) return {&device, own};
    for (SomeDevice& other : devices) {
        const bool is_plant = !other.profile->recognition.units.empty();
        if (const Point* point = is_plant ? other.profile->find(name) : nullptr) return {&other, point};
    }
    return {};
}

}  // namespace

LocatedPoint<Device> locate(const std::string& name, Device& device, Discovery& discovery) {
    return find_in(name, device, discovery.devices);
}

LocatedPoint<const Device> locate(const std::string& name, const Device& device, const Discovery& discovery) {
    return find_in(name, device, discovery.devices);
}

bool still_demanded(const Precondition& condition, const Device& device) {
    return !condition.until || !device.version || *device.version < *condition.until;
}

std::optional<std::string> why_not_now(const Precondition& condition, const Device& device, const Discovery& discovery,
                                       const PointLookup& now) {
    if (!still_demanded(condition, device)) return std::nullopt;
    const Point* other = locate(condition.point, device, discovery).point;
    if (!other) return std::nullopt;
    const std::optional<double> found = now(condition.point);
    if (found && std::ranges::find(condition.values, *found) != condition.values.end()) return std::nullopt;
    std::vector<std::string> wanted;
    const auto quoted = [&](double value) { return "\"" + text::shown_value(to_text(*other, value)) + "\""; };
    for (const double value : condition.values) wanted.push_back(quoted(value));
    const std::string present = found ? text::trf("is {}", quoted(*found)) : text::tr("could not be read");
    return text::trf("\"{}\" must be {} first; it {}", text::tr(other->label), fmt::join(wanted, text::tr(" or ")),
                     present);
}

}  // namespace firstlight::station
