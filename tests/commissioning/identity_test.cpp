#include "tests/commissioning/site.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

/// Whose visit is it: what is known of the station, what is not, and what a person says.
namespace firstlight::commissioning {
namespace {

using station::WriteResult;
using tests::find_check;
using tests::plan_with;
using tests::plant_unit;
using tests::remote_ems_enable;
using tests::Site;
using tests::three_settings;
using tests::units_of;

constexpr auto another_serial = "CMU999Z99ZZ999";

void hide_serial(Site& site) {
    const auto& row = tests::shipped_profiles().at("inverter").at("serial_number");
    site.link.units[1].put(row.address, formats::Words(row.count, 0));
}

bool was_told(const Visit& visit, const std::string& part) {
    return std::ranges::any_of(visit.findings,
                               [&](const std::string& said) { return said.find(part) != std::string::npos; });
}

/// A visit whose first session could read no serial number, over the house of `site`.
Visit nameless_visit(Site& site, const Plan& plan) {
    hide_serial(site);
    const auto visit = site.run(plan);
    site.restart_with(site.house);
    return visit;
}

TEST_CASE("a first session that reads no serial number says so and writes nothing") {
    Site site;
    const auto visit = nameless_visit(site, plan_with(three_settings));
    CHECK(site.link.writes() == 0);
    CHECK(visit.anchor_serial.empty());
    CHECK(was_told(visit, "No serial number could be read"));
    REQUIRE(find_check(visit, "settings", ""));
    CHECK(find_check(visit, "settings", "")->verdict == Verdict::not_tested);
}

TEST_CASE("a visit that never learnt its station adopts none by itself") {
    Site site;
    const auto first = nameless_visit(site, plan_with({}));
    const auto before = site.link.log.size();
    try {
        site.run(plan_with(three_settings), first.id);
        FAIL("went on");
    } catch (const StationUnconfirmed& unknown) {
        CHECK(unknown.found() == site.house.discovery.anchor_serial);
    }
    CHECK(site.link.log.size() > before);
    CHECK(site.link.writes() == 0);
    CHECK(site.stored(first.id).anchor_serial.empty());
    CHECK(site.stored(first.id).devices == first.devices);
}

TEST_CASE("a person's word, or the delivery papers, give such a visit its station, and the record says so") {
    for (const bool by_papers : {true, false}) {
        INFO((by_papers ? "expected serials" : "same station"));
        Site site;
        const auto first = nameless_visit(site, plan_with({}));
        auto plan = plan_with(three_settings);
        if (by_papers) plan.expected_serials = {site.house.discovery.anchor_serial};
        plan.same_station = !by_papers;
        const auto second = site.run(plan, first.id);
        CHECK(second.anchor_serial == site.house.discovery.anchor_serial);
        CHECK(second.changes.size() == 3);
        CHECK(std::ranges::count(second.confirmations, std::string("same_station"), &ManualConfirmation::id) == 1);
        // From now on the number decides.
        site.house.device("inverter 1").serial = another_serial;
        site.restart_with(site.house);
        CHECK_THROWS_AS(site.run(plan, first.id), DifferentStation);
    }
}

TEST_CASE("a station without any serial register is set up at once, and not taken for another later") {
    Site site;
    site.house.remove("inverter 1");
    site.house.add("ac_charger", 2);
    site.restart_with(site.house);
    const auto first = site.run(plan_with({three_settings[0]}));
    CHECK(first.changes.size() == 1);
    CHECK(was_told(first, "cannot tell its station from another"));
    auto plan = plan_with({{"plant", "remote_ems_enable", "disabled", "", 1}});
    const auto writes = site.link.writes();
    CHECK(site.run(plan, first.id).changes.size() == 1);
    CHECK(site.link.writes() == writes);
    plan.same_station = true;
    CHECK(site.run(plan, first.id).changes.size() == 2);
}

struct Killed {};

TEST_CASE("a write left open by a kill is settled at its own station alone") {
    Site site;
    site.link.disturb = [](std::size_t, const tests::Asked& asked, bool&) -> std::optional<transport::LinkFault> {
        if (formats::is_write(asked.request)) throw Killed{};
        return std::nullopt;
    };
    CHECK_THROWS_AS(site.run(plan_with({three_settings[0]})), Killed);
    site.link.disturb = {};
    const auto id = site.visits().at(0).id;
    const auto is_open = [&] { return !site.stored(id).changes.at(0).second.result; };
    REQUIRE(is_open());

    // Another station has the very value that was wanted.
    const auto serial = site.house.device("inverter 1").serial;
    site.house.device("inverter 1").serial = another_serial;
    site.restart_with(site.house);
    site.link.units[plant_unit].put(remote_ems_enable, {1});
    CHECK_THROWS_AS(site.run(plan_with({}), id), DifferentStation);
    CHECK(is_open());

    // A station that does not say which it is.
    hide_serial(site);
    site.run(plan_with({}), id);
    CHECK(is_open());

    site.house.device("inverter 1").serial = serial;
    site.restart_with(site.house);
    const auto settled = site.run(plan_with({}), id);
    CHECK(settled.changes.at(0).second.result == WriteResult::not_stuck);
    CHECK(site.link.writes() == 1);
}

}  // namespace
}  // namespace firstlight::commissioning
