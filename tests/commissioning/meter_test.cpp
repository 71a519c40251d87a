#include "simulator/virtual_station.h"
#include "tests/commissioning/house.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

/// The sensors of single phases: by hand, and in simulated houses over many moments.
namespace firstlight::commissioning {
namespace {

using station::Quality;
using tests::House;

struct Phases {
    double l1, l2, l3;
};

void set_phases(House& house, const std::string& pattern, const Phases& powers) {
    house.set("plant", fmt::format(fmt::runtime(pattern), "a"), powers.l1);
    house.set("plant", fmt::format(fmt::runtime(pattern), "b"), powers.l2);
    house.set("plant", fmt::format(fmt::runtime(pattern), "c"), powers.l3);
}

House house_with(const Phases& grid, const Phases& inverters, double load) {
    House house;
    set_phases(house, "grid_phase_{}_active_power", grid);
    set_phases(house, "phase_{}_active_power", inverters);
    house.set("plant", "grid_active_power", grid.l1 + grid.l2 + grid.l3);
    house.set("plant", "total_load_power", load);
    return house;
}

CheckResult phase_result(const House& house, const std::string& phase) {
    const auto results = house.run("meter");
    const auto found = std::ranges::find(results, "direction of " + phase, &CheckResult::subject);
    REQUIRE(found != results.end());
    INFO(found->measured << ": " << found->reason);
    return *found;
}

std::vector<Verdict> verdicts(const House& house) {
    return {phase_result(house, "L1").verdict, phase_result(house, "L2").verdict, phase_result(house, "L3").verdict};
}

using enum Verdict;

TEST_CASE("a phase that would feed power in has its sensor reversed, whatever the others show") {
    const auto house = house_with({2.4, -2.4, 2.3}, {-1.3, -1.3, -1.3}, 3.3);
    CHECK(verdicts(house) == std::vector{pass, fail, pass});
    const auto result = phase_result(house, "L2");
    CHECK(result.reason.find("current sensor of L2 may be reversed or on another phase") != std::string::npos);
    CHECK(result.reason.find("Never flip it in software") != std::string::npos);
    CHECK(result.measured == "house load -3.700 kW (grid -2.400 kW, inverters -1.300 kW)");
    std::vector<std::string> points;
    for (const auto& evidence : result.evidence) points.push_back(evidence.point);
    CHECK(points
          == std::vector<std::string>{"grid_phase_b_active_power", "phase_b_active_power", "third_party_pv_power",
                                      "total_load_power"});
}

TEST_CASE("by day the reversed phase takes more than the whole house") {
    // True flows: each phase takes 0.3 kW, the inverters feed 1.8 kW.
    const auto house = house_with({-1.5, 1.5, -1.5}, {1.8, 1.8, 1.8}, 0.9);
    CHECK(verdicts(house) == std::vector{not_tested, warning, not_tested});
    CHECK(phase_result(house, "L2").reason.find("more than the whole house") != std::string::npos);
    CHECK(verdicts(house_with({-1.5, -1.5, -1.5}, {1.8, 1.8, 1.8}, 0.9)) == std::vector{pass, pass, pass});
}

TEST_CASE("two exchanged sensors contradict the inverters on both phases") {
    const auto house = house_with({-1.2, -1.2, 2.3}, {-1.3, -1.3, -1.3}, 3.3);
    CHECK(verdicts(house) == std::vector{fail, fail, pass});
    CHECK(phase_result(house, "L1").reason.find("L1 and L2 contradict the inverters: two clamps may be exchanged")
          != std::string::npos);
}

TEST_CASE("a load of the house that the station derives from its meter does not blame the wrong phase") {
    const auto house = house_with({2.4, -2.4, 2.3}, {-1.3, -1.3, -1.3}, -1.6);
    CHECK(verdicts(house) == std::vector{pass, fail, pass});
}

TEST_CASE("too little power, and readings that fit both ways round, prove nothing") {
    auto house = house_with({0.1, -0.1, 0}, {1, 1, 1}, 3);
    CHECK(verdicts(house) == std::vector{not_tested, not_tested, not_tested});
    CHECK(phase_result(house, "L3").reason.find("Too little power flows at the grid connection on L3")
          != std::string::npos);
    house = house_with({-1.5, -1.5, -1.5}, {1.8, 1.8, 1.8}, 0.9);
    house.lose("plant", "total_load_power", Quality::unsupported);
    CHECK(verdicts(house) == std::vector{not_tested, not_tested, not_tested});
    CHECK(phase_result(house, "L1").reason.find("larger than twice") != std::string::npos);
    house.lose("plant", "phase_b_active_power", Quality::not_read, "gone");
    CHECK(phase_result(house, "L2").reason.find("gone") != std::string::npos);
}

TEST_CASE("PV of other makers may feed in on any phase") {
    auto house = house_with({-1.5, 0.8, 0.8}, {0, 0, 0}, 2.1);
    CHECK(phase_result(house, "L1").verdict == fail);
    house.set("plant", "third_party_pv_power", 2);
    CHECK(phase_result(house, "L1").verdict == pass);
    house.lose("plant", "third_party_pv_power", Quality::unsupported);
    CHECK(phase_result(house, "L1").verdict == warning);
}

TEST_CASE("a vehicle that charges behind the inverter is no load of a phase") {
    auto house = house_with({2, 2, 2}, {-1.8, -1.8, -1.8}, 6);
    house.add("dc_charger", 1);
    house.set("dc charger 1", "output_power", 5.4);
    CHECK(verdicts(house) == std::vector{pass, pass, pass});
}

TEST_CASE("single-phase inverters, split phase and no meter") {
    auto house = house_with({-1.5, 0, 0}, {2, 0, 0}, 0.5);
    house.set("inverter 1", "output_type", 0);
    CHECK(verdicts(house) == std::vector{pass, not_applicable, not_applicable});
    set_phases(house, "grid_phase_{}_active_power", {-1.5, 0.9, -0.9});
    CHECK(verdicts(house) == std::vector{not_tested, pass, fail});

    house = house_with({0, 0, 0}, {2, 2, 0}, 0.5);
    house.set("inverter 1", "output_type", 3);
    const auto results = house.run("meter");
    CHECK(results.back().subject == "direction of phases");
    CHECK(results.back().verdict == not_applicable);
    house.set("plant", "grid_sensor_status", 0);
    CHECK(house.run("meter").size() == 1);
}

/// What the plant and the chargers of a virtual station show now.
void read_device(House& house, simulator::VirtualStation& station, const std::string& name) {
    const auto device = house.device(name);
    for (const auto& point : device.profile->points) {
        if (!point.readable()) continue;
        const auto words = station.registers(device.unit, point.table, point.address, point.count);
        const auto reading = words ? station::decode(point, *words, house.now) : station::Reading{};
        if (const auto number = reading.number()) {
            house.set(name, point.name, *number);
        } else {
            house.lose(name, point.name, Quality::unsupported);
        }
    }
}

std::string text_of(const std::string& scenario) {
    std::ifstream file(std::filesystem::path(FIRSTLIGHT_SOURCE_DIR "/data/scenarios") / (scenario + ".json"));
    return {std::istreambuf_iterator<char>(file), {}};
}

/// With its battery full, so that the sun's power goes to the grid.
std::string full(std::string scenario) {
    const std::string half = "\"soc\": 55}";
    scenario.replace(scenario.find(half), half.size(), "\"soc\": 100}");
    return scenario;
}

/// How often each verdict was given for each phase, over an hour in steps of seconds.
std::map<std::string, std::map<Verdict, int>> over_an_hour(const std::string& scenario) {
    simulator::VirtualStation station(tests::shipped_profiles(),
                                      simulator::parse_scenario(scenario, tests::shipped_profiles()));
    House house;
    if (scenario.find("dc_charger") != std::string::npos) house.add("dc_charger", 1);
    std::map<std::string, std::map<Verdict, int>> counts;
    for (int moment = 0; moment < 180; ++moment) {
        station.advance(20);
        for (const auto& device : house.discovery.devices) read_device(house, station, device.name());
        for (const auto& result : house.run("meter")) ++counts[result.subject][result.verdict];
    }
    return counts;
}

void check_nobody_is_blamed(const std::string& scenario) {
    for (auto& [subject, verdicts] : over_an_hour(scenario)) {
        INFO(subject);
        CHECK(verdicts[fail] + verdicts[warning] == 0);
    }
}

TEST_CASE("houses that are in order are never blamed") {
    for (const auto* scenario : {"healthy_house", "night_visit", "evening_load", "single_phase"}) {
        INFO(scenario);
        check_nobody_is_blamed(text_of(scenario));
    }
    const auto exporting = full(text_of("healthy_house"));
    check_nobody_is_blamed(exporting);
    CHECK(over_an_hour(exporting)["direction of L1"][pass] > 100);
}

/// Only L2 is ever blamed, and never passed; returns the moments in which it was blamed.
int blamed_on_l2(const std::string& scenario) {
    auto counts = over_an_hour(scenario);
    CHECK(counts["direction of L2"][pass] == 0);
    for (const auto* phase : {"direction of L1", "direction of L3"}) {
        INFO(phase);
        CHECK(counts[phase][fail] + counts[phase][warning] == 0);
    }
    return counts["direction of L2"][fail] + counts["direction of L2"][warning];
}

TEST_CASE("a reversed current sensor is blamed while power flows, its neighbours never") {
    CHECK(blamed_on_l2(text_of("reversed_ct")) > 10);
    auto exporting = full(text_of("healthy_house"));
    const std::string serve = "\"serve\"";
    exporting.replace(exporting.find(serve), serve.size(),
                      R"("faults": [{"kind": "reversed_ct", "phase": "b"}], "serve")");
    CHECK(blamed_on_l2(exporting) > 100);
}

}  // namespace
}  // namespace firstlight::commissioning
