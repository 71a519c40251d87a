#include "app/cli/commission_run.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;

TEST_CASE("a planned setting that could not be read again at the end is not done") {
    commissioning::Visit visit;
    commissioning::CheckResult check;
    check.id = "settings";
    check.verdict = commissioning::Verdict::pass;
    visit.checks = {check};
    CHECK(app::cli::exit_of(visit) == app::cli::Exit::done);
    visit.checks.front().verdict = commissioning::Verdict::not_tested;
    CHECK(app::cli::exit_of(visit) == app::cli::Exit::checks_failed);
    visit.checks.front().id = "meter";
    CHECK(app::cli::exit_of(visit) == app::cli::Exit::done);
}
