#include "commissioning/checks.h"

#include "tests/commissioning/disturbances.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <fmt/format.h>

namespace firstlight::commissioning {
namespace {

using station::FindingKind;
using station::Quality;
using tests::disturbances;
using tests::House;

/// The result of one subject; the test fails when there is none.
CheckResult result_of(const House& house, const std::string& check, const std::string& subject) {
    const auto results = house.run(check);
    const auto found = std::ranges::find(results, subject, &CheckResult::subject);
    std::string subjects;
    for (const auto& result : results) subjects += " [" + result.subject + "]";
    INFO(check << " has" << subjects);
    REQUIRE(found != results.end());
    return *found;
}

Verdict worst_of(const House& house, const std::string& check) {
    Visit visit;
    visit.checks = house.run(check);
    return summarise(visit).verdict;
}

TEST_CASE("a healthy house passes every check, and says by which rule") {
    House house;
    house.rules = "de_vde_ar_n_4105_2018";
    for (const auto& check : all_checks()) {
        INFO(check.id);
        const auto results = house.run(check.id);
        REQUIRE_FALSE(results.empty());
        for (const auto& result : results) {
            INFO(result.subject << ": " << result.measured << " " << result.reason);
            CHECK(result.verdict == Verdict::pass);
            CHECK(result.id == check.id);
            CHECK_FALSE(result.title.empty());
            CHECK_FALSE(result.expected.empty());
            CHECK_FALSE(result.measured.empty());
            CHECK(result.at == house.now);
        }
    }
}

TEST_CASE("a house of which nothing was read passes nothing") {
    House house;
    house.rules = "de_vde_ar_n_4105_2018";
    house.snapshot.devices.clear();
    house.statistics = {};
    house.discovery.version.reset();
    for (auto& device : house.discovery.devices) device.serial = device.firmware = "";
    for (const auto& check : all_checks()) {
        INFO(check.id);
        for (const auto& result : house.run(check.id)) {
            CHECK(result.verdict == Verdict::not_tested);
            CHECK_FALSE(result.reason.empty());
        }
    }
}

TEST_CASE("a lost link passes nothing and tells the reason") {
    House house;
    for (auto& read : house.snapshot.devices) {
        for (auto& reading : read.readings) {
            reading.quality = Quality::not_read;
            reading.value.reset();
            reading.why = "the cable was pulled";
        }
    }
    for (const auto* check : {"alarms", "grid_voltage", "grid_frequency", "phase_balance", "insulation", "pv_strings",
                              "battery", "meter", "clock"}) {
        INFO(check);
        for (const auto& result : house.run(check)) {
            CHECK(result.verdict == Verdict::not_tested);
            CHECK(result.reason.find("the cable was pulled") != std::string::npos);
        }
    }
}

TEST_CASE("nothing was found: nothing passes") {
    House house;
    house.discovery.devices.clear();
    house.snapshot.devices.clear();
    for (const auto& check : all_checks()) {
        INFO(check.id);
        for (const auto& result : house.run(check.id)) {
            CHECK((result.verdict == Verdict::not_tested || result.verdict == Verdict::not_applicable));
            CHECK_FALSE(result.reason.empty());
        }
    }
}

TEST_CASE("a station of one charger has nothing of inverters to test") {
    House house;
    house.remove("plant");
    house.remove("inverter 1");
    house.add("ac_charger", 1);
    for (const auto* check : {"identity", "versions", "grid_voltage", "grid_frequency", "phase_balance", "insulation",
                              "pv_strings", "battery", "meter", "clock"}) {
        INFO(check);
        CHECK(worst_of(house, check) == Verdict::not_tested);
        for (const auto& result : house.run(check)) CHECK(result.verdict == Verdict::not_applicable);
    }
    CHECK(worst_of(house, "alarms") == Verdict::pass);
    CHECK(worst_of(house, "communication") == Verdict::pass);
}

TEST_CASE("a silent unit may be the inverter that is missed, so its checks stay untested") {
    House house;
    house.remove("inverter 1");
    house.find(FindingKind::silent_unit, 1);
    for (const auto* check : {"grid_voltage", "insulation", "battery", "pv_strings"}) {
        INFO(check);
        CHECK(house.run(check).at(0).verdict == Verdict::not_tested);
        CHECK(house.run(check).at(0).reason.find("unit 1") != std::string::npos);
    }
}

TEST_CASE("what a disturbed house shows") {
    const auto& row = disturbances.at(GENERATE(range(std::size_t{0}, disturbances.size())));
    INFO(row.name);
    House house;
    row.disturb(house);
    const auto result = result_of(house, row.check, row.subject);
    INFO(result.expected << " / " << result.measured << " / " << result.reason);
    CHECK(result.verdict == row.verdict);
    CHECK(result.reason.find(row.said) != std::string::npos);
}

TEST_CASE("every check has a house that makes it pass, fail and stay untested") {
    std::map<std::string, std::set<Verdict>> seen;
    for (const auto& check : all_checks()) {
        for (const auto& result : House().run(check.id)) seen[check.id].insert(result.verdict);
    }
    for (const auto& row : disturbances) {
        House house;
        row.disturb(house);
        for (const auto& result : house.run(row.check)) seen[row.check].insert(result.verdict);
    }
    for (const auto& check : all_checks()) {
        INFO(check.id);
        CHECK(seen[check.id].contains(Verdict::pass));
        CHECK(seen[check.id].contains(Verdict::fail));
        CHECK(seen[check.id].contains(Verdict::not_tested));
    }
}

TEST_CASE("limits that are general knowledge are marked, sourced ones are not") {
    House house;
    CHECK(result_of(house, "grid_voltage", "inverter 1 L1").unverified_limit);
    CHECK(result_of(house, "grid_voltage", "inverter 1 L1").rule == "generic v1: grid_voltage");
    house.rules = "de_vde_ar_n_4105_2018";
    CHECK_FALSE(result_of(house, "grid_voltage", "inverter 1 L1").unverified_limit);
    CHECK(result_of(house, "grid_voltage", "inverter 1 L1").expected == "195.5 V to 253 V");
    CHECK(result_of(house, "battery", "inverter 1 state of health").rule == "generic v1: battery_soh");
}

TEST_CASE("the expected firmware is named as the maker names it") {
    CHECK(result_of(House(), "versions", "inverter 1").expected == "SPC109 or newer");
}

TEST_CASE("results carry the values they rest on") {
    const House house;
    const auto result = result_of(house, "grid_voltage", "inverter 1 L1");
    REQUIRE(result.evidence.size() == 1);
    CHECK(result.evidence[0].device == "inverter 1");
    CHECK(result.evidence[0].point == "phase_a_voltage");
    CHECK(result.evidence[0].value == "231.00 V");
    CHECK(result.evidence[0].at == house.now);
}

TEST_CASE("a string count beyond all sense does not make thousands of results") {
    House house;
    house.set("inverter 1", "pv_string_count", 65535);
    const auto results = house.run("pv_strings");
    CHECK(results.size() == 37);
    CHECK(result_of(house, "pv_strings", "inverter 1 PV1").verdict == Verdict::pass);
    CHECK(result_of(house, "pv_strings", "inverter 1 PV36").verdict == Verdict::not_tested);
}

TEST_CASE("the plant does not repeat an alarm that its inverter shows") {
    House house;
    house.set("inverter 1", "alarm_1_pcs_a", 2);
    house.set("plant", "alarm_1_pcs_a", 2);
    const auto results = house.run("alarms");
    CHECK(std::ranges::count(results, Verdict::fail, &CheckResult::verdict) == 1);
    house.set("plant", "alarm_1_pcs_a", 6);
    CHECK(result_of(house, "alarms", "plant: temperature too high").verdict == Verdict::fail);
}

}  // namespace
}  // namespace firstlight::commissioning
