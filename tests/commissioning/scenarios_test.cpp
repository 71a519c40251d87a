#include "commissioning/commission.h"
#include "simulator/scenario.h"
#include "simulator/virtual_station.h"
#include "tests/commissioning/house.h"
#include "tests/store/temporary_folder.h"
#include "transport/modbus_server.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

/// The shipped scenarios, served on TCP and commissioned as a person would.
namespace firstlight::commissioning {
namespace {

awaitable<Visit> commission_over(transport::Endpoint endpoint, transport::Runtime& runtime, VisitStore& store,
                                 const RuleSet& rules, std::vector<int> units, StepSink steps = {},
                                 std::vector<PlannedSetting> settings = {}) {
    transport::LinkOptions options;
    options.pace.interval = {};
    const auto link = co_await transport::open_link(std::move(endpoint), options);
    CommissionContext context{runtime, *link, tests::shipped_profiles(), store, rules, "0.1.0"};
    context.second_look = {};
    Plan plan;
    plan.units = std::move(units);
    plan.settings = std::move(settings);
    auto visit = co_await commission(context, std::move(plan), {}, std::move(steps));
    co_await link->close();
    co_return visit;
}

Visit visit_of(const std::string& scenario, const std::vector<int>& units, const std::string& rule_set = "generic") {
    const auto file = std::filesystem::path(FIRSTLIGHT_SOURCE_DIR "/data/scenarios") / (scenario + ".json");
    transport::Runtime runtime;
    simulator::VirtualStation station(tests::shipped_profiles(),
                                      simulator::load_scenario(file, tests::shipped_profiles()));
    const auto server = transport::serve_tcp(runtime, "127.0.0.1", 0, station.handler());
    const tests::TemporaryFolder folder(tests::TemporaryFolder::in_memory());
    const auto store = VisitStore::open(folder.path() / "visits.db");
    const auto& rules = choose_rule_set(tests::shipped_rule_sets(), rule_set, "");
    return runtime.run(commission_over(server->endpoint(), runtime, *store, rules, units));
}

std::string told(const Visit& visit) {
    std::string text;
    for (const auto& check : visit.checks) {
        text += fmt::format("\n{} [{}] {}: {} ({})", check.id, check.subject, to_string(check.verdict), check.measured,
                            check.reason);
    }
    return text;
}

Verdict worst(const Visit& visit, const std::string& id) {
    Visit only;
    for (const auto& check : visit.checks) {
        if (check.id == id) only.checks.push_back(check);
    }
    REQUIRE_FALSE(only.checks.empty());
    return summarise(only).verdict;
}

std::vector<int> units_of(const std::string& scenario) {
    const auto file = std::filesystem::path(FIRSTLIGHT_SOURCE_DIR "/data/scenarios") / (scenario + ".json");
    const auto loaded = simulator::load_scenario(file, tests::shipped_profiles());
    std::vector<int> units;
    for (const auto& unit : loaded->units) {
        if (unit.profile != "plant") units.push_back(unit.unit);
    }
    return units;
}

struct Expected {
    const char* check;
    Verdict worst;
};

void expect(const std::string& scenario, const std::vector<int>& units, const std::vector<Expected>& expected) {
    const auto visit = visit_of(scenario, units);
    INFO(scenario << told(visit));
    for (const auto& row : expected) {
        INFO(row.check);
        CHECK(worst(visit, row.check) == row.worst);
    }
}

TEST_CASE("the healthy house passes every check") {
    const auto visit = visit_of("healthy_house", {1, 2});
    INFO(told(visit));
    for (const auto& check : all_checks()) {
        INFO(check.id);
        const auto verdict = worst(visit, check.id);
        CHECK((verdict == Verdict::pass || verdict == Verdict::not_tested));
    }
    for (const auto* id : {"communication", "identity", "versions", "alarms", "grid_voltage", "grid_frequency",
                           "phase_balance", "insulation", "pv_strings", "battery", "clock"}) {
        INFO(id);
        CHECK(worst(visit, id) == Verdict::pass);
    }
}

using enum Verdict;

/// A shipped scenario for each verdict of a check.
struct Shown {
    const char* check;
    const char* pass;
    const char* fail;
    const char* not_tested;
};

constexpr Shown shown_by[] = {
    {"communication", "healthy_house", "stalling_charger", "lost_answer"},
    {"identity", "healthy_house", "shared_serial", "reticent_firmware"},
    {"versions", "healthy_house", "firmware_1_8", "reticent_firmware"},
    {"alarms", "healthy_house", "alarms", "reticent_firmware"},
    {"grid_voltage", "healthy_house", "bad_grid", "off_grid"},
    {"grid_frequency", "healthy_house", "bad_grid", "off_grid"},
    {"phase_balance", "healthy_house", "bad_grid", "off_grid"},
    {"grid_code", "extended_house", "wrong_grid_code", "healthy_house"},
    {"breakers", "healthy_house", "wrong_grid_code", "extended_house"},
    {"insulation", "healthy_house", "alarms", "reticent_firmware"},
    {"pv_strings", "healthy_house", "alarms", "night_visit"},
    {"battery", "healthy_house", "alarms", "reticent_firmware"},
    {"meter", "evening_load", "no_meter", "off_grid"},
    {"clock", "healthy_house", "alarms", "reticent_firmware"},
};

TEST_CASE("every check has a shipped scenario that makes it pass, fail and stay untested") {
    const auto* rules = "de_vde_ar_n_4105_2018";  // the limits of the houses' own country
    std::map<std::string, Visit> visits;
    const auto shows = [&](const std::string& scenario, const std::string& check, Verdict verdict) {
        if (!visits.contains(scenario)) visits.emplace(scenario, visit_of(scenario, units_of(scenario), rules));
        const auto& visit = visits.at(scenario);
        INFO(scenario << " on " << check << told(visit));
        CHECK(worst(visit, check) == verdict);
    };
    for (const auto& check : all_checks()) {
        INFO(check.id);
        const auto* row =
            std::ranges::find(shown_by, check.id, [](const Shown& one) { return std::string(one.check); });
        REQUIRE(row != std::end(shown_by));
        shows(row->pass, check.id, Verdict::pass);
        shows(row->fail, check.id, Verdict::fail);
        shows(row->not_tested, check.id, Verdict::not_tested);
    }
}

TEST_CASE("alarms, a hot battery, a reversed string and a wrong clock are found") {
    expect("alarms", {1, 2},
           {{"alarms", fail}, {"insulation", fail}, {"pv_strings", fail}, {"battery", fail}, {"clock", fail}});
}

TEST_CASE("a bad grid is found") {
    const auto visit = visit_of("bad_grid", {1}, "de_vde_ar_n_4105_2018");
    INFO(told(visit));
    CHECK(worst(visit, "grid_voltage") == fail);
    CHECK(worst(visit, "grid_frequency") == fail);
    CHECK(worst(visit, "phase_balance") == fail);
}

TEST_CASE("at night and before the grid is there, what cannot be tested stays untested and nothing fails") {
    expect("night_visit", {1, 2},
           {{"pv_strings", not_tested},
            {"grid_voltage", not_tested},
            {"grid_frequency", not_tested},
            {"phase_balance", not_tested},
            {"meter", not_tested},
            {"alarms", not_tested}});
    for (const auto& check : visit_of("night_visit", {1, 2}).checks) {
        INFO(check.id << " " << check.subject);
        CHECK(check.verdict != fail);
        CHECK(check.verdict != warning);
        if (check.verdict == not_tested) CHECK_FALSE(check.reason.empty());
    }
}

TEST_CASE("a missing meter is found") {
    expect("no_meter", {1}, {{"meter", fail}, {"alarms", fail}});
}

TEST_CASE("a reversed current transformer is found") {
    expect("reversed_ct", {1}, {{"meter", fail}});
}

TEST_CASE("a serial at two units is found") {
    expect("shared_serial", {1, 2}, {{"identity", fail}});
}

TEST_CASE("old firmware is found, and what it lacks stays untested") {
    expect("firmware_1_8", {1, 2}, {{"versions", fail}, {"grid_voltage", pass}, {"meter", not_tested}});
}

TEST_CASE("a single phase has no balance to test") {
    expect("single_phase", {1}, {{"phase_balance", not_tested}, {"grid_voltage", pass}});
    const auto visit = visit_of("single_phase", {1});
    const auto balance = std::ranges::find(visit.checks, std::string("phase_balance"), &CheckResult::id);
    REQUIRE(balance != visit.checks.end());
    CHECK(balance->verdict == not_applicable);
}

TEST_CASE("a charger that stalls the station is a failure of communication, and the rest is read") {
    expect("stalling_charger", {1, 2}, {{"communication", fail}, {"grid_voltage", pass}, {"insulation", pass}});
}

TEST_CASE("a charger-only site has nothing else to test") {
    const auto visit = visit_of("charger_only", {1});
    INFO(told(visit));
    CHECK(worst(visit, "communication") == pass);
    CHECK(worst(visit, "alarms") == pass);
    for (const auto& check : visit.checks) CHECK(check.verdict != fail);
}

TEST_CASE("a station that falls silent after it was found passes nothing that was not read") {
    transport::Runtime runtime;
    const auto file = FIRSTLIGHT_SOURCE_DIR "/data/scenarios/healthy_house.json";
    simulator::VirtualStation station(tests::shipped_profiles(),
                                      simulator::load_scenario(file, tests::shipped_profiles()));
    bool silent = false;
    const auto server =
        transport::serve_tcp(runtime, "127.0.0.1", 0, [&](std::uint8_t unit, const formats::Request& request) {
            return silent ? transport::ServerReply{} : station.handle(unit, request);
        });
    const tests::TemporaryFolder folder(tests::TemporaryFolder::in_memory());
    const auto store = VisitStore::open(folder.path() / "visits.db");
    const auto& rules = choose_rule_set(tests::shipped_rule_sets(), "generic", "");
    StepSink steps = [&](const Step& step) { silent = silent || step.id == "snapshot"; };
    const auto visit =
        runtime.run(commission_over(server->endpoint(), runtime, *store, rules, {1, 2}, std::move(steps)));
    INFO(told(visit));
    for (const auto* id : {"grid_voltage", "grid_frequency", "phase_balance", "insulation", "pv_strings", "meter"}) {
        INFO(id);
        CHECK(worst(visit, id) == not_tested);
    }
    CHECK(worst(visit, "communication") != pass);
    for (const auto& check : visit.checks) {
        for (const auto& evidence : check.evidence) {
            if (check.verdict == pass) CHECK_FALSE(evidence.value.empty());
        }
    }
}

TEST_CASE("a limit that the network operator takes back after it was proven is a failed setting") {
    transport::Runtime runtime;
    const auto file = FIRSTLIGHT_SOURCE_DIR "/data/scenarios/reverting_limit.json";
    simulator::VirtualStation station(tests::shipped_profiles(),
                                      simulator::load_scenario(file, tests::shipped_profiles()));
    const auto server = transport::serve_tcp(runtime, "127.0.0.1", 0, station.handler());
    const tests::TemporaryFolder folder(tests::TemporaryFolder::in_memory());
    const auto store = VisitStore::open(folder.path() / "visits.db");
    const auto& rules = choose_rule_set(tests::shipped_rule_sets(), "generic", "");
    // Time passes between the proof and the end of the run.
    StepSink steps = [&](const Step& step) {
        if (step.id == "check:clock" && step.kind == Step::Kind::done) station.advance(30);
    };
    const auto visit =
        runtime.run(commission_over(server->endpoint(), runtime, *store, rules, {1}, std::move(steps),
                                    {{"plant", "grid_max_export_power", "3", "grid_max_export_power", 0}}));
    INFO(told(visit));
    REQUIRE(visit.changes.size() == 1);
    CHECK(visit.changes[0].second.result == station::WriteResult::proven);
    const auto setting = std::ranges::find(visit.checks, std::string("settings"), &CheckResult::id);
    REQUIRE(setting != visit.checks.end());
    CHECK(setting->verdict == fail);
    CHECK(setting->expected == "3.000 kW");
    CHECK(setting->measured == "5.000 kW");
    CHECK(setting->reason.find("held at first, later the station had 5.000 kW again") != std::string::npos);
    const auto kept = std::ranges::find(visit.readings, std::string("grid_max_export_power"), &ReadingRecord::point);
    REQUIRE(kept != visit.readings.end());
    CHECK(kept->value == "5.000");
}

TEST_CASE("three inverters are each checked") {
    const auto visit = visit_of("three_inverters_two_chargers", {1, 2, 3, 4});
    INFO(told(visit));
    CHECK(std::ranges::count(visit.checks, std::string("grid_frequency"), &CheckResult::id) == 3);
    CHECK(worst(visit, "identity") == pass);
    CHECK(worst(visit, "grid_voltage") == pass);
}

}  // namespace
}  // namespace firstlight::commissioning
