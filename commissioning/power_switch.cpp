#include "commissioning/power_switch.h"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace firstlight::commissioning {
namespace {

/// Loads, then sources, then what rules them all.
int place_when_off(const station::Device& device) {
    const std::string_view family = device.profile->family;
    if (family == "plant") return 3;
    if (family == "inverter") return 2;
    return family == "ac_charger" || family == "dc_charger" ? 0 : 1;
}

}  // namespace

const station::Point* switch_of(const station::Device& device) {
    for (const station::Point& point : device.profile->points)
        if (point.name.ends_with("_start_stop") && point.writable() && station::applies(point, device)) return &point;
    return nullptr;
}

std::vector<PowerSwitch> power_switches(const station::Discovery& discovery, bool on,
                                        const std::vector<const station::Device*>& devices) {
    std::vector<PowerSwitch> switches;
    for (const station::Device& device : discovery.devices) {
        const bool chosen =
            devices.empty() ? device.profile->family != "plant" : std::ranges::find(devices, &device) != devices.end();
        const station::Point* point = chosen ? switch_of(device) : nullptr;
        if (!point) continue;
        const auto choice = std::ranges::find(point->choices, on ? "start" : "stop", &station::Choice::name);
        switches.push_back({&device, point, static_cast<double>(choice->code)});
    }
    std::ranges::sort(switches, {}, [on](const PowerSwitch& one) {
        const int place = place_when_off(*one.device);
        return std::tuple(on ? -place : place, one.device->unit, one.device->name());
    });
    return switches;
}

void put_in_power_order(std::vector<PlannedWrite>& writes) {
    std::vector<PlannedWrite> others, stops, starts;
    for (auto& write : writes) {
        const auto* one = std::get_if<PointWrite>(&write.what);
        const auto* value = one ? std::get_if<double>(&one->value) : nullptr;
        const auto* choice =
            value && one->point == switch_of(*write.device) ? station::find_choice(*one->point, *value) : nullptr;
        auto& place = !choice ? others : choice->name == "start" ? starts : stops;
        place.push_back(std::move(write));
    }
    std::ranges::move(stops, std::back_inserter(others));
    std::ranges::move(starts.rbegin(), starts.rend(), std::back_inserter(others));
    writes = std::move(others);
}

}  // namespace firstlight::commissioning
