#include "commissioning/setting_pages.h"

#include "commissioning/power_switch.h"
#include "station/applicability.h"
#include "station/station.h"
#include "text/text.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::commissioning {

namespace {

using station::Device;
using station::Discovery;

/// One page as data. Names are those of points; a name that ends in '*' stands for all that begin so.
struct Kind {
    std::string_view id, name, why, warning;
    std::string_view family;  ///< a page for each device of it
    std::vector<std::string_view> points, tables, commands;
    StationUse since = StationUse::charging;  ///< the least use in which the page means something
    bool only_where_offered = false;          ///< what a model lacks is not set in the maker's app either
    std::optional<PointRows> (*rows)(const Device&) = nullptr;
    std::string_view offer = {};  ///< point of the plant that says 0 where the page means nothing
    bool without_plant = false;   ///< chargers that are alone have it too, in the maker's app
};

const std::vector<Kind>& kinds() {
    static const std::vector<Kind> all{
        {"station",
         text::marked("Station and owner"),
         text::marked("Name, place and owner stand in the maker's cloud too."),
         "",
         "plant",
         {"system_time", "system_time_zone", "station_name", "station_address", "station_time_zone", "station_type",
          "station_use", "owner_*", "household_breaker_current"},
         {},
         {"set_clock", "invite_owner"},
         StationUse::charging,
         false,
         nullptr,
         {},
         true},
        {"mode",
         text::marked("Working mode"),
         text::marked("What the energy management does with sun, battery and grid."),
         "",
         "plant",
         {"working_mode", "self_*", "time_*", "outage_region", "remote_ems_enable", "remote_ems_mode"},
         {},
         {},
         StationUse::pv_charging},
        {"schedule",
         text::marked("Schedule"),
         text::marked("When the battery charges and discharges in the time-based mode."),
         "",
         "plant",
         {},
         {"schedule"},
         {},
         StationUse::storage},
        {"outages",
         text::marked("Announced outages"),
         text::marked("Before these times the battery is charged, in load shedding mode."),
         "",
         "plant",
         {},
         {"outages"},
         {},
         StationUse::storage,
         false,
         nullptr,
         "load_shedding_offered"},
        {"rates",
         text::marked("Rate plan"),
         text::marked("What a kilowatt-hour costs and earns, by season, day and time."),
         "",
         "plant",
         {"currency"},
         {"prices"},
         {},
         StationUse::charging,
         false,
         nullptr,
         {},
         true},
        {"battery",
         text::marked("Backup and battery limits"),
         text::marked("The reserve for outages acts only with a gateway. The limits keep their order."),
         "",
         "plant",
         {"ess_backup_soc", "ess_discharge_cutoff_soc", "ess_charge_cutoff_soc", "ess_max_charge_power",
          "ess_max_discharge_power"},
         {},
         {},
         StationUse::storage},
        {"preheating",
         text::marked("Battery preheating"),
         text::marked("Warms the battery before it is charged in the cold."),
         "",
         "plant",
         {"preheat_enable", "preheat_mode", "preheat_advance_enable", "preheat_reserved_soc"},
         {},
         {},
         StationUse::storage,
         false,
         preheat_windows},
        {"limits",
         text::marked("Export and import limits"),
         text::marked("At the grid connection. They need a grid sensor."),
         "",
         "plant",
         {"limit_scope", "grid_max_*", "hard_export_*", "pcs_max_*"},
         {},
         {},
         StationUse::pv_charging},
        {"grid",
         text::marked("Grid"),
         text::marked("How the site is connected, and the limits that the station keeps."),
         text::marked("The network operator's rules apply."),
         "plant",
         {"ground_mode", "phase_type", "station_breaker_current", "grid_limit_*"},
         {},
         {}},
        {"grid_code",
         text::marked("Grid code"),
         text::marked("The rules of country and network operator that the inverter keeps."),
         text::marked("The network operator's rules apply."),
         "inverter",
         {"grid_code"},
         {},
         {},
         StationUse::pv_charging},
        {"grid_support",
         text::marked("Grid support"),
         text::marked("What the station does when voltage or frequency leave their bounds."),
         text::marked("The network operator's rules apply."),
         "plant",
         {"lvrt_*", "hvrt_*", "over_frequency_*", "under_frequency_*", "pcc_power_factor_*"},
         {},
         {},
         StationUse::pv_charging,
         true},
        {"lights",
         text::marked("Lights"),
         text::marked(
             "Power flow: light from the top down is charging, from the bottom up discharging, steady is neither."),
         "",
         "plant",
         {"light_*"},
         {},
         {"locate"}},
        {"off_grid",
         text::marked("On grid, off grid"),
         text::marked("With a gateway the station can leave the grid and come back."),
         text::marked("Off grid the protection against islanding is switched off. Before anybody works on the "
                      "distribution, every "
                      "supply must be disconnected: grid, inverter and generator."),
         "plant",
         {"grid_status"},
         {},
         {"go_off_grid", "go_on_grid"},
         StationUse::storage},
        {"charger",
         text::marked("AC charger"),
         text::marked("How the charger charges, and who may."),
         "",
         "ac_charger",
         {"charger_start_stop", "charging_mode", "output_current", "authorisation", "output_mode", "load_management",
          "auto_phase_switch", "breaker_current", "ocpp_*", "charger_grid_code", "ground_mode", "phase_type"},
         {},
         {"restart"}},
        {"cards",
         text::marked("RFID cards of the AC charger"),
         text::marked("A card's number is kept in the charger and never shown again."),
         "",
         "ac_charger",
         {},
         {"cards"},
         {}},
        {"records",
         text::marked("Charging records of the AC charger"),
         text::marked("What was charged when, and by whom."),
         "",
         "ac_charger",
         {},
         {"records"},
         {}},
        {"dc_charger",
         text::marked("DC charger"),
         text::marked("How the vehicle is charged, and who may."),
         "",
         "dc_charger",
         {"dc_charger_start_stop", "authorisation", "max_charge_power", "max_discharge_power"},
         {},
         {}},
        {"dc_cards",
         text::marked("RFID cards of the DC charger"),
         text::marked("A card's number is kept in the charger and never shown again."),
         "",
         "dc_charger",
         {},
         {"cards"},
         {}},
        {"dc_records",
         text::marked("Charging records of the DC charger"),
         text::marked("What was charged when, and by whom."),
         "",
         "dc_charger",
         {},
         {"records"},
         {}},
        {"alarm_history",
         text::marked("Alarm history"),
         text::marked("Alarms that have come and gone."),
         "",
         "plant",
         {},
         {"alarm_history"},
         {}},
    };
    return all;
}

bool matches(std::string_view pattern, std::string_view name) {
    return pattern.ends_with('*') ? name.starts_with(pattern.substr(0, pattern.size() - 1)) : name == pattern;
}

bool offers(const Device& device, station::ProtocolVersion since) {
    return device.extension && *device.extension >= since;
}

template <class Thing>
void add(std::vector<PartOf<Thing>>& parts, const Device& device, const std::vector<Thing>& things,
         const std::vector<std::string_view>& wanted) {
    for (const std::string_view name : wanted)
        for (const Thing& thing : things)
            if (matches(name, thing.name) && offers(device, thing.since)) parts.push_back({&device, &thing});
}

void add_points(SettingPage& page, const Device& device, const std::vector<std::string_view>& wanted) {
    for (const std::string_view name : wanted)
        for (const station::Point& point : device.profile->points)
            if (matches(name, point.name) && station::applies(point, device)) page.points.push_back({&device, &point});
}

/// What other stations of this model can be set to: this one lacks the extension, or its firmware the register.
void add_not_offered(SettingPage& page, const Device& device, const Kind& kind) {
    const auto add_label = [&](const std::string& label) { page.not_offered.push_back(text::tr(label)); };
    for (const std::string_view name : kind.points)
        for (const station::Point& point : device.profile->points)
            if (matches(name, point.name) && point.writable() && !station::fits_version(point, device)
                && station::fits_model(point, device))
                add_label(point.label);
    for (const std::string_view name : kind.tables)
        for (const auto& table : device.profile->tables)
            if (matches(name, table.name) && !table.log && !offers(device, table.since)) add_label(table.label);
    for (const std::string_view name : kind.commands)
        for (const auto& command : device.profile->commands)
            if (matches(name, command.name) && !offers(device, command.since)) add_label(command.label);
}

SettingPage page_of(const Kind& kind, const Device& device, bool only_one) {
    SettingPage page;
    page.id = only_one ? std::string(kind.id) : fmt::format("{} {}", kind.id, device.unit);
    page.name = only_one ? text::tr(kind.name) : fmt::format("{} {}", text::tr(kind.name), device.unit);
    page.why = text::tr(kind.why);
    page.warning = kind.warning.empty() ? std::string() : text::tr(kind.warning);
    add_points(page, device, kind.points);
    add(page.tables, device, device.profile->tables, kind.tables);
    add(page.commands, device, device.profile->commands, kind.commands);
    add_not_offered(page, device, kind);
    if (kind.rows)
        if (auto rows = kind.rows(device)) page.rows.push_back(std::move(*rows));
    return page;
}

SettingPage page_by_hand(const Kind& kind) {
    SettingPage page;
    page.id = kind.id;
    page.name = text::tr(kind.name);
    page.why = text::tr(kind.why);
    page.not_offered = {page.name};
    return page;
}

SettingPage power_page(const Discovery& discovery) {
    SettingPage page;
    page.id = "power";
    page.name = text::tr("Power on and off");
    page.why = text::tr("Chargers go off first and come back last.");
    const auto add_with_state = [&](const Device& device, const station::Point& power) {
        for (const auto* state : {"running_state", "system_state"})
            if (const auto* point = device.profile->find(state)) page.points.push_back({&device, point});
        page.points.push_back({&device, &power});
    };
    for (const PowerSwitch& one : power_switches(discovery, false)) add_with_state(*one.device, *one.point);
    if (const Device* plant = discovery.find("plant"))
        if (const auto* point = switch_of(*plant)) add_with_state(*plant, *point);
    return page;
}

SettingPage warranty_page(const Discovery& discovery) {
    SettingPage page;
    page.id = "warranty";
    page.name = text::tr("Versions and warranty");
    page.why = text::tr("Of every unit that tells them.");
    for (const Device& device : discovery.devices) {
        if (const auto* serial = device.serial_point()) page.points.push_back({&device, serial});
        if (const auto* firmware = device.firmware_point()) page.points.push_back({&device, firmware});
        for (const station::Point& point : device.profile->points)
            if (point.group == "warranty" && station::applies(point, device)) page.points.push_back({&device, &point});
    }
    return page;
}

}  // namespace

bool is_trip_limit(const station::Point& point) {
    return point.name.starts_with("grid_limit_");
}

StationUse use_of(const Discovery& discovery, std::optional<double> said) {
    if (discovery.of("inverter").empty()) return StationUse::charging;
    const auto* plant = discovery.find("plant");
    const auto* point = plant ? plant->profile->find("station_use") : nullptr;
    if (!point || !said) return StationUse::storage;
    const auto* choice = station::find_choice(*point, *said);
    if (choice && choice->name == "pure_charging") return StationUse::charging;
    return choice && choice->name == "pv_charging" ? StationUse::pv_charging : StationUse::storage;
}

std::optional<std::string> what_is_not_offered(const std::vector<SettingPage>& pages) {
    std::string words;
    for (const auto& page : pages) {
        if (page.not_offered.empty()) continue;
        words += words.empty() ? "" : "; ";
        words += page.by_hand() ? page.name : fmt::format("{} ({})", page.name, fmt::join(page.not_offered, ", "));
    }
    if (words.empty()) return std::nullopt;
    return text::trf(
        "The station does not offer over Modbus: {}. It is set in the maker's app; what was confirmed of it "
        "stands under what was confirmed by hand.",
        words);
}

std::vector<std::string> points_of_offer() {
    std::vector<std::string> names{"station_use"};
    for (const Kind& kind : kinds())
        if (!kind.offer.empty()) names.emplace_back(kind.offer);
    return names;
}

std::vector<SettingPage> setting_pages(const Discovery& discovery, StationUse use, const station::PointLookup& plant) {
    std::vector<SettingPage> pages;
    for (const Kind& kind : kinds()) {
        const bool is_withheld = plant && !kind.offer.empty() && plant(std::string(kind.offer)) == 0.0;
        if (use < kind.since || is_withheld) continue;
        const auto devices = discovery.of(kind.family);
        if (devices.empty() && kind.without_plant) pages.push_back(page_by_hand(kind));
        for (const Device* device : devices) {
            auto page = page_of(kind, *device, devices.size() == 1);
            if (!kind.only_where_offered || !page.by_hand()) pages.push_back(std::move(page));
        }
    }
    pages.push_back(power_page(discovery));
    pages.push_back(warranty_page(discovery));
    return pages;
}

}  // namespace firstlight::commissioning
