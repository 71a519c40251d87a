#include "commissioning/setting_rules.h"

#include "commissioning/rating_rules.h"
#include "tests/station/fixture_csv.h"

#include <algorithm>
#include <map>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using commissioning::conflict_of;

namespace {

const station::ProfileSet& profiles() {
    static const auto set = station::ProfileSet::load(tests::shipped_profiles());
    return set;
}

/// A plant with the extension and one device of each family; `others` are what the devices have.
std::optional<std::string> conflict(const char* profile, const char* point, station::Value value,
                                    const std::map<std::string, station::Value>& others,
                                    const std::vector<std::string>& families = {}) {
    station::Discovery discovery;
    std::vector<std::string> all{"plant"};
    all.insert(all.end(), families.begin(), families.end());
    if (std::ranges::find(all, profile) == all.end()) all.emplace_back(profile);
    for (const auto& family : all) {
        auto& device = discovery.devices.emplace_back();
        device.unit = family == "plant" ? 247 : static_cast<std::uint8_t>(discovery.devices.size());
        device.profile = profiles().find(family);
        device.extension = station::ProtocolVersion{1, 0};
    }
    const commissioning::OtherValues look = [&](const station::Device&, const std::string& name) {
        const auto found = others.find(name);
        return found == others.end() ? std::nullopt : std::optional(found->second);
    };
    const auto found =
        conflict_of(*discovery.of(profile).front(), profiles().at(profile).at(point), value, look, discovery);
    return found ? std::optional(found->words) : std::nullopt;
}

}  // namespace

TEST_CASE("the SOC limits keep their order") {
    const std::map<std::string, station::Value> now{
        {"ess_discharge_cutoff_soc", 10.0}, {"ess_backup_soc", 30.0}, {"ess_charge_cutoff_soc", 95.0}};
    const std::vector<std::string> gateway{"gateway"};
    CHECK_FALSE(conflict("plant", "ess_backup_soc", 30.0, now, gateway));
    CHECK_FALSE(conflict("plant", "ess_backup_soc", 10.0, now, gateway));
    CHECK_FALSE(conflict("plant", "ess_backup_soc", 0.0, now, gateway));
    CHECK(conflict("plant", "ess_backup_soc", 9.0, now, gateway));
    CHECK(conflict("plant", "ess_backup_soc", 96.0, now, gateway));
    CHECK(conflict("plant", "ess_discharge_cutoff_soc", 31.0, now));
    CHECK(conflict("plant", "ess_charge_cutoff_soc", 29.0, now));
    CHECK_FALSE(conflict("plant", "ess_discharge_cutoff_soc", 31.0,
                         {{"ess_backup_soc", 0.0}, {"ess_charge_cutoff_soc", 95.0}}));
    CHECK_FALSE(conflict("plant", "ess_charge_cutoff_soc", 29.0, {}));
}

TEST_CASE("load management needs a power sensor, the grid and the household breaker") {
    const std::vector<std::string> sensor{"power_sensor"};
    CHECK_FALSE(conflict("ac_charger", "load_management", 1.0,
                         {{"household_breaker_current", 35.0}, {"grid_status", 0.0}}, sensor));
    CHECK_FALSE(conflict("ac_charger", "load_management", 0.0, {}));
    CHECK(conflict("ac_charger", "load_management", 1.0, {{"household_breaker_current", 35.0}}));
    CHECK(conflict("ac_charger", "load_management", 1.0, {{"household_breaker_current", 35.0}, {"grid_status", 1.0}},
                   sensor));
    CHECK(conflict("ac_charger", "load_management", 1.0, {{"household_breaker_current", 0.0}}, sensor));
}

TEST_CASE("a mode that the country does not have is refused") {
    CHECK(conflict("plant", "working_mode", 1.0, {{"ai_mode_offered", 0.0}}));
    CHECK_FALSE(conflict("plant", "working_mode", 1.0, {{"ai_mode_offered", 1.0}}));
    CHECK(conflict("plant", "working_mode", 5.0, {{"load_shedding_offered", 0.0}}));
    CHECK_FALSE(conflict("plant", "working_mode", 2.0, {{"ai_mode_offered", 0.0}, {"load_shedding_offered", 0.0}}));
}

TEST_CASE("a reserve for outages needs a gateway, where gateways are shown") {
    CHECK(conflict("plant", "ess_backup_soc", 20.0, {}));
    CHECK_FALSE(conflict("plant", "ess_backup_soc", 0.0, {}));
    CHECK_FALSE(conflict("plant", "ess_backup_soc", 20.0, {}, {"gateway"}));
}

TEST_CASE("what another setting needs is not taken away") {
    CHECK(conflict("plant", "household_breaker_current", 0.0, {{"load_management", 1.0}}, {"ac_charger"}));
    CHECK_FALSE(conflict("plant", "household_breaker_current", 35.0, {{"load_management", 1.0}}, {"ac_charger"}));
    CHECK_FALSE(conflict("plant", "household_breaker_current", 0.0, {{"load_management", 0.0}}, {"ac_charger"}));
    CHECK(conflict("ac_charger", "charging_mode", 0.0, {{"auto_phase_switch", 1.0}}));
    CHECK_FALSE(conflict("ac_charger", "charging_mode", 2.0, {{"auto_phase_switch", 1.0}}));
    CHECK_FALSE(conflict("ac_charger", "charging_mode", 0.0, {{"auto_phase_switch", 0.0}}));
    CHECK(conflict("ac_charger", "breaker_current", 10.0, {{"output_current", 16.0}}));
    CHECK_FALSE(conflict("ac_charger", "breaker_current", 16.0, {{"output_current", 16.0}}));
    CHECK(conflict("ac_charger", "output_current", 20.0, {{"breaker_current", 16.0}}));
    CHECK_FALSE(conflict("ac_charger", "output_current", 20.0, {{"breaker_current", 0.0}}));
    const station::Value empty = std::string();
    CHECK(conflict("ac_charger", "ocpp_enable", 1.0, {{"ocpp_url", empty}}));
    CHECK_FALSE(conflict("ac_charger", "ocpp_enable", 1.0, {}));
    CHECK_FALSE(conflict("ac_charger", "ocpp_enable", 1.0, {{"ocpp_url", std::string("wss://ocpp.example.org/")}}));
    CHECK(conflict("ac_charger", "ocpp_url", empty, {{"ocpp_enable", 1.0}}));
}

TEST_CASE("limits above what the site can carry are refused") {
    const std::map<std::string, station::Value> site{
        {"max_active_power", 10.0},         {"max_apparent_power", 11.0}, {"household_breaker_current", 35.0},
        {"grid_code_rated_voltage", 230.0}, {"phase_type", 1.0},          {"limit_scope", 1.0}};
    const auto with = [&](const char* point, double value) {
        auto now = site;
        now[point] = value;
        return now;
    };
    CHECK_FALSE(conflict("plant", "grid_max_export_power", 10.0, site));
    CHECK(conflict("plant", "grid_max_export_power", 10.1, site));
    CHECK(conflict("plant", "hard_export_limit", 12.0, site));
    CHECK(conflict("plant", "grid_max_export_power_phase_b", 3.5, site));
    CHECK_FALSE(conflict("plant", "grid_max_export_power_phase_b", 3.3, site));
    CHECK(conflict("plant", "grid_max_import_power_phase_a", 8.2, site));
    CHECK_FALSE(conflict("plant", "grid_max_import_power_phase_a", 8.0, site));
    CHECK_FALSE(conflict("plant", "grid_max_export_power", 15.0, with("third_party_pv_energy_total", 3.5)));
    CHECK_FALSE(conflict("plant", "grid_max_export_power", 15.0, {}));
    CHECK_FALSE(conflict("plant", "grid_max_import_power", 24.1, site));
    CHECK(conflict("plant", "grid_max_import_power", 24.3, site));
    CHECK_FALSE(conflict("plant", "grid_max_import_power", 24.1, with("grid_code_rated_voltage", 400)));
    CHECK(conflict("plant", "grid_max_import_power", 8.2, with("phase_type", 0)));
    CHECK(conflict("plant", "self_max_peak_power", 30.0, site));
    CHECK_FALSE(conflict("plant", "self_max_peak_power", 4294967.295, site));
    CHECK(conflict("plant", "pcs_max_export_power", 10.5, site));
    CHECK_FALSE(conflict("plant", "pcs_max_import_power", 10.5, site));
    CHECK(conflict("plant", "pcs_max_import_power", 11.5, site));
    CHECK_FALSE(conflict("plant", "pcs_max_import_power", 4294967.295, site));
    CHECK(conflict("plant", "grid_max_import_power_phase_b", 1.0, with("phase_type", 0)));
    CHECK(conflict("plant", "limit_scope", 1.0, with("phase_type", 0)));
    CHECK(conflict("plant", "grid_max_import_power_phase_c", 1.0, with("phase_type", 2)));
    CHECK_FALSE(conflict("plant", "grid_max_import_power_phase_b", 1.0, with("phase_type", 2)));
}

TEST_CASE("a breaker or phase that limits in force do not fit is refused") {
    std::map<std::string, station::Value> site{{"grid_max_import_power", 17.25},
                                               {"grid_code_rated_voltage", 230.0},
                                               {"household_breaker_current", 35.0},
                                               {"phase_type", 1.0},
                                               {"limit_scope", 0.0}};
    CHECK(conflict("plant", "household_breaker_current", 20.0, site));
    CHECK_FALSE(conflict("plant", "household_breaker_current", 25.0, site));
    CHECK(conflict("plant", "phase_type", 0.0, site));
    site["grid_max_import_power"] = 5.0;
    CHECK_FALSE(conflict("plant", "phase_type", 0.0, site));
    site["limit_scope"] = 1.0;
    CHECK(conflict("plant", "phase_type", 0.0, site));
}

TEST_CASE("a rating that is not told is said") {
    const auto& plant = profiles().at("plant");
    const station::PointLookup nothing = [](const std::string&) { return std::optional<double>(); };
    CHECK(commissioning::not_compared(plant.at("pv_max_power"), nothing));
    CHECK(commissioning::not_compared(plant.at("grid_max_import_power"), nothing));
    CHECK_FALSE(commissioning::not_compared(plant.at("ess_backup_soc"), nothing));
}

TEST_CASE("addresses of people and time zones that are slips are refused") {
    const auto email = [](const char* words) { return conflict("plant", "owner_email", std::string(words), {}); };
    for (const auto* right : {"", "anna@example.org", "a.b+c@mail.example.co.uk"}) CHECK_FALSE(email(right));
    for (const auto* wrong : {"anna", "anna@", "@example.org", "anna@example", "an na@example.org", "a@b@example.org",
                              "anna@.example.org", "anna@example.org.", "anna@example..org"})
        CHECK(email(wrong));
    const auto zone = [](const char* words) { return conflict("plant", "station_time_zone", std::string(words), {}); };
    for (const auto* right : {"", "UTC", "Europe/Berlin", "America/Argentina/Salta", "Etc/GMT-3"})
        CHECK_FALSE(zone(right));
    for (const auto* wrong : {"Berlin", "europe/berlin", "Europe/", "/Berlin", "Europe/Berlin!", "GMT+1"})
        CHECK(zone(wrong));
}

TEST_CASE("only a unit that is there can be located") {
    station::Discovery discovery;
    discovery.devices.emplace_back().unit = 3;
    const auto& locate = *profiles().at("plant").find_command("locate");
    CHECK_FALSE(conflict_of(locate, {3.0, 60.0}, discovery));
    CHECK(conflict_of(locate, {4.0, 60.0}, discovery));
    CHECK_FALSE(conflict_of(*profiles().at("plant").find_command("go_on_grid"), {}, discovery));
}
