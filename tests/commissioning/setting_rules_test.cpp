#include "commissioning/setting_rules.h"

#include "tests/station/fixture_csv.h"

#include <map>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using commissioning::conflict_of;

namespace {

const station::ProfileSet& profiles() {
    static const auto set = station::ProfileSet::load(tests::shipped_profiles());
    return set;
}

std::optional<std::string> conflict(const char* profile, const char* point, double value,
                                    const std::map<std::string, double>& others,
                                    const std::vector<std::string>& families = {}) {
    station::Discovery discovery;
    for (const auto& family : families) {
        discovery.devices.emplace_back();
        discovery.devices.back().profile = profiles().find(family);
    }
    const station::PointLookup look = [&](const std::string& name) {
        const auto found = others.find(name);
        return found == others.end() ? std::nullopt : std::optional(found->second);
    };
    return conflict_of(profiles().at(profile).at(point), value, look, discovery);
}

}  // namespace

TEST_CASE("the SOC limits keep their order") {
    const std::map<std::string, double> now{
        {"ess_discharge_cutoff_soc", 10}, {"ess_backup_soc", 30}, {"ess_charge_cutoff_soc", 95}};
    CHECK_FALSE(conflict("plant", "ess_backup_soc", 30, now));
    CHECK_FALSE(conflict("plant", "ess_backup_soc", 10, now));
    CHECK_FALSE(conflict("plant", "ess_backup_soc", 0, now));
    CHECK(conflict("plant", "ess_backup_soc", 9, now));
    CHECK(conflict("plant", "ess_backup_soc", 96, now));
    CHECK(conflict("plant", "ess_discharge_cutoff_soc", 31, now));
    CHECK(conflict("plant", "ess_charge_cutoff_soc", 29, now));
    CHECK_FALSE(
        conflict("plant", "ess_discharge_cutoff_soc", 31, {{"ess_backup_soc", 0}, {"ess_charge_cutoff_soc", 95}}));
    CHECK_FALSE(conflict("plant", "ess_charge_cutoff_soc", 29, {}));
}

TEST_CASE("load management needs a power sensor, the grid and the household breaker") {
    const std::vector<std::string> sensor{"power_sensor"};
    CHECK_FALSE(
        conflict("ac_charger", "load_management", 1, {{"household_breaker_current", 35}, {"grid_status", 0}}, sensor));
    CHECK_FALSE(conflict("ac_charger", "load_management", 0, {}));
    CHECK(conflict("ac_charger", "load_management", 1, {{"household_breaker_current", 35}}));
    CHECK(
        conflict("ac_charger", "load_management", 1, {{"household_breaker_current", 35}, {"grid_status", 1}}, sensor));
    CHECK(conflict("ac_charger", "load_management", 1, {{"household_breaker_current", 0}}, sensor));
}

TEST_CASE("a mode that the country does not have is refused") {
    CHECK(conflict("plant", "working_mode", 1, {{"ai_mode_offered", 0}}));
    CHECK_FALSE(conflict("plant", "working_mode", 1, {{"ai_mode_offered", 1}}));
    CHECK(conflict("plant", "working_mode", 5, {{"load_shedding_offered", 0}}));
    CHECK_FALSE(conflict("plant", "working_mode", 2, {{"ai_mode_offered", 0}, {"load_shedding_offered", 0}}));
}
