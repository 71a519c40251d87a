#include "formats/strict_json.h"
#include "tests/commissioning/extended_site.h"
#include "tests/commissioning/site.h"

#include <algorithm>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

/// Tables and commands of a plan, against a station with the commissioning extension.
namespace firstlight::commissioning {
namespace {

using Catch::Matchers::ContainsSubstring;
using station::Value;
using station::WriteResult;
using tests::ExtendedSite;
using tests::find_check;

/// The program ends here, without a word to anybody.
struct Killed {};

const Cells workdays = {{"days", "mon-fri"}, {"from", "22:00"}, {"to", "24:00"}};

Plan outages(const std::vector<Cells>& rows) {
    Plan plan;
    plan.tables = {{"plant", "outages", rows, "", 3}};
    return plan;
}

Plan locate() {
    Plan plan;
    plan.commands = {{"plant", "locate", {{"unit", "1"}, {"duration", "60"}}, "", 4}};
    return plan;
}

std::string label_of(const char* table_or_command) {
    const auto& plant = tests::shipped_profiles().at("plant");
    const auto* table = plant.find_table(table_or_command);
    return "plant " + (table ? table->label : plant.find_command(table_or_command)->label);
}

std::size_t rows_sent(const tests::HouseLink& link) {
    return static_cast<std::size_t>(std::ranges::count_if(
        link.log, [](const auto& asked) { return std::holds_alternative<formats::WriteFileRecord>(asked.request); }));
}

TEST_CASE("rows and commands of a plan are written once, proven and journalled") {
    ExtendedSite site;
    auto plan = outages({workdays});
    plan.commands = locate().commands;
    const auto visit = site.run(plan);
    REQUIRE(visit.changes.size() == 2);
    CHECK(visit.changes[0].second.result == WriteResult::proven);
    CHECK(visit.changes[0].second.wanted == "Days: mon-fri, From: 22:00, To: 24:00");
    CHECK(visit.changes[1].second.result == WriteResult::effect_seen);
    CHECK(site.rows("plant", "outages").rows == std::vector<station::Row>{{Value(31.0), Value(1320.0), Value(1440.0)}});
    REQUIRE(find_check(visit, "settings", label_of("outages")));
    CHECK(find_check(visit, "settings", label_of("outages"))->verdict == Verdict::pass);
    CHECK(find_check(visit, "settings", label_of("locate"))->verdict == Verdict::pass);

    const auto sent = rows_sent(site.link);
    const auto again = site.run(plan, visit.id);
    CHECK(again.changes.size() == 2);
    CHECK(rows_sent(site.link) == sent);
}

TEST_CASE("what a row of a plan leaves out is as the station has it, or none") {
    ExtendedSite site;
    Plan plan;
    plan.tables = {{"plant",
                    "schedule",
                    {{{"days", "sun"},
                      {"from", "10:00"},
                      {"to", "11:00"},
                      {"action", "charge"},
                      {"grid_charge_cutoff_soc", "80"}}},
                    "",
                    0}};
    CHECK(site.run(plan).changes.at(0).second.result == WriteResult::proven);
    const auto row = site.rows("plant", "schedule").rows.at(0);
    CHECK(row[4] == Value(4294967295.0 / 1000));
    CHECK(row[5] == Value(80.0));
}

TEST_CASE("a table that somebody changes after it was proven is a failed setting") {
    ExtendedSite site;
    bool meddled = false;
    const auto plan = outages({workdays});
    site.link.disturb = [&](std::size_t, const tests::Asked&, bool&) -> std::optional<transport::LinkFault> {
        const auto done = std::ranges::any_of(site.steps, [](const Step& step) { return step.id == "check:clock"; });
        if (!done || meddled) return std::nullopt;
        meddled = true;
        site.house->set_point(247, "plant", "outages_count", 0);
        return std::nullopt;
    };
    const auto visit = site.run(plan);
    REQUIRE(meddled);
    const auto* check = find_check(visit, "settings", label_of("outages"));
    REQUIRE(check);
    CHECK(check->verdict == Verdict::fail);
    CHECK(check->measured == "no rows");
    CHECK_THAT(check->reason, ContainsSubstring("the value from before the write"));
    CHECK_THAT(check->reason, ContainsSubstring("In control then: "));
}

TEST_CASE("the station's clock is set by this computer's from a plan, once") {
    ExtendedSite site;
    const auto told = [&](const Visit& visit) {
        const auto* clock = find_check(visit, "clock", "plant");
        REQUIRE(clock);
        return clock->verdict;
    };
    Plan plan;
    plan.commands = {{"plant", "set_clock", {{"time", "2021-11-23 10:42"}}, "", 0}};
    CHECK(site.run(plan).changes.at(0).second.wanted == "Time (UTC): 2021-11-23 10:42:00 UTC");
    CHECK(told(site.run({})) == Verdict::fail);

    plan.commands[0].arguments = {{"time", "now"}};
    const auto set = site.run(plan);
    CHECK(set.changes.at(0).second.result == WriteResult::effect_seen);
    CHECK(told(site.run({})) == Verdict::pass);
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // so that "now" is another moment
    CHECK(site.run(plan, set.id).changes.size() == 1);

    plan.commands[0].arguments = {{"time", "yesterday"}};
    CHECK_THROWS_AS(site.run(plan), station::ValueNotAccepted);
}

struct Refused {
    const char* name;
    const char* said;
    std::function<void(Plan&)> plan;
    const char* scenario = "extended_house";
};

const std::vector<Refused> refusals = {
    {"a card's number", "cards add",
     [](Plan& p) { p.tables = {{"ac charger 2", "cards", {{{"id", "1"}, {"uid", "04A1B2C3"}}}, "", 0}}; }},
    {"a column nobody knows", "there is no such column", [](Plan& p) { p = outages({{{"day", "mon"}}}); }},
    {"a column only the station sets", "only the station sets this",
     [](Plan& p) { p.tables = {{"ac charger 2", "cards", {{{"id", "1"}, {"uid_tail", "1"}}}, "", 0}}; }},
    {"a column that is missing", "must be given in a new row", [](Plan& p) { p = outages({{{"days", "mon"}}}); }},
    {"a time that is none", "times of day",
     [](Plan& p) { p = outages({{{"days", "mon"}, {"from", "25:00"}, {"to", "26:00"}}}); }},
    {"one key twice", "row 1 has the same",
     [](Plan& p) {
         const Cells card = {{"id", "1"}, {"name", "A"}, {"state", "active"}};
         p.tables = {{"ac charger 2", "cards", {card, card}, "", 0}};
     }},
    {"a log", "own record", [](Plan& p) { p.tables = {{"plant", "alarm_history", {}, "", 0}}; }},
    {"a table nobody knows", "no table", [](Plan& p) { p.tables = {{"plant", "timetable", {}, "", 0}}; }},
    {"a table twice", "planned twice",
     [](Plan& p) {
         p = outages({});
         p.tables.push_back(p.tables[0]);
     }},
    {"a command nobody knows", "no command", [](Plan& p) { p.commands = {{"plant", "dance", {}, "", 0}}; }},
    {"an argument that is missing", "must be given",
     [](Plan& p) { p.commands = {{"plant", "locate", {{"unit", "1"}}, "", 0}}; }},
    {"an argument nobody knows", "no such argument",
     [](Plan& p) { p.commands = {{"plant", "locate", {{"units", "1"}}, "", 0}}; }},
    {"an argument out of range", "5 to 600",
     [](Plan& p) { p.commands = {{"plant", "locate", {{"unit", "1"}, {"duration", "601"}}, "", 0}}; }},
    {"a table of a station without the extension", "Set it in the maker's app",
     [](Plan& p) { p = outages({workdays}); }, "healthy_house"},
    {"a command to a station without the extension", "Set it in the maker's app", [](Plan& p) { p = locate(); },
     "healthy_house"},
    {"a point of the extension without it", "Set it in the maker's app",
     [](Plan& p) { p.settings = {{"plant", "working_mode", "1", "", 0}}; }, "healthy_house"},
};

TEST_CASE("what is wrong with a table or command of a plan is told before the first write") {
    const auto& row = refusals.at(GENERATE(range(std::size_t{0}, refusals.size())));
    INFO(row.name);
    ExtendedSite site(row.scenario);
    Plan plan;
    row.plan(plan);
    plan.settings.insert(plan.settings.begin(), {"plant", "ess_backup_soc", "20", "", 0});
    try {
        site.run(plan);
        FAIL("was accepted");
    } catch (const station::ValueNotAccepted& error) {
        CHECK_THAT(error.detail(), ContainsSubstring(row.said));
        CHECK(error.wanted().find("04A1B2C3") == std::string::npos);
    } catch (const formats::FileError& error) {
        CHECK_THAT(error.reason(), ContainsSubstring(row.said));
    }
    CHECK(site.link.writes() == 0);
    CHECK(site.stored().changes.empty());
}

TEST_CASE("a plan whose rows overlap or whose limits are out of order is refused before the first write") {
    ExtendedSite site;
    CHECK_THROWS_AS(site.run(outages({workdays, workdays})), station::ValueNotAccepted);
    Plan plan;
    plan.settings = {{"plant", "ess_discharge_cutoff_soc", "40", {}, 1}, {"plant", "ess_backup_soc", "30", {}, 2}};
    CHECK_THROWS_AS(site.run(plan), station::ValueNotAccepted);
    plan.settings[1].value = "40";
    const auto visit = site.run(plan);
    REQUIRE(visit.changes.size() == 2);
    for (const auto& [number, change] : visit.changes) CHECK(change.result == WriteResult::proven);
}

TEST_CASE("a command that needs a confirmation in words is refused without it") {
    ExtendedSite site;
    Plan plan;
    plan.commands = {{"ac charger 2", "restart", {}, "", 0}};
    CHECK_THROWS_AS(site.run(plan), station::ConsentMissing);
    plan.commands = {{"every ac charger", "restart", {}, "every ac charger", 0}};
    CHECK(site.run(plan).changes.at(0).second.result == WriteResult::effect_seen);
}

/// Kills `job` at its write number `at`; `arrived`: after the station has done it. False when there are fewer.
bool kill_at_write(ExtendedSite& site, const std::function<void()>& job, int at, bool arrived) {
    site.link.disturb = [&site, at, arrived, writes = 0](std::size_t, const tests::Asked& asked,
                                                         bool&) mutable -> std::optional<transport::LinkFault> {
        if (!formats::is_write(asked.request) || ++writes != at) return std::nullopt;
        if (arrived) site.link.let_arrive(asked);
        throw Killed{};
    };
    bool killed = false;
    try {
        job();
    } catch (const Killed&) {
        killed = true;
    }
    site.link.disturb = {};
    return killed;
}

bool kill_at_write(ExtendedSite& site, const Plan& plan, int at, bool arrived) {
    return kill_at_write(site, [&] { site.run(plan); }, at, arrived);
}

TEST_CASE("a card whose writing was killed is there or not, but its number is never called proven") {
    constexpr int commit = 3;  // begin, rows, commit
    for (const bool arrived : {false, true}) {
        INFO((arrived ? "arrived" : "did not arrive"));
        ExtendedSite site;
        REQUIRE(kill_at_write(site, [&] { site.give_card("Anna", "04A1B2C3"); }, commit, arrived));
        const auto change = site.run({}, site.visit_id()).changes.at(0).second;
        CHECK(change.result == (arrived ? WriteResult::unknown : WriteResult::not_stuck));
        CHECK_THAT(change.detail, ContainsSubstring(arrived ? "cannot be read back" : "did not arrive"));
        const auto told = std::ranges::find(site.steps, std::string("reconcile"), &Step::id);
        REQUIRE(told != site.steps.end());
        CHECK_THAT(told->text, ContainsSubstring(arrived ? "cannot be read back" : "did not arrive"));
    }
}

TEST_CASE("a lost write is told until the same is set again, and then no more") {
    constexpr int commit = 3;
    ExtendedSite site;
    REQUIRE(kill_at_write(site, [&] { site.give_card("Anna", "04A1B2C3"); }, commit, true));
    const auto is_told = [&] {
        site.steps.clear();
        site.run({}, site.visit_id());
        return std::ranges::find(site.steps, std::string("reconcile"), &Step::id) != site.steps.end();
    };
    CHECK(is_told());
    CHECK(is_told());
    auto refused = site.stored().changes.at(0).second;
    const auto row = site.store()->journal_before(site.visit_id(), refused);
    refused.result = WriteResult::refused;
    site.store()->journal_after(row, refused);
    CHECK(is_told());
    REQUIRE(site.give_card("Bert", "04A1B2C4", site.visit_id()).result == WriteResult::proven);
    CHECK_FALSE(is_told());
    CHECK(site.stored().changes.at(0).second.result == WriteResult::unknown);
}

TEST_CASE("a table whose writing was killed has all its rows or none, and the next run says which") {
    int places = 0;
    for (int at = 1;; ++at) {
        for (const bool arrived : {false, true}) {
            INFO("killed at write " << at << (arrived ? ", after" : ", before") << " it arrived");
            ExtendedSite site;
            if (!kill_at_write(site, outages({workdays}), at, arrived)) {
                CHECK(places == 6);  // begin, rows, commit: each before and after
                return;
            }
            ++places;
            CHECK_FALSE(site.stored().changes.at(0).second.result);
            const bool in_force = at == 3 && arrived;
            CHECK(site.rows("plant", "outages").rows.size() == (in_force ? 1U : 0U));

            const auto visit = site.run({}, site.visit_id());
            CHECK(visit.changes.at(0).second.result == (in_force ? WriteResult::proven : WriteResult::not_stuck));
            const auto told = std::ranges::find(site.steps, std::string("reconcile"), &Step::id);
            REQUIRE(told != site.steps.end());
            CHECK_THAT(told->text, ContainsSubstring(in_force ? "the write arrived" : "the write did not arrive"));
            const auto repeated = site.run(outages({workdays}), site.visit_id());
            CHECK(site.rows("plant", "outages").rows.size() == 1);
            CHECK(find_check(repeated, "settings", label_of("outages"))->verdict == Verdict::pass);
        }
    }
}

TEST_CASE("a command whose giving was killed is looked up by its number and not given again") {
    for (const bool arrived : {false, true}) {
        INFO((arrived ? "arrived" : "did not arrive"));
        ExtendedSite site;
        REQUIRE(kill_at_write(site, locate(), 1, arrived));
        CHECK_FALSE(site.stored().changes.at(0).second.result);
        const auto visit = site.run({}, site.visit_id());
        CHECK(visit.changes.at(0).second.result == (arrived ? WriteResult::effect_seen : WriteResult::not_stuck));
        const auto told = std::ranges::find(site.steps, std::string("reconcile"), &Step::id);
        REQUIRE(told != site.steps.end());
        CHECK_THAT(told->text, ContainsSubstring("looked up later"));
        CHECK(site.link.writes() == 1);

        // What did not arrive is given again, what was done is not.
        site.run(locate(), site.visit_id());
        CHECK(site.link.writes() == (arrived ? 1U : 2U));
    }
}

TEST_CASE("a command that another one followed stays unknown and is not given again") {
    ExtendedSite site;
    REQUIRE(kill_at_write(site, locate(), 1, true));
    site.house->set_point(247, "plant", "command_sequence", 9);
    const auto visit = site.run(locate(), site.visit_id());
    CHECK(visit.changes.at(0).second.result == WriteResult::unknown);
    CHECK_THAT(visit.changes.at(0).second.detail, ContainsSubstring("another command came after it"));
    CHECK(site.link.writes() == 1);
}

}  // namespace
}  // namespace firstlight::commissioning
