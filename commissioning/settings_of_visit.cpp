#include "commissioning/settings_of_visit.h"

#include "station/cell_text.h"
#include "station/device.h"

#include <algorithm>

namespace firstlight::commissioning {

namespace {

/// Nothing when the visit has no value of it, or the profile no such point any more.
std::optional<KeptSetting> kept(const ReadingRecord& reading, const station::Profile& profile) {
    const auto* point = profile.find(reading.point);
    if (!point || point->secret || reading.setting.empty() || !is_good(reading)) return std::nullopt;
    auto value = reading.number ? station::cell_text(*point, *reading.number) : reading.value;
    return KeptSetting{reading.point, reading.label, std::move(value), reading.unit, reading.setting, reading.at};
}

}  // namespace

StationSettings settings_of(const Visit& visit, const station::ProfileSet& profiles) {
    StationSettings settings;
    settings.name = "visit " + visit.id;
    settings.taken = visit.closed.value_or(visit.created);
    settings.station = visit.anchor_serial;
    settings.program = visit.program_version;
    for (const auto& device : visit.devices) {
        const auto profile = profiles.find(device.profile);
        if (!profile) continue;
        DeviceSettings one;
        one.name = device.name;
        one.profile = device.profile;
        one.model = device.model;
        one.serial = device.serial;
        one.firmware = device.firmware;
        one.version = device.protocol_version;
        for (const auto& reading : visit.readings) {
            if (reading.device != device.name) continue;
            if (auto setting = kept(reading, *profile)) one.settings.push_back(std::move(*setting));
            if (is_good(reading) && profile->find_table(reading.point))
                one.tables.push_back({reading.point, reading.label, reading.rows, reading.at});
        }
        settings.devices.push_back(std::move(one));
    }
    return settings;
}

}  // namespace firstlight::commissioning
