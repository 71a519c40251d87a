#include "commissioning/next_visit.h"

#include "tests/commissioning/sample_visit.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

namespace firstlight::commissioning {
namespace {

using station::WriteResult;

CheckResult check(const char* id, const char* title, const char* subject, Verdict verdict, const char* reason = "") {
    CheckResult result;
    result.id = id;
    result.title = title;
    result.subject = subject;
    result.verdict = verdict;
    result.reason = reason;
    return result;
}

std::pair<std::int64_t, station::Change> change_of(const char* point, std::optional<WriteResult> result) {
    station::Change change;
    change.device = "plant";
    change.point = point;
    change.wanted = "5";
    change.result = result;
    return {1, change};
}

Visit owned() {
    Visit visit;
    visit.site.customer = "Maier";
    return visit;
}

using Lines = std::vector<std::string>;

TEST_CASE("what works is what passed and was proven, never what was not tested") {
    auto visit = owned();
    visit.closed = tests::at(9);
    visit.checks = {check("meter", "Grid meter", "", Verdict::pass),
                    check("grid_voltage", "Grid voltage", "inverter 1", Verdict::pass),
                    check("grid_voltage", "Grid voltage", "inverter 2", Verdict::not_tested, "No grid."),
                    check("phase_balance", "Phases", "", Verdict::not_applicable)};
    visit.changes = {change_of("a", WriteResult::proven), change_of("b", WriteResult::unchanged)};
    const auto card = stop_here(visit);
    CHECK(card.works == Lines{"Grid meter", "Grid voltage: 1 of 2", "Settings read back: 2"});
    CHECK(card.not_safe == Lines{"Grid voltage, inverter 2: not tested, so not proven safe."});
    CHECK(card.next == Lines{"Test: Grid voltage, inverter 2. No grid."});
}

TEST_CASE("what one reason leaves untested is one line for the second visit, and an unknown owner is asked for") {
    Visit visit;
    visit.closed = tests::at(9);
    visit.checks = {check("grid_voltage", "Grid voltage", "", Verdict::not_tested, "No grid."),
                    check("pv_strings", "PV strings", "PV1", Verdict::not_tested, "No light."),
                    check("meter", "Grid meter", "direction", Verdict::not_tested, "No grid.")};
    for (const auto* subject : {"PV2", "PV3", "PV4", "PV5", "PV6"})
        visit.checks.push_back(check("pv_strings", "PV strings", subject, Verdict::not_tested, "No light."));
    CHECK(stop_here(visit).next
          == Lines{"Ask who the owner is: the report has no name.",
                   "Test: Grid voltage; Grid meter, direction. No grid.",
                   "Test: PV strings, PV1; PV strings, PV2; PV strings, PV3; PV strings, PV4 and 2 more. No light."});
}

TEST_CASE("failed protection is not safe; what else failed is work for the second visit") {
    auto visit = owned();
    visit.closed = tests::at(9);
    visit.checks = {check("insulation", "Insulation", "inverter 1", Verdict::fail, "Find the wet connector."),
                    check("clock", "Clock", "", Verdict::fail, "Set it."),
                    check("versions", "Firmware", "", Verdict::warning, "Old.")};
    const auto card = stop_here(visit);
    CHECK(card.works.empty());
    CHECK(card.not_safe == Lines{"Insulation, inverter 1: failed. Find the wet connector."});
    CHECK(card.next == Lines{"Mend: Clock. Set it.", "Look again: Firmware. Old."});
}

TEST_CASE("a write whose answer was lost is not safe; the last write of a point counts") {
    auto visit = owned();
    visit.closed = tests::at(9);
    visit.checks = {check("meter", "Grid meter", "", Verdict::pass)};
    visit.changes = {change_of("lost", std::nullopt), change_of("refused", WriteResult::refused),
                     change_of("again", WriteResult::unknown), change_of("again", WriteResult::proven),
                     change_of("start", WriteResult::sent)};
    const auto card = stop_here(visit);
    CHECK(card.works == Lines{"Grid meter", "Settings read back: 1"});
    CHECK(card.not_safe == Lines{"lost, plant: 5 was sent and the answer was lost. Read it back first."});
    CHECK(card.next
          == Lines{"Set again: refused, plant. Wanted 5, the station did not take it.",
                   "Confirm that it had its effect: start, plant."});
}

TEST_CASE("a visit without checks, open, with a device missing needs all three") {
    auto visit = owned();
    visit.devices = {{"inverter 1", "inverter", "", "A", "", "", 1}};
    Preparation preparation;
    preparation.expected = {{"inverter", "A", 1}, {"inverter", "B", 1}, {"battery", "", 2}};
    CHECK(stop_here(visit, preparation).next
          == Lines{"Find what is missing: inverter, 1 of 2 answer.", "Make the checks: none was made yet.",
                   "Sign off and close the visit."});
}

}  // namespace
}  // namespace firstlight::commissioning
