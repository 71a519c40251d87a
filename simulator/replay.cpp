#include "simulator/replay.h"

#include "station/device.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace firstlight::simulator {

namespace {

/// Where a recorded column lives.
struct Place {
    const station::Profile* profile = nullptr;
    std::uint8_t unit = 0;
};

/// The inverse of Device::name(): "plant", "ac charger 3".
std::optional<Place> place_of(const std::string& name, const station::ProfileSet& profiles) {
    for (const auto& profile : profiles.all()) {
        station::Device device;
        device.profile = profile;
        if (const auto& fixed = profile->recognition.units; fixed.size() == 1) {
            device.unit = fixed.front();
            if (device.name() == name) return Place{profile.get(), device.unit};
            continue;
        }
        const auto digits = name.find_last_not_of("0123456789") + 1;
        int unit = 0;
        const auto [end, error] = std::from_chars(name.data() + digits, name.data() + name.size(), unit);
        if (error != std::errc() || unit < 1 || unit > 246) continue;
        device.unit = static_cast<std::uint8_t>(unit);
        if (device.name() == name) return Place{profile.get(), device.unit};
    }
    return std::nullopt;
}

/// Points by which a device and its version are recognised: a device that lacks what every firmware has is none.
std::set<std::string> identifying(const station::Profile& profile) {
    std::set<std::string> names{profile.recognition.probe, profile.model_point, profile.serial_point,
                                profile.firmware_point};
    for (const auto& probe : profile.version_probes) names.insert(probe.point);
    const auto& probe = profile.at(profile.recognition.probe);
    for (const auto& point : profile.points) {
        if (!point.valid_if.empty()) names.insert(point.valid_if);
        const bool newer = probe.since < point.since || point.until;
        if (point.table == probe.table && !newer && !point.optional && point.models.empty()) names.insert(point.name);
    }
    return names;
}

bool has_value(const station::Recording& recording, std::size_t column) {
    return std::ranges::any_of(recording.rows, [&](const auto& row) { return row.values[column].has_value(); });
}

/// Adds the device once; every point is missing until it is kept.
Unit& unit_at(Scenario& scenario, const Place& place) {
    for (auto& unit : scenario.units)
        if (unit.unit == place.unit && unit.profile == place.profile->id) return unit;
    auto& unit = scenario.units.emplace_back();
    unit.unit = place.unit;
    unit.profile = place.profile->id;
    unit.version = scenario.version;
    const auto known = identifying(*place.profile);
    for (const auto& point : place.profile->points)
        if (!known.contains(point.name)) unit.missing_points.insert(point.name);
    return unit;
}

void add_column(Scenario& scenario, const station::Recording& recording, std::size_t column,
                const station::ProfileSet& profiles, const std::filesystem::path& file) {
    constexpr std::size_t line_of_devices = 2, line_of_points = 3;
    const auto& [device, name, unit_of_measure] = recording.points[column];
    const auto place = place_of(device, profiles);
    if (!place) throw formats::FileError(file, line_of_devices, fmt::format("no profile has a device \"{}\"", device));
    const auto* point = place->profile->find(name);
    if (!point || point->is_text())
        throw formats::FileError(file, line_of_points,
                                 fmt::format("profile {} has no number \"{}\"", place->profile->id, name));
    auto& unit = unit_at(scenario, *place);
    if (has_value(recording, column)) unit.missing_points.erase(name);
}

/// What rides on another device needs it there.
void add_carriers(Scenario& scenario, const station::ProfileSet& profiles) {
    for (std::size_t i = 0; i < scenario.units.size(); ++i) {
        const auto rides_on = profiles.at(scenario.units[i].profile).recognition.rides_on;
        if (!rides_on.empty()) unit_at(scenario, {&profiles.at(rides_on), scenario.units[i].unit});
    }
}

/// The plant first, and what rides on a device after it.
void put_in_order(Scenario& scenario, const station::ProfileSet& profiles) {
    std::ranges::sort(scenario.units, {}, [&](const Unit& unit) {
        const auto& recognition = profiles.at(unit.profile).recognition;
        return std::tuple(recognition.units.empty(), !recognition.rides_on.empty(), unit.unit);
    });
}

}  // namespace

std::shared_ptr<const Scenario> scenario_of(const station::Recording& recording, const station::ProfileSet& profiles,
                                            const std::filesystem::path& file) {
    auto scenario = std::make_shared<Scenario>();
    scenario->name = "Replay";
    scenario->speed = 0;
    const auto& plant = profiles.at("plant");
    unit_at(*scenario, {&plant, plant.recognition.units.front()});
    for (std::size_t column = 0; column < recording.points.size(); ++column)
        add_column(*scenario, recording, column, profiles, file);
    add_carriers(*scenario, profiles);
    put_in_order(*scenario, profiles);
    const auto anchor = std::ranges::find_if(
        scenario->units, [&](const Unit& unit) { return !profiles.at(unit.profile).serial_point.empty(); });
    if (anchor != scenario->units.end()) anchor->serial = recording.station;
    return scenario;
}

transport::awaitable<void> replay(VirtualStation& station, const station::ProfileSet& profiles,
                                  station::Recording recording, double speed) {
    if (recording.rows.empty()) co_return;
    const auto first = recording.rows.front().at;
    const auto begin = std::chrono::steady_clock::now();
    for (const auto& row : recording.rows) {
        const auto due = std::chrono::duration<double>(row.at - first) / speed;
        co_await transport::sleep_for(begin + std::chrono::duration_cast<std::chrono::steady_clock::duration>(due)
                                      - std::chrono::steady_clock::now());
        for (std::size_t i = 0; i < row.values.size(); ++i) {
            const auto place = place_of(recording.points[i].device, profiles);
            if (place && row.values[i])
                station.set_point(place->unit, place->profile->id, recording.points[i].point, *row.values[i]);
        }
    }
}

}  // namespace firstlight::simulator
