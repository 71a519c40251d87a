#include "formats/strict_json.h"
#include "tests/commissioning/site.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

namespace firstlight::commissioning {
namespace {

using station::WriteResult;
using tests::ess_max_charge_power;
using tests::find_check;
using tests::plan_with;
using tests::plant_unit;
using tests::remote_ems_enable;
using tests::remote_ems_mode;
using tests::Site;
using tests::three_settings;

TEST_CASE("a visit finds, reads, checks and records a station") {
    Site site;
    auto plan = plan_with({});
    plan.confirmations = {{"static_ip", "Static address set in the app", "yes", "", {}}};
    plan.notes = {{"Meter behind the door", "", {}}};
    const auto visit = site.run(plan);

    CHECK(visit.anchor_serial == site.house.device("inverter 1").serial);
    REQUIRE(visit.devices.size() == 2);
    CHECK(visit.devices[0].name == "plant");
    CHECK(visit.devices[1].firmware == "V100R001C00SPC114B107G");
    CHECK(visit.devices[1].model == "SigenStor EC 12.0 TP");
    const auto frequency = std::ranges::find(visit.readings, std::string("grid_frequency"), &ReadingRecord::point);
    REQUIRE(frequency != visit.readings.end());
    CHECK(frequency->value == "49.98");
    CHECK(frequency->unit == "Hz");
    CHECK(frequency->number == 49.98);
    std::set<std::string> ids;
    for (const auto& check : visit.checks) ids.insert(check.id);
    for (const auto& check : all_checks()) CHECK(ids.contains(check.id));
    CHECK(find_check(visit, "grid_voltage", "inverter 1 L1")->verdict == Verdict::pass);
    REQUIRE(visit.links.size() == 1);
    CHECK(visit.links[0].endpoint == "tcp:station:502");
    CHECK(visit.rule_set == "generic");
    CHECK(visit.data_files.size() == 3);
    REQUIRE(visit.confirmations.size() == 1);
    CHECK(visit.confirmations[0].by == "Bo");
    CHECK(visit.confirmations[0].at > visit.created);
    CHECK(visit.notes.size() == 1);
    CHECK(visit.changes.empty());
    CHECK(site.link.writes() == 0);
    CHECK(site.stored(visit.id).checks == visit.checks);
}

TEST_CASE("every step is told with figures") {
    Site site;
    site.house.set("inverter 1", "phase_b_voltage", 262.4);
    site.restart_with(site.house);
    site.run(plan_with({}));
    const auto told = [&](Step::Kind kind, const std::string& id) {
        const auto found =
            std::ranges::find_if(site.steps, [&](const Step& step) { return step.kind == kind && step.id == id; });
        return found == site.steps.end() ? std::string() : found->text;
    };
    CHECK(told(Step::Kind::done, "discover") == "Found 2 devices: plant, inverter 1");
    CHECK(told(Step::Kind::done, "snapshot").starts_with("Values read: "));
    CHECK(told(Step::Kind::failed, "check:grid_voltage")
          == "Grid voltage: 2 passed, 1 failed (inverter 1 L2: 262.40 V)");
    CHECK(told(Step::Kind::done, "check:grid_frequency") == "Grid frequency: 1 passed");
    CHECK(told(Step::Kind::done, "save").find(" failed") != std::string::npos);
}

TEST_CASE("planned settings are written in order, proven and journalled") {
    Site site;
    const auto visit = site.run(plan_with(three_settings));
    CHECK(site.holding(remote_ems_enable) == 1);
    CHECK(site.holding(remote_ems_mode) == 1);
    CHECK(site.holding(ess_max_charge_power + 1) == 5000);
    REQUIRE(visit.changes.size() == 3);
    for (const auto& [number, change] : visit.changes) CHECK(change.result == WriteResult::proven);
    CHECK(visit.changes[2].second.before == "0.000");
    CHECK(visit.changes[2].second.wanted == "5.000");
    CHECK(visit.changes[2].second.after == "5.000");
    CHECK(visit.changes[2].second.endpoint == "tcp:station:502");
    const auto reading = std::ranges::find(visit.readings, std::string("ess_max_charge_power"), &ReadingRecord::point);
    CHECK(reading->value == "5.000");
    std::size_t settings = 0;
    for (const auto& check : visit.checks) {
        if (check.id != "settings") continue;
        ++settings;
        CHECK(check.verdict == Verdict::pass);
        CHECK(check.measured == check.expected);
    }
    CHECK(settings == 3);
}

TEST_CASE("a plan that does not fit the station is refused before the first write") {
    Site site;
    auto settings = three_settings;
    SECTION("no such device") {
        settings.push_back({"inverter 7", "target_active_power", "1", "", 4});
        try {
            site.run(plan_with(settings));
            FAIL("was accepted");
        } catch (const formats::FileError& error) {
            CHECK(error.line() == 4);
            CHECK(error.reason().find("plant, inverter 1") != std::string::npos);
        }
    }
    SECTION("no such point") {
        settings.push_back({"plant", "no_such_point", "1", "", 4});
        CHECK_THROWS_AS(site.run(plan_with(settings)), formats::FileError);
    }
    SECTION("a point that is only read") {
        settings.push_back({"plant", "ess_soc", "1", "", 4});
        CHECK_THROWS_AS(site.run(plan_with(settings)), station::ValueNotAccepted);
    }
    SECTION("no value") {
        settings.push_back({"plant", "remote_ems_mode", "lazy", "", 4});
        CHECK_THROWS_AS(site.run(plan_with(settings)), station::ValueNotAccepted);
    }
    SECTION("out of the range that another point gives") {
        settings.push_back({"plant", "ess_max_charge_power", "10.5", "", 4});
        CHECK_THROWS_AS(site.run(plan_with(settings)), station::ValueNotAccepted);
    }
    SECTION("a disruptive setting without the device's name") {
        settings.push_back({"inverter 1", "inverter_start_stop", "stop", "yes", 4});
        CHECK_THROWS_AS(site.run(plan_with(settings)), station::ConsentMissing);
    }
    CHECK(site.link.writes() == 0);
    REQUIRE(site.visits().size() == 1);
    const auto visit = site.stored(site.visits()[0].id);
    CHECK(visit.devices.size() == 2);
    CHECK_FALSE(visit.readings.empty());
    CHECK(visit.changes.empty());
}

TEST_CASE("every inverter of the plan is written, and a batch needs one confirmation that names it") {
    Site site;
    site.house.add("inverter", 2);
    site.restart_with(site.house);
    auto plan = plan_with({{"every inverter", "target_active_power", "1.5", "", 1}});
    const auto visit = site.run(plan);
    REQUIRE(visit.changes.size() == 2);
    CHECK(visit.changes[0].second.device == "inverter 1");
    CHECK(visit.changes[1].second.device == "inverter 2");

    const auto writes = site.link.writes();
    plan.settings = {{"every inverter", "inverter_start_stop", "start", "", 1}};
    CHECK_THROWS_AS(site.run(plan), station::ConsentMissing);
    CHECK(site.link.writes() == writes);
    plan.settings[0].confirm = "every inverter";
    CHECK(site.run(plan).changes.size() == 2);
}

TEST_CASE("after a write that failed the rest of the plan is not written, and says so") {
    Site site;
    site.link.units[plant_unit].on_write = [](std::uint16_t address, const formats::Words&) {
        return address == remote_ems_mode ? std::optional(formats::ExceptionCode::illegal_data_address) : std::nullopt;
    };
    const auto visit = site.run(plan_with(three_settings));
    REQUIRE(visit.changes.size() == 2);
    CHECK(visit.changes[1].second.result == WriteResult::refused);
    CHECK(site.holding(ess_max_charge_power + 1) == 0);
    const auto* refused =
        find_check(visit, "settings", "plant " + tests::shipped_profiles().at("plant").at("remote_ems_mode").label);
    REQUIRE(refused);
    CHECK(refused->verdict == Verdict::fail);
    const auto* skipped = find_check(visit, "settings",
                                     "plant " + tests::shipped_profiles().at("plant").at("ess_max_charge_power").label);
    REQUIRE(skipped);
    CHECK(skipped->verdict == Verdict::not_tested);
    CHECK(summarise(visit).verdict == Verdict::fail);
}

TEST_CASE("a value that the station takes back later is a failed setting") {
    Site site;
    int reads = 0;
    site.link.disturb = [&](std::size_t, const tests::Asked& asked, bool&) -> std::optional<transport::LinkFault> {
        const auto* read = std::get_if<formats::ReadRegisters>(&asked.request);
        if (site.link.writes() > 0 && read && read->address <= remote_ems_enable
            && read->address + read->count > remote_ems_enable && ++reads == 2) {
            site.link.units[plant_unit].registers[remote_ems_enable] = 0;
        }
        return std::nullopt;
    };
    const auto visit = site.run(plan_with({three_settings[0]}));
    CHECK(visit.changes.at(0).second.result == WriteResult::proven);
    const auto label = tests::shipped_profiles().at("plant").at("remote_ems_enable").label;
    CHECK(find_check(visit, "settings", "plant " + label)->verdict == Verdict::fail);
}

TEST_CASE("no station: the visit is there with its link, and the error passes through") {
    Site site;
    site.link.units.clear();
    CHECK_THROWS(site.run(plan_with({})));
    REQUIRE(site.visits().size() == 1);
    const auto visit = site.stored(site.visits()[0].id);
    CHECK(visit.links.size() == 1);
    CHECK(visit.site.customer == "Ada");
}

TEST_CASE("a visit is closed when the plan says so and nothing failed, and opens again when it goes on") {
    Site site;
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    site.house.set("plant", "system_time", static_cast<double>(now));
    site.restart_with(site.house);
    auto plan = plan_with({});
    CHECK_FALSE(site.run(plan).closed);
    plan.close = true;
    const auto closed = site.run(plan);
    REQUIRE(closed.closed);
    CHECK(*closed.closed >= closed.created);
    CHECK(site.stored(closed.id).closed);

    site.house.set("inverter 1", "phase_b_voltage", 262.4);
    site.restart_with(site.house);
    CHECK_FALSE(site.run(plan, closed.id).closed);
    CHECK_FALSE(site.stored(closed.id).closed);
    const auto told = std::ranges::find(site.steps, std::string("close"), &Step::id);
    REQUIRE(told != site.steps.end());
    CHECK(told->text == "The visit stays open, because 2 checks failed.");
}

TEST_CASE("a visit that does not exist cannot go on") {
    Site site;
    CHECK_THROWS_AS(site.run(plan_with({}), "20260101-000000-0000"), std::out_of_range);
    CHECK(site.visits().empty());
}

}  // namespace
}  // namespace firstlight::commissioning
