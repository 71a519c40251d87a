#include "tests/commissioning/house.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace firstlight::tests {

using commissioning::RuleSet;
using station::Quality;

const std::vector<RuleSet>& shipped_rule_sets() {
    static const auto sets = commissioning::load_rule_sets(FIRSTLIGHT_SOURCE_DIR "/data/rule_sets");
    return sets;
}

House::House() {
    discovery.version = station::ProtocolVersion{2, 9};
    add("plant", 247);
    add("inverter", 1);
    discovery.anchor_serial = device("inverter 1").serial;
}

void House::add(const std::string& profile, std::uint8_t unit) {
    station::Device device;
    device.unit = unit;
    device.profile = shipped_profiles().find(profile);
    device.version = discovery.version;
    if (device.serial_point()) device.serial = "CMU000A00AA00" + std::to_string(unit);
    if (device.firmware_point()) device.firmware = "V100R001C00SPC114B107G";
    discovery.devices.push_back(device);
    station::DeviceSnapshot read{device, {}};
    for (const auto& point : device.profile->points) {
        if (!point.readable()) continue;
        auto& reading = read.readings.emplace_back();
        reading.point = &point;
        reading.at = now;
        reading.why = "the house of this test has no value for it";
    }
    snapshot.devices.push_back(std::move(read));
    const auto name = device.name();
    for (const auto& point : device.profile->points) {
        if (point.readable() && !point.bits.empty()) set(name, point.name, 0);
    }
    if (profile == "plant") set_up_plant();
    if (profile == "inverter") set_up_inverter(name);
    asked(unit, 100, 0);
}

void House::set_up_plant() {
    set("plant", "system_time", 1795430527);
    set("plant", "system_time_zone", 60);
    set("plant", "grid_status", 0);
    set("plant", "grid_sensor_status", 1);
    set("plant", "grid_active_power", -3);
    for (const auto* phase : {"grid_phase_a_active_power", "grid_phase_b_active_power", "grid_phase_c_active_power"}) {
        set("plant", phase, -1);
    }
    for (const auto* phase : {"phase_a_active_power", "phase_b_active_power", "phase_c_active_power"}) {
        set("plant", phase, 1.333);
    }
    set("plant", "pv_power", 6);
    set("plant", "third_party_pv_power", 0);
    set("plant", "ess_power", 2);
    set("plant", "total_load_power", 1);
    set("plant", "station_breaker_current", 20);
    for (const auto& [limit, value] : std::map<std::string, double>{{"overvoltage_1", 253},
                                                                    {"overvoltage_2", 287.5},
                                                                    {"overvoltage_2_time", 0.1},
                                                                    {"undervoltage_1", 184},
                                                                    {"undervoltage_1_time", 3},
                                                                    {"undervoltage_2", 103.5},
                                                                    {"undervoltage_2_time", 0.3},
                                                                    {"overfrequency", 51.5},
                                                                    {"overfrequency_time", 0.1},
                                                                    {"underfrequency", 47.5},
                                                                    {"underfrequency_time", 0.1},
                                                                    {"reconnect_time", 60}})
        set("plant", "grid_limit_" + limit, value);
}

void House::set_up_inverter(const std::string& name) {
    set(name, "output_type", 2);
    set(name, "max_apparent_power", 11);
    set(name, "rated_grid_voltage", 230);
    set(name, "phase_a_voltage", 231);
    set(name, "phase_b_voltage", 230);
    set(name, "phase_c_voltage", 232);
    set(name, "grid_frequency", 49.98);
    set(name, "rated_grid_frequency", 50);
    set(name, "insulation_resistance", 2.5);
    set(name, "pv_string_count", 2);
    set(name, "pv_1_voltage", 400);
    set(name, "pv_1_current", 7);
    set(name, "pv_2_voltage", 402);
    set(name, "pv_2_current", 7.1);
    set(name, "battery_pack_count", 2);
    set(name, "ess_soc", 60);
    set(name, "ess_soh", 100);
    set(name, "ess_average_cell_temperature", 21);
    set(name, "ess_average_cell_voltage", 3.31);
    set(name, "ess_max_cell_voltage", 3.32);
    set(name, "ess_min_cell_voltage", 3.30);
}

void House::remove(const std::string& name) {
    std::erase_if(discovery.devices, [&](const auto& device) { return device.name() == name; });
    std::erase_if(snapshot.devices, [&](const auto& read) { return read.device.name() == name; });
}

station::Reading& House::reading(const std::string& name, const std::string& point) {
    for (auto& read : snapshot.devices) {
        if (read.device.name() != name) continue;
        for (auto& reading : read.readings) {
            if (reading.point->name == point) return reading;
        }
    }
    throw std::out_of_range(name + " " + point);
}

void House::set(const std::string& name, const std::string& point, double value) {
    auto& changed = reading(name, point);
    changed.quality = Quality::good;
    changed.value = value;
    changed.why.clear();
}

void House::lose(const std::string& name, const std::string& point, Quality quality, const std::string& why) {
    auto& changed = reading(name, point);
    changed.quality = quality;
    changed.value.reset();
    changed.why = why;
}

station::Device& House::device(const std::string& name) {
    const auto found =
        std::ranges::find_if(discovery.devices, [&](const auto& device) { return device.name() == name; });
    if (found == discovery.devices.end()) throw std::out_of_range(name);
    return *found;
}

void House::find(station::FindingKind kind, std::uint8_t unit, const std::string& detail) {
    discovery.findings.push_back({kind, unit, detail});
}

void House::asked(std::uint8_t unit, std::uint64_t asked, std::uint64_t silent, std::uint64_t garbled) {
    auto& counted = statistics.units[unit];
    counted = {};
    counted.asked = asked;
    counted.silent = silent;
    counted.garbled = garbled;
    counted.answered = asked - silent - garbled;
    counted.total = std::chrono::milliseconds(30) * counted.answered;
    counted.slowest = std::chrono::milliseconds(80);
}

std::vector<commissioning::CheckResult> House::run(const std::string& check) const {
    const auto& set = commissioning::choose_rule_set(shipped_rule_sets(), rules, "");
    const commissioning::CheckInput input{discovery, snapshot, statistics, set, now, expected_serials};
    const auto& checks = commissioning::all_checks();
    return std::ranges::find(checks, check, &commissioning::Check::id)->run(input);
}

}  // namespace firstlight::tests
