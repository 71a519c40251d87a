#include "simulator/present_extension.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace firstlight::simulator {
namespace {

constexpr std::int64_t day = 86'400;
constexpr double warranty_days = 10 * 365;

/// Working modes of the extension and modes of the public map's "ems_work_mode".
constexpr std::array<std::pair<int, int>, 5> modes{{{0, 0}, {1, 1}, {2, 2}, {3, 5}, {4, 7}}};

void start_plant_extension(DevicePoints& points, const Moment& moment) {
    points.set("ai_mode_offered", 1);
    points.set_text("station_name", moment.scenario.name);
    points.set_text("station_time_zone", "Europe/Berlin");
    points.set_text("currency", "EUR");
    points.set("working_mode", working_mode_of(moment.scenario.work_mode));
    for (const auto* soc : {"self_peak_shaving_soc", "time_peak_shaving_soc"}) points.set(soc, 20);
    for (const auto* power :
         {"self_max_peak_power", "time_max_peak_power", "grid_max_export_power_phase_a",
          "grid_max_export_power_phase_b", "grid_max_export_power_phase_c", "grid_max_import_power_phase_a",
          "grid_max_import_power_phase_b", "grid_max_import_power_phase_c"})
        points.set_special(power);
    points.set("light_mode", 1);
    points.set("light_brightness", 60);
    const auto& inverters = moment.house.inverters();
    const auto output = inverters.empty() ? OutputType::three_phase_neutral : inverters.front()->output;
    points.set("phase_type", output == OutputType::single_phase ? 0 : output == OutputType::split_phase ? 2 : 1);
    const Grid& grid = moment.scenario.grid;
    const std::array<std::pair<const char*, double>, 13> limits{{{"overvoltage_1", grid.rated_voltage * 1.1},
                                                                 {"overvoltage_1_time", 600},
                                                                 {"overvoltage_2", grid.rated_voltage * 1.25},
                                                                 {"overvoltage_2_time", 0.1},
                                                                 {"undervoltage_1", grid.rated_voltage * 0.8},
                                                                 {"undervoltage_1_time", 3},
                                                                 {"undervoltage_2", grid.rated_voltage * 0.45},
                                                                 {"undervoltage_2_time", 0.3},
                                                                 {"overfrequency", grid.rated_frequency + 1.5},
                                                                 {"overfrequency_time", 0.1},
                                                                 {"underfrequency", grid.rated_frequency - 2.5},
                                                                 {"underfrequency_time", 0.1},
                                                                 {"reconnect_time", 60}}};
    for (const auto& [name, value] : limits) points.set(std::string("grid_limit_") + name, value);
}

void start_ac_charger_extension(DevicePoints& points) {
    points.set("output_mode", points.device().phases == 3 ? 1 : 0);
    points.set("phase_type", points.device().phases == 3 ? 1 : 0);
    points.set("breaker_current", points.device().breaker_a);
}

void start_battery_module(DevicePoints& points) {
    const int slot = points.profile().recognition.instance;
    points.set("slot", slot);
    points.set("soh", 99);
    points.set("cell_temperature_max", 23.5 + slot);
}

void present_battery_module(DevicePoints& points, const Moment& moment) {
    const auto& units = moment.house.inverters();
    const auto found =
        std::ranges::find_if(units, [&](const Unit* unit) { return unit->unit == points.device().unit; });
    if (found == units.end()) return;
    const InverterState& now = moment.house.state().inverters[static_cast<std::size_t>(found - units.begin())];
    const double lowest = 3.2 + now.soc / 1000;
    const double spread = 4.0 + 3 * points.profile().recognition.instance;
    points.set("soc", now.soc);
    points.set("state", now.ess > 0 ? 2 : now.ess < 0 ? 3 : 1);
    points.set("cell_voltage_min", lowest);
    points.set("cell_voltage_max", lowest + spread / 1000);
    points.set("cell_voltage_spread", spread);
}

formats::Words row_of(const station::RowTable& table, const std::vector<std::pair<std::string, double>>& numbers,
                      const std::vector<std::pair<std::string, std::string>>& texts) {
    formats::Words row(table.registers, 0);
    for (const auto& [name, value] : numbers) {
        const station::Point& column = *table.find(name);
        const auto raw = raw_number(column, value);
        for (std::size_t i = 0; i < column.count; ++i)
            row[column.address + column.count - 1 - i] = static_cast<std::uint16_t>(raw >> 16 * i);
    }
    for (const auto& [name, text] : texts) {
        const station::Point& column = *table.find(name);
        for (std::size_t i = 0; i < text.size() && i < 2U * column.count; ++i) {
            const auto byte = static_cast<unsigned>(static_cast<unsigned char>(text[i]));
            auto& word = row[column.address + i / 2];
            word = static_cast<std::uint16_t>(word | (i % 2 ? byte : byte << 8));
        }
    }
    return row;
}

}  // namespace

int ems_mode_of(int working_mode) {
    for (const auto& [ours, ems] : modes)
        if (ours == working_mode) return ems;
    return 0;
}

int working_mode_of(int ems_mode) {
    for (const auto& [ours, ems] : modes)
        if (ems == ems_mode) return ours;
    return 0;
}

void start_extension(DevicePoints& points, const Moment& moment) {
    if (!points.device().extension) return;
    const auto& family = points.profile().family;
    if (const auto& announcement = points.profile().announcement) {
        points.set_text(announcement->point, announcement->is);
        points.set_text(announcement->version, station::to_string(*points.device().extension));
    }
    for (const auto* warranty : {"warranty_end", "dc_charger_warranty_end"})
        if (points.has(warranty)) points.set(warranty, static_cast<double>(moment.clock) + warranty_days * day);
    if (family == "plant") start_plant_extension(points, moment);
    if (family == "ac_charger") start_ac_charger_extension(points);
    if (family == "battery_module") start_battery_module(points);
    if (family == "gateway") points.set("smart_load_ports", 4);
    if (family == "power_sensor") {
        points.set("state", 1);
        points.set("port", 1);
        points.set("ct_rating", 120);
    }
}

void present_extension(DevicePoints& points, const Moment& moment) {
    if (!points.device().extension) return;
    const auto& family = points.profile().family;
    if (family == "battery_module") present_battery_module(points, moment);
    if (family == "gateway") {
        points.set("state", moment.control.off_grid ? 2 : 1);
        points.set("temperature", 31.5);
    }
    if (family == "plant" && moment.control.remote) points.set("working_mode", working_mode_of(7));
    if (family == "plant" && points.number("owner_state") == 1
        && static_cast<double>(moment.clock) > points.number("owner_invited_at").value_or(0) + day)
        points.set("owner_state", 3);
}

void fill_tables(StoredTables& tables, const DevicePoints& points, const Moment& moment) {
    const auto clock = static_cast<double>(moment.clock);
    if (const auto* history = points.profile().find_table("alarm_history")) {
        tables.fill(points, history->name,
                    {row_of(*history, {{"began", clock - 3 * day}, {"ended", clock - 3 * day + 540}, {"unit", 1}},
                            {{"code", "1010"}, {"name", "grid outage"}})});
    }
    const auto* records = points.profile().find_table("records");
    if (!records) return;
    std::vector<formats::Words> rows;
    for (int back = 3; back > 0; --back)
        rows.push_back(row_of(*records,
                              {{"began", clock - back * static_cast<double>(day)},
                               {"ended", clock - back * static_cast<double>(day) + 7200},
                               {"energy", 10.5 + back}},
                              {{"card", ""}}));
    tables.fill(points, records->name, std::move(rows));
}

}  // namespace firstlight::simulator
