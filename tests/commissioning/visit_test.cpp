#include "commissioning/visit.h"

#include <regex>

#include <catch2/catch_test_macros.hpp>

namespace firstlight::commissioning {
namespace {

Visit visit_with(const std::vector<Verdict>& verdicts) {
    Visit visit;
    for (const auto verdict : verdicts) visit.checks.emplace_back().verdict = verdict;
    return visit;
}

TEST_CASE("a failure beats a warning beats an untested check beats a pass") {
    using enum Verdict;
    CHECK(summarise(visit_with({pass, warning, not_tested, fail})).verdict == fail);
    CHECK(summarise(visit_with({pass, warning, not_tested})).verdict == warning);
    CHECK(summarise(visit_with({pass, not_tested, not_applicable})).verdict == not_tested);
    CHECK(summarise(visit_with({pass, not_applicable})).verdict == pass);
    CHECK(summarise(visit_with({not_applicable})).verdict == not_tested);
    CHECK(summarise(visit_with({})).verdict == not_tested);
}

TEST_CASE("the summary says the counts in words") {
    using enum Verdict;
    CHECK(summarise(visit_with({pass, pass, fail, warning, not_tested, not_applicable})).sentence
          == "6 checks: 2 passed, 1 failed, 1 warning, 1 not tested, 1 not applicable.");
    CHECK(summarise(visit_with({pass})).sentence == "1 check: 1 passed.");
    CHECK(summarise(visit_with({})).sentence == "No check was made.");
}

TEST_CASE("a visit's id carries its time") {
    const auto at = Time(std::chrono::seconds(1795430527));
    CHECK(std::regex_match(new_visit_id(at), std::regex("20261123-104207-[0-9A-F]{4}")));
}

}  // namespace
}  // namespace firstlight::commissioning
