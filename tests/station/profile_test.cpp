#include "station/profile.h"

#include "formats/sha256.h"
#include "tests/station/fixture_csv.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <stdexcept>
#include <string>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight::station;

namespace {

const ProfileSet& profiles() {
    static const auto set = ProfileSet::load(firstlight::tests::shipped_profiles());
    return set;
}

std::set<std::string> writable_of(const std::string& profile, RiskClass risk) {
    std::set<std::string> names;
    for (const auto& point : profiles().at(profile).points)
        if (point.writable() && !point.of_extension && point.risk == risk) names.insert(point.name);
    return names;
}

}  // namespace

TEST_CASE("The shipped profiles load, plant first") {
    std::vector<std::string> ids;
    for (const auto& profile : profiles().all()) ids.push_back(profile->id);
    CHECK(ids
          == std::vector<std::string>{"plant",
                                      "inverter",
                                      "dc_charger",
                                      "ac_charger",
                                      "pss",
                                      "pid",
                                      "gateway",
                                      "power_sensor",
                                      "battery_module_1",
                                      "battery_module_2",
                                      "battery_module_3",
                                      "battery_module_4",
                                      "battery_module_5",
                                      "battery_module_6",
                                      "battery_module_7",
                                      "battery_module_8",
                                      "battery_module_9",
                                      "battery_module_10",
                                      "battery_module_11",
                                      "battery_module_12"});
    std::vector<std::string> extended;
    for (const auto& file : profiles().extensions()) extended.push_back(file.extends);
    CHECK(extended == std::vector<std::string>{"ac_charger", "dc_charger", "inverter", "plant"});
    CHECK(profiles().from_user().empty());
    for (const auto& profile : profiles().all()) {
        CAPTURE(profile->id);
        CHECK(profile->sha256 == firstlight::formats::sha256_hex_of_file(profile->file));
        CHECK(profile->limits.requests_per_second_times_1000 == 1000);
        CHECK(profile->limits.answer_timeout_ms == (profile->id == "ac_charger" ? 3000 : 1000));
        CHECK(profile->limits.read_registers == 124);
        CHECK(profile->limits.write_registers == 123);
        CHECK(profile->find("no_such_point") == nullptr);
        CHECK_THROWS_AS(profile->at("no_such_point"), std::out_of_range);
    }
    CHECK(profiles().find("heat_pump") == nullptr);
    CHECK_THROWS_AS(profiles().at("heat_pump"), std::out_of_range);
}

TEST_CASE("Families are recognised by the registers that only they have") {
    const std::map<std::string, int> probes = {{"plant", 30051},      {"inverter", 30578}, {"dc_charger", 31501},
                                               {"ac_charger", 32000}, {"pss", 32525},      {"pid", 33041}};
    for (const auto& [id, address] : probes) {
        CAPTURE(id);
        const auto& profile = profiles().at(id);
        CHECK(profile.at(profile.recognition.probe).address == address);
    }
    CHECK(profiles().at("plant").recognition.units == std::vector<std::uint8_t>{247});
    CHECK(profiles().at("dc_charger").recognition.rides_on == "inverter");
    CHECK(profiles().at("inverter").at(profiles().at("inverter").serial_point).address == 30515);
    CHECK(profiles().at("pss").at(profiles().at("pss").serial_point).address == 32515);
    CHECK(profiles().at("pid").at(profiles().at("pid").serial_point).address == 33015);
}

TEST_CASE("The protocol version is probed newest first, each by a point that came with it") {
    const std::vector<std::pair<std::string, int>> expected = {{"2.9", 30272}, {"2.8", 30284}, {"2.7", 30194},
                                                               {"2.6", 30092}, {"2.5", 30087}, {"2.4", 30072},
                                                               {"2.0", 30072}, {"1.7", 30051}};
    const auto& plant = profiles().at("plant");
    REQUIRE(plant.version_probes.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(to_string(plant.version_probes[i].version) == expected[i].first);
        CHECK(plant.at(plant.version_probes[i].point).address == expected[i].second);
        CHECK(plant.at(plant.version_probes[i].point).since <= plant.version_probes[i].version);
    }
    // V2.4 brought no register of the plant; it took some away.
    CHECK(plant.at(plant.version_probes[5].without).until == plant.version_probes[5].version);
}

TEST_CASE("Dangerous points are of the classes that need consent") {
    CHECK(writable_of("plant", RiskClass::disruptive)
          == std::set<std::string>{"plant_start_stop", "grid_loss_lockout_alarm_clear"});
    CHECK(writable_of("plant", RiskClass::grid)
          == std::set<std::string>{"lvrt_enable",
                                   "lvrt_reactive_compensation_factor",
                                   "lvrt_negative_sequence_factor",
                                   "lvrt_mode",
                                   "lvrt_voltage_protection_block",
                                   "hvrt_enable",
                                   "hvrt_reactive_compensation_factor",
                                   "hvrt_negative_sequence_factor",
                                   "hvrt_mode",
                                   "hvrt_voltage_protection_block",
                                   "over_frequency_derating_enable",
                                   "over_frequency_derating_ramp",
                                   "over_frequency_trigger",
                                   "over_frequency_cutoff",
                                   "under_frequency_boost_enable",
                                   "under_frequency_boost_ramp",
                                   "under_frequency_trigger",
                                   "under_frequency_cutoff",
                                   "pcc_power_factor_import",
                                   "pcc_power_factor_export"});
    CHECK(writable_of("inverter", RiskClass::disruptive) == std::set<std::string>{"inverter_start_stop"});
    CHECK(writable_of("inverter", RiskClass::grid) == std::set<std::string>{"grid_code"});
    CHECK(writable_of("dc_charger", RiskClass::disruptive) == std::set<std::string>{"dc_charger_start_stop"});
    CHECK(writable_of("ac_charger", RiskClass::disruptive) == std::set<std::string>{"charger_start_stop"});
    CHECK(writable_of("pid", RiskClass::disruptive) == std::set<std::string>{"pid_start_stop"});
    CHECK(writable_of("pss", RiskClass::disruptive)
          == std::set<std::string>{"mv_g3_breaker_close", "mv_g3_breaker_open", "lva_breaker_close", "lva_breaker_open",
                                   "lvb_breaker_close", "lvb_breaker_open"});
    for (const auto& profile : profiles().all()) {
        CHECK(writable_of(profile->id, RiskClass::safe).empty());
        CHECK(writable_of(profile->id, RiskClass::onsite).empty());
    }
}

TEST_CASE("Start and stop have the maker's codes, which chargers turn round") {
    const auto code = [](const char* profile, const char* point, const std::string& name) {
        for (const auto& choice : profiles().at(profile).at(point).choices)
            if (choice.name == name) return static_cast<int>(choice.code);
        return -1;
    };
    CHECK(code("plant", "plant_start_stop", "start") == 1);
    CHECK(code("inverter", "inverter_start_stop", "start") == 1);
    CHECK(code("pid", "pid_start_stop", "start") == 1);
    CHECK(code("dc_charger", "dc_charger_start_stop", "start") == 0);
    CHECK(code("ac_charger", "charger_start_stop", "start") == 0);
}

TEST_CASE("Limits were gated by remote control until protocol 2.9, setpoints still are") {
    const auto& plant = profiles().at("plant");
    const auto& limit = plant.at("ess_max_charge_power").preconditions;
    REQUIRE(limit.size() == 2);
    CHECK(limit[0].point == "remote_ems_enable");
    CHECK(limit[1].values == std::vector<double>{3, 4});
    for (const auto& precondition : limit) CHECK(precondition.until == ProtocolVersion{2, 9});
    CHECK(plant.at("ess_max_discharge_power").preconditions[1].values == std::vector<double>{5, 6});
    CHECK(plant.at("pv_max_power").preconditions[1].values == std::vector<double>{3, 4, 5, 6});

    for (const auto* name : {"target_active_power", "target_power_factor", "target_phase_c_q_over_s"}) {
        const auto& setpoint = plant.at(name).preconditions;
        REQUIRE(setpoint.size() >= 2);
        CHECK(setpoint[0].point == "remote_ems_enable");
        CHECK(setpoint[1].point == "remote_ems_mode");
        CHECK(setpoint[1].values == std::vector<double>{0});
        for (const auto& precondition : setpoint) CHECK_FALSE(precondition.until);
    }
    CHECK(plant.at("target_phase_a_active_power").preconditions[2].point == "independent_phase_control_enable");
    CHECK(plant.at("grid_max_export_power").preconditions.empty());
}

TEST_CASE("Phases and strings say where they mean something") {
    const auto& inverter = profiles().at("inverter");
    CHECK(inverter.at("phase_a_voltage").output_types.empty());
    CHECK(inverter.at("phase_b_voltage").output_types == std::vector<int>{1, 2});
    CHECK(inverter.at("voltage_ca").output_types == std::vector<int>{1, 2});
    CHECK(inverter.at("pv_7_current").valid_if == "pv_string_count");
    CHECK(inverter.at("pv_7_current").valid_if_at_least == 7);
    CHECK(inverter.at("pv_36_voltage").no_value == std::vector<std::uint64_t>{0xFFFF});
    CHECK(inverter.at("ess_soc").valid_if == "battery_pack_count");
}

TEST_CASE("Models are matched by prefix, with * for the power in between") {
    const auto& plant = profiles().at("plant");
    CHECK(model_matches(plant.at("lvrt_enable"), "SigenStor EC 12.0 TP"));
    CHECK_FALSE(model_matches(plant.at("lvrt_enable"), "Sigen PV Max 10.0 TP"));
    CHECK(model_matches(plant.at("preheat_enable"), "Sigen PV 125M1-HYA"));
    CHECK(model_matches(plant.at("preheat_enable"), "Sigen PV 50M1-HYB-3"));
    CHECK_FALSE(model_matches(plant.at("preheat_enable"), "Sigen PV 125M1"));
    CHECK_FALSE(model_matches(plant.at("pcc_power_factor_import"), "Sigen PV 125M1-HYA"));
    CHECK(model_matches(plant.at("preheat_enable"), ""));
    CHECK(model_matches(plant.at("ess_soc"), "any"));
}

TEST_CASE("Protocol versions are ordered by number, not by text") {
    CHECK(parse_protocol_version("2.10") > parse_protocol_version("2.9"));
    CHECK(to_string(parse_protocol_version("2.10")) == "2.10");
    for (const auto* text : {"", "2", "2.", ".9", "V2.9", "2.9.1", "-2.9", "2.x", "2.9 ", "1000.0"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(parse_protocol_version(text), std::invalid_argument);
    }
    Point point;
    point.since = {2, 0};
    point.until = ProtocolVersion{2, 4};
    CHECK_FALSE(exists_in(point, ProtocolVersion{1, 8}));
    CHECK(exists_in(point, ProtocolVersion{2, 0}));
    CHECK_FALSE(exists_in(point, ProtocolVersion{2, 4}));
    CHECK(exists_in(point, std::nullopt));
}

TEST_CASE("Only letters, digits and _ in names, and words in every point") {
    for (const auto& profile : profiles().all())
        for (const auto& point : profile->points) {
            CAPTURE(profile->id, point.name);
            CHECK_FALSE(point.label.empty());
            CHECK_FALSE(point.group.empty());
            CHECK_FALSE(point.source.empty());
            if (!point.readable() && point.name != "grid_loss_lockout_alarm_clear") CHECK_FALSE(point.effect.empty());
        }
}
