#include "store/database.h"
#include "tests/commissioning/site.h"

#ifdef __linux__
#include <sys/mount.h>
#endif

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

/// Visits that go on: later, after a kill, after a cut, at another station.
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
using tests::units_of;

/// The program ends here, without a word to anybody.
struct Killed {};

TEST_CASE("a visit that goes on writes nothing twice, keeps what was said and takes newer checks") {
    Site site;
    auto plan = plan_with(three_settings);
    plan.notes = {{"First note", "", {}}};
    site.house.set("inverter 1", "grid_frequency", 49.2);
    site.restart_with(site.house);
    const auto first = site.run(plan);
    CHECK(find_check(first, "grid_frequency", "inverter 1")->verdict == Verdict::fail);
    const auto writes = site.link.writes();

    const auto& row = tests::shipped_profiles().at("inverter").at("grid_frequency");
    site.link.units[1].put(row.address, station::encode(row, 50.0));
    const auto second = site.run(plan, first.id);
    CHECK(second.id == first.id);
    CHECK(second.created == first.created);
    CHECK(site.link.writes() == writes);
    CHECK(second.changes.size() == 3);
    CHECK(second.links.size() == 2);
    CHECK(second.notes.size() == 1);
    CHECK(second.checks.size() == first.checks.size());
    CHECK(find_check(second, "grid_frequency", "inverter 1")->verdict == Verdict::pass);
    CHECK(site.visits().size() == 1);
}

TEST_CASE("a cable that was loose in an earlier run is no fault of the next one") {
    Site site;
    site.link.disturb = [&](std::size_t number, const tests::Asked&, bool&) -> std::optional<transport::LinkFault> {
        constexpr std::size_t found = 6;  // enough to know the plant
        if (number % 2 == 0 || site.link.requests_to(plant_unit) < found) return std::nullopt;
        return transport::LinkFault{transport::LinkFailure::silent, {}, {}, {}, {}};
    };
    const auto first = site.run(plan_with({}));
    const auto* loose = find_check(first, "communication", "plant");
    REQUIRE(loose);
    CHECK(loose->verdict == Verdict::fail);
    site.link.disturb = {};
    const auto second = site.run(plan_with({}), first.id);
    CHECK(find_check(second, "communication", "plant")->verdict == Verdict::pass);
}

TEST_CASE("a visit does not go on at another station") {
    Site site;
    const auto first = site.run(plan_with({}));
    site.house.device("inverter 1").serial = "CMU999Z99ZZ999";
    site.restart_with(site.house);
    try {
        site.run(plan_with(three_settings), first.id);
        FAIL("went on");
    } catch (const DifferentStation& error) {
        CHECK(error.expected() == first.anchor_serial);
        CHECK(error.found() == "CMU999Z99ZZ999");
    }
    CHECK(site.link.writes() == 0);
    CHECK(site.stored(first.id).devices[1].serial == first.anchor_serial);

    auto plan = plan_with({});
    plan.former_anchors = {first.anchor_serial};
    const auto replaced = site.run(plan, first.id);
    CHECK(replaced.anchor_serial == "CMU999Z99ZZ999");
    CHECK(replaced.former_anchors == std::vector{first.anchor_serial});
}

TEST_CASE("a station whose first inverter is off is still the same station") {
    Site site;
    site.house.add("inverter", 2);
    site.restart_with(site.house);
    const auto first = site.run(plan_with({}));
    site.link.units[1].silent = true;
    const auto second = site.run(plan_with({}), first.id);
    CHECK(second.anchor_serial == first.anchor_serial);
    CHECK(find_check(second, "communication", "unit 1")->verdict == Verdict::fail);
}

TEST_CASE("a station that cannot be told from another is not written to") {
    Site site;
    const auto first = site.run(plan_with({}));
    const auto& row = tests::shipped_profiles().at("inverter").at("serial_number");
    site.link.units[1].put(row.address, formats::Words(row.count, 0));
    const auto second = site.run(plan_with(three_settings), first.id);
    CHECK(site.link.writes() == 0);
    CHECK(second.anchor_serial == first.anchor_serial);
    REQUIRE(find_check(second, "settings", ""));
    CHECK(find_check(second, "settings", "")->verdict == Verdict::not_tested);

    site.link.units[1] = units_of(site.house).at(1);
    const auto third = site.run(plan_with(three_settings), first.id);
    CHECK(third.changes.size() == 3);
    CHECK(find_check(third, "settings", "") == nullptr);
}

TEST_CASE("a command whose answer was lost is never sent again by itself") {
    Site site;
    const auto plan = plan_with({{"inverter 1", "inverter_start_stop", "start", "inverter 1", 1}});
    site.link.disturb = [](std::size_t, const tests::Asked& asked, bool&) -> std::optional<transport::LinkFault> {
        if (!formats::is_write(asked.request)) return std::nullopt;
        transport::LinkFault fault;
        fault.kind = transport::LinkFailure::silent;
        return fault;
    };
    const auto first = site.run(plan);
    REQUIRE(first.changes.size() == 1);
    CHECK(first.changes[0].second.result == WriteResult::unknown);
    CHECK(site.link.writes() == 1);
    site.link.disturb = {};
    const auto second = site.run(plan, first.id);
    CHECK(site.link.writes() == 1);
    CHECK(second.changes.size() == 1);
    const auto label = tests::shipped_profiles().at("inverter").at("inverter_start_stop").label;
    CHECK(find_check(second, "settings", "inverter 1 " + label)->verdict == Verdict::not_tested);
}

#ifdef __linux__
TEST_CASE("a disk that fills up in the middle of a visit: said so, and the visit goes on when there is room") {
    tests::TemporaryFolder folder;
    if (mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=300k") != 0) SKIP("needs the right to mount");
    {
        Site site(folder.path());
        std::optional<store::StoreError::Kind> failure;
        try {
            site.run(plan_with(three_settings));
        } catch (const store::StoreError& error) {
            failure = error.kind();
        }
        CHECK(failure == store::StoreError::Kind::disk_full);
        REQUIRE(site.visits().size() == 1);
        const auto before = site.stored(site.visits()[0].id);
        REQUIRE(mount("tmpfs", folder.path().c_str(), "tmpfs", MS_REMOUNT, "size=16m") == 0);
        const auto after = site.run(plan_with(three_settings), before.id);
        CHECK(after.devices.size() == 2);
        CHECK(after.changes.size() == 3);
        for (const auto& [number, change] : after.changes) CHECK(change.result == WriteResult::proven);
    }
    umount2(folder.path().c_str(), MNT_DETACH);
}
#endif

/// Kills the first write; `arrived`: after the station has done it.
void kill_at_the_write(Site& site, bool arrived) {
    site.link.disturb = [&site, arrived](std::size_t, const tests::Asked& asked,
                                         bool&) -> std::optional<transport::LinkFault> {
        const auto* write = std::get_if<formats::WriteSingleRegister>(&asked.request);
        if (!write) return std::nullopt;
        if (arrived) site.link.units[asked.unit].put(write->address, {write->value});
        throw Killed{};
    };
    CHECK_THROWS_AS(site.run(plan_with({three_settings[0]})), Killed);
    site.link.disturb = {};
}

TEST_CASE("a write that a killed program left open is read back first, and told") {
    for (const bool arrived : {true, false}) {
        INFO((arrived ? "arrived" : "did not arrive"));
        Site site;
        kill_at_the_write(site, arrived);
        const auto id = site.visits().at(0).id;
        REQUIRE(site.stored(id).changes.size() == 1);
        CHECK_FALSE(site.stored(id).changes[0].second.result);

        const auto visit = site.run(plan_with({}), id);
        CHECK(site.link.writes() == 1);
        CHECK(visit.changes.at(0).second.result == (arrived ? WriteResult::proven : WriteResult::not_stuck));
        const auto told = std::ranges::find(site.steps, std::string("reconcile"), &Step::id);
        REQUIRE(told != site.steps.end());
        CHECK(told->text.find(arrived ? "the write arrived" : "the write did not arrive") != std::string::npos);
    }
}

TEST_CASE("a write left open stays open while it cannot be read back") {
    Site site;
    kill_at_the_write(site, true);
    const auto id = site.visits().at(0).id;
    site.link.units[plant_unit].registers.erase(remote_ems_enable);
    const auto visit = site.run(plan_with({}), id);
    CHECK_FALSE(visit.changes.at(0).second.result);
    CHECK(std::ranges::find(site.steps, std::string("reconcile"), &Step::id) != site.steps.end());
}

/// What must hold whatever happened: a row that says "proven" is true of the station.
void check_journal_is_true(const Visit& visit, Site& site) {
    const std::map<std::string, std::uint16_t> registers = {{"remote_ems_enable", site.holding(remote_ems_enable)},
                                                            {"remote_ems_mode", site.holding(remote_ems_mode)}};
    for (const auto& [number, change] : visit.changes) {
        INFO(change.point << " " << change.wanted << " -> " << change.after);
        if (change.result != WriteResult::proven) continue;
        if (const auto found = registers.find(change.point); found != registers.end()) CHECK(found->second == 1);
        if (change.point == "ess_max_charge_power") CHECK(site.holding(ess_max_charge_power + 1) == 5000);
    }
}

/// After a run that was disturbed: the next one ends with everything written and proven, and no value was written to
/// the station more than once after it had arrived.
void check_it_goes_on(Site& site) {
    site.link.disturb = {};
    const auto visits = site.visits();
    REQUIRE(visits.size() == 1);
    check_journal_is_true(site.stored(visits[0].id), site);
    const auto visit = site.run(plan_with(three_settings), visits[0].id);
    check_journal_is_true(visit, site);
    CHECK(site.holding(remote_ems_enable) == 1);
    CHECK(site.holding(remote_ems_mode) == 1);
    CHECK(site.holding(ess_max_charge_power + 1) == 5000);
    for (const auto& [number, change] : visit.changes) CHECK(change.result.has_value());
    for (const auto& check : visit.checks) {
        if (check.id == "settings") CHECK(check.verdict == Verdict::pass);
    }
    CHECK(find_check(visit, "grid_voltage", "inverter 1 L1")->verdict == Verdict::pass);
}

/// Where a run can be disturbed: at every transaction, and at each write a second time, after it has arrived.
struct Disturbance {
    std::size_t at = 0;
    bool arrived = false;
};

std::vector<Disturbance> disturbances_of_a_run() {
    Site site;
    site.run(plan_with(three_settings));
    std::vector<Disturbance> places;
    for (std::size_t i = 0; i < site.link.log.size(); ++i) {
        places.push_back({i + 1, false});
        if (formats::is_write(site.link.log[i].request)) places.push_back({i + 1, true});
    }
    return places;
}

TEST_CASE("killed at every single transaction, the visit goes on and the journal tells the truth") {
    const auto places = disturbances_of_a_run();
    REQUIRE(places.size() > 10);
    for (const auto& place : places) {
        INFO("killed at transaction " << place.at << (place.arrived ? ", after" : ", before") << " it arrived");
        Site site;
        site.link.disturb = [&](std::size_t number, const tests::Asked& asked,
                                bool&) -> std::optional<transport::LinkFault> {
            if (number != place.at) return std::nullopt;
            if (const auto* one = std::get_if<formats::WriteSingleRegister>(&asked.request); one && place.arrived) {
                site.link.units[asked.unit].put(one->address, {one->value});
            }
            if (const auto* many = std::get_if<formats::WriteMultipleRegisters>(&asked.request);
                many && place.arrived) {
                site.link.units[asked.unit].put(many->address, many->values);
            }
            throw Killed{};
        };
        CHECK_THROWS_AS(site.run(plan_with(three_settings)), Killed);
        check_it_goes_on(site);
    }
}

TEST_CASE("cut at every single transaction, the visit goes on and the journal tells the truth") {
    for (const auto& place : disturbances_of_a_run()) {
        INFO("cut at transaction " << place.at << (place.arrived ? ", after" : ", before") << " it arrived");
        Site site;
        site.link.reopens = false;
        site.link.disturb = [&](std::size_t number, const tests::Asked& asked,
                                bool& done) -> std::optional<transport::LinkFault> {
            if (number < place.at) return std::nullopt;
            done = number == place.at && place.arrived;
            transport::LinkFault fault;
            fault.kind = transport::LinkFailure::closed;
            fault.unit = asked.unit;
            return fault;
        };
        try {
            site.run(plan_with(three_settings));
        } catch (const transport::LinkError&) {
            // An end with the link's error is as good as one with untested checks.
        } catch (const station::NoStation&) {
            // Cut before anything answered.
        }
        check_it_goes_on(site);
    }
}

}  // namespace
}  // namespace firstlight::commissioning
