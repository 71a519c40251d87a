// The hard export limit waits for a looked-at meter, on every way by which it can be written.
#include "commissioning/hard_export.h"

#include "commissioning/new_visit.h"
#include "commissioning/write_in_order.h"
#include "station/errors.h"
#include "tests/commissioning/extended_site.h"

#include <algorithm>
#include <fstream>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace firstlight;
using namespace firstlight::commissioning;
using Catch::Matchers::ContainsSubstring;
using tests::ExtendedSite;

namespace {

const std::string limit = "hard_export_limit";

/// One that lies beside nothing: the first bytes of a JPEG.
std::string photo() {
    static const tests::TemporaryFolder folder;
    const auto file = folder.path() / "transformers.jpg";
    std::ofstream(file, std::ios::binary) << "\xFF\xD8\xFF\xE0 transformers";
    return file.string();
}

Plan plan_of_limit(const std::string& verdict) {
    Plan plan;
    plan.settings = {{"plant", limit, "5", limit, 0}, {"plant", "ess_backup_soc", "20", "", 0}};
    if (!verdict.empty())
        plan.confirmations = {
            {std::string(ct_verdict), "Direction of the current transformers", verdict, "Anna", {}, photo()}};
    return plan;
}

const CheckResult& result_about(const Visit& visit, const std::string& words) {
    const auto found = std::ranges::find_if(visit.checks, [&](const auto& check) {
        return check.id == "settings" && check.subject.find(words) != std::string::npos;
    });
    REQUIRE(found != visit.checks.end());
    return *found;
}

/// The grid carries the house, so that the direction of its meter can be judged.
void cook_in_the_evening(simulator::Scenario& scenario) {
    scenario.sun.hour = 22;
    scenario.load.base_kw = 6.5;
    scenario.load.noise_kw = 0.1;
    for (auto& unit : scenario.units) unit.battery.soc = 5;
}

CheckResult meter(Verdict verdict, const std::string& subject = meter_direction) {
    CheckResult check;
    check.id = "meter";
    check.subject = subject;
    check.verdict = verdict;
    return check;
}

}  // namespace

TEST_CASE("the meter must have passed, and a person must have seen the current transformers") {
    Visit visit;
    CHECK(why_no_meter_proof(visit));
    visit.checks = {meter(Verdict::not_tested)};
    visit.confirmations = {{std::string(ct_verdict), "", "correct: seen", "", {}, "transformers.jpg"}};
    CHECK(why_no_meter_proof(visit));
    visit.checks = {meter(Verdict::pass)};
    CHECK_FALSE(why_no_meter_proof(visit));
    visit.checks.push_back(meter(Verdict::fail));
    CHECK(why_no_meter_proof(visit));
    visit.checks = {meter(Verdict::pass, "presence"), meter(Verdict::not_tested)};
    CHECK_THAT(*why_no_meter_proof(visit), ContainsSubstring("direction"));
    visit.checks = {meter(Verdict::pass)};
    visit.confirmations[0].answer = "wrong";
    CHECK_THAT(*why_no_meter_proof(visit), ContainsSubstring("current transformers"));
    visit.confirmations[0].answer = "correct";
    CHECK_THAT(*why_no_meter_proof(visit), ContainsSubstring("note"));
    visit.confirmations[0].answer = "correct: seen";
    visit.confirmations[0].photo.clear();
    CHECK_THAT(*why_no_meter_proof(visit), ContainsSubstring("photo"));
}

TEST_CASE("a plan writes the hard export limit after its checks, when they allow it") {
    ExtendedSite at_noon;
    const auto untested = at_noon.run(plan_of_limit("correct: arrows to the house"));
    CHECK_THAT(result_about(untested, "Hard export limit").reason, ContainsSubstring("direction of the grid meter"));

    ExtendedSite site("extended_house", cook_in_the_evening);
    const auto without = site.run(plan_of_limit(""));
    REQUIRE(without.changes.size() == 1);
    CHECK(result_about(without, "Hard export limit").verdict == Verdict::not_tested);
    CHECK_THAT(result_about(without, "Hard export limit").reason, ContainsSubstring("current transformers"));

    const auto with = site.run(plan_of_limit("correct: arrows to the house"), without.id);
    const auto written = std::ranges::find_if(with.changes, [](const auto& row) { return row.second.point == limit; });
    REQUIRE(written != with.changes.end());
    CHECK(written->second.result == station::WriteResult::proven);
    CHECK(result_about(with, "Hard export limit").verdict == Verdict::pass);
    REQUIRE(with.confirmations.size() == 1);
    CHECK(with.confirmations[0].photo == "transformers.jpg");
}

TEST_CASE("the hard export limit stays away when an earlier setting of its plan failed") {
    ExtendedSite site;
    auto plan = plan_of_limit("correct: seen");
    plan.settings.push_back({"plant", "remote_ems_mode", "standby", "", 0});
    const auto visit = site.run(plan);
    CHECK(result_about(visit, "Hard export limit").verdict == Verdict::not_tested);
    CHECK_THAT(result_about(visit, "Hard export limit").reason, ContainsSubstring("earlier setting"));
    for (const auto& [row, change] : visit.changes) CHECK(change.point != limit);
}

TEST_CASE("by itself the hard export limit is only written in a visit that has looked") {
    ExtendedSite site;
    const auto store = site.store();
    transport::Runtime runtime;
    const auto& found = site.discovery();
    const auto* plant = found.find("plant");
    auto write = planned_write(*plant, plant->profile->at(limit), 5.0);
    write.consent = {.given = true, .named = {}, .typed = limit};
    OwnJournal journal(runtime, *store, found, {"", "setting", "test", {}});
    const auto outcomes = site.with_station<std::vector<WriteOutcome>>([&](station::Station& station) {
        std::vector<PlannedWrite> writes{write};
        return write_in_order(station, std::move(writes), journal);
    });
    REQUIRE(outcomes.size() == 1);
    CHECK_THROWS_AS(std::rethrow_exception(outcomes[0].error), station::ValueNotAccepted);
    CHECK(store->list().empty());

    // A closed visit that has looked does not count: a new one would begin.
    auto seen = begin_visit(*store, "commissioning", "test");
    store->save_check(seen.id, meter(Verdict::pass));
    store->save_confirmation(seen.id, {std::string(ct_verdict), "", "correct: seen", "Anna", {}, "transformers.jpg"});
    seen.closed = std::chrono::system_clock::now();
    store->save_header(seen);
    OwnJournal in_closed(runtime, *store, found, {seen.id, "setting", "test", {}});
    CHECK_THROWS_AS(runtime.run(in_closed.admit(write)), station::ValueNotAccepted);
    seen.closed.reset();
    store->save_header(seen);
    OwnJournal in_open(runtime, *store, found, {seen.id, "setting", "test", {}});
    CHECK_NOTHROW(runtime.run(in_open.admit(write)));

    auto off = planned_write(*plant, plant->profile->at("hard_export_limit_enable"), 0.0);
    CHECK_FALSE(needs_meter_proof(off));
    CHECK(needs_meter_proof(planned_write(*plant, plant->profile->at("hard_export_limit_enable"), 1.0)));
}
