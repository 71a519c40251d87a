#include "commissioning/sign_off.h"

#include "commissioning/new_visit.h"
#include "tests/commissioning/extended_site.h"
#include "tests/store/temporary_folder.h"

#include <algorithm>
#include <stdexcept>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

namespace firstlight::commissioning {
namespace {

using Catch::Matchers::ContainsSubstring;

struct SignedVisit {
    tests::TemporaryFolder folder;
    std::unique_ptr<VisitStore> store = VisitStore::open(folder.path() / "visits.db");
    std::string id = begin_visit(*store, "commissioning", "test 1", {"Ann", {}, {}, {}, {}, {}}).id;

    void result(Verdict verdict) {
        CheckResult check;
        check.id = "clock";
        check.title = "Clock";
        check.verdict = verdict;
        store->save_check(id, check);
    }
};

TEST_CASE("a visit that passed is closed with the remark and the name") {
    SignedVisit visit;
    visit.result(Verdict::pass);
    const auto closed = sign_off_visit(*visit.store, visit.id, {"Ann", "Key is under the mat", "", true});
    CHECK(closed.closed);
    REQUIRE(closed.notes.size() == 1);
    CHECK(closed.notes.front().text == "Key is under the mat");
    CHECK(closed.notes.front().by == "Ann");
    CHECK(visit.store->load(visit.id).closed == closed.closed);
    CHECK(sign_off_visit(*visit.store, visit.id, {"Ann", "Key is under the mat", "", true}).notes.size() == 1);
}

TEST_CASE("a failed check keeps the visit open until somebody says why") {
    SignedVisit visit;
    visit.result(Verdict::fail);
    CHECK_THROWS_AS(sign_off_visit(*visit.store, visit.id, {"Ann", "remark", "", true}), std::invalid_argument);
    const auto still_open = visit.store->load(visit.id);
    CHECK_FALSE(still_open.closed);
    CHECK(still_open.notes.empty());
    const auto closed = sign_off_visit(*visit.store, visit.id, {"Ann", "", "The part comes next week", true});
    CHECK(closed.closed);
    CHECK(closed.notes.at(0).text == "The part comes next week");
}

TEST_CASE("nobody closes a visit without a name, and a visit may stay open") {
    SignedVisit visit;
    visit.result(Verdict::pass);
    CHECK_FALSE(why_not_closed(visit.store->load(visit.id), {"", "", "", true}).empty());
    CHECK(why_not_closed(visit.store->load(visit.id), {"", "", "", false}).empty());
    const auto open = sign_off_visit(*visit.store, visit.id, {"", "back tomorrow", "", false});
    CHECK_FALSE(open.closed);
    CHECK(open.notes.size() == 1);
}

Plan three_kilowatts() {
    Plan plan;
    plan.settings = {{"plant", "grid_max_export_power", "3", "", 0}};
    return plan;
}

const CheckResult& setting(const Visit& visit) {
    const auto found = std::ranges::find(visit.checks, std::string("settings"), &CheckResult::id);
    REQUIRE(found != visit.checks.end());
    return *found;
}

TEST_CASE("what was set is read once more before somebody signs, and the record says when") {
    tests::ExtendedSite site("healthy_house");
    const auto first = site.run(three_kilowatts());
    const auto writes = site.link.writes();
    const auto visit = site.look_before_sign_off();
    CHECK(setting(visit).verdict == Verdict::pass);
    REQUIRE(setting(visit).evidence.size() == 2);
    CHECK(setting(visit).evidence[1].value == "3.000 kW");
    CHECK(setting(visit).evidence[1].at > setting(first).evidence[1].at);
    CHECK(site.link.writes() == writes);
}

TEST_CASE("a limit that the network operator took back is found when somebody signs") {
    tests::ExtendedSite site("reverting_limit");
    CHECK(setting(site.run(three_kilowatts())).verdict == Verdict::pass);
    site.house->advance(30);
    const auto visit = site.look_before_sign_off();
    CHECK(setting(visit).verdict == Verdict::fail);
    CHECK(setting(visit).measured == "5.000 kW");
    CHECK_THAT(setting(visit).reason, ContainsSubstring("another controller sets it"));
    CHECK_THAT(setting(visit).reason, ContainsSubstring("In control then: "));
    CHECK_FALSE(why_not_closed(visit, {"Ann", "", "", true}).empty());
}

TEST_CASE("a foreign controller that keeps writing its own limit is found and told") {
    tests::ExtendedSite site("healthy_house");
    CHECK(setting(site.run(three_kilowatts())).verdict == Verdict::pass);
    site.house->on_transaction(
        [&](std::uint64_t) { site.house->set_point(247, "plant", "grid_max_export_power", 1.5); });
    const auto visit = site.look_before_sign_off();
    CHECK(setting(visit).verdict == Verdict::fail);
    CHECK(setting(visit).measured == "1.500 kW");
    CHECK_THAT(setting(visit).reason, ContainsSubstring("another controller sets it"));
}

TEST_CASE("a new visit names the installer, when there is one") {
    SignedVisit visit;
    REQUIRE(visit.store->load(visit.id).people.size() == 1);
    const auto nobody = begin_visit(*visit.store, "diagnosis", "test 1");
    CHECK(visit.store->load(nobody.id).people.empty());
    CHECK(visit.store->load(nobody.id).purpose == "diagnosis");
}

}  // namespace
}  // namespace firstlight::commissioning
