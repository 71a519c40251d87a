#include "commissioning/drafts.h"

#include "formats/strict_json.h"
#include "tests/commissioning/site.h"
#include "tests/store/temporary_folder.h"

#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch_test_macros.hpp>

namespace firstlight::commissioning {
namespace {

Plan full_plan() {
    Plan plan;
    plan.purpose = "diagnosis";
    plan.site = {"Müller \"West\"", "Hauptstr. 1", "10115", "Berlin", "DE", "DE0001", "Europe/Berlin"};
    plan.people = {{"Bo", "Solar", "installer", "1", "b@example.org", "L1"}};
    plan.rule_set = "uk_g98";
    plan.expected_serials = {"A", "B"};
    plan.former_anchors = {"C"};
    plan.units = {2, 1};
    plan.settings = {{"plant", "grid_max_export_power", "5.5", "", 0},
                     {"every inverter", "inverter_start_stop", "start", "every inverter", 0}};
    plan.tables = {{"plant", "outages", {{{"days", "mon"}, {"from", "10:00"}, {"to", "11:00"}}}, "", 0},
                   {"every ac charger", "cards", {{{"id", "1"}, {"uid", "04A1B2C3"}}}, "", 0}};
    plan.commands = {{"plant", "locate", {{"unit", "1"}, {"duration", "60"}}, "plant", 0}};
    plan.confirmations = {{"ip", "Static address", "yes", "Bo", {}}};
    plan.notes = {{"A note", "Bo", {}}};
    plan.same_station = true;
    plan.close = true;
    return plan;
}

TEST_CASE("a draft comes back with everything that was typed") {
    const tests::TemporaryFolder folder;
    const auto plan = full_plan();
    save_draft(folder.path(), "20261125-100000-ABCD", plan, tests::shipped_profiles());
    const auto read = load_draft(folder.path(), "20261125-100000-ABCD");
    REQUIRE(read);
    CHECK(read->purpose == plan.purpose);
    CHECK(read->site == plan.site);
    CHECK(read->people == plan.people);
    CHECK(read->rule_set == plan.rule_set);
    CHECK(read->expected_serials == plan.expected_serials);
    CHECK(read->former_anchors == plan.former_anchors);
    CHECK(read->units == plan.units);
    REQUIRE(read->settings.size() == 2);
    CHECK(read->settings.at(0).value == "5.5");
    CHECK(read->settings.at(1).device == "every inverter");
    CHECK(read->settings.at(1).confirm == "every inverter");
    REQUIRE(read->tables.size() == 2);
    CHECK(read->tables[0].rows == plan.tables[0].rows);
    CHECK(read->tables[1].device == "every ac charger");
    CHECK(read->tables[1].rows == std::vector<Cells>{{{"id", "1"}}});  // a card's number is not kept
    REQUIRE(read->commands.size() == 1);
    CHECK(read->commands[0].arguments == plan.commands[0].arguments);
    CHECK(read->commands[0].confirm == "plant");
    CHECK(read->confirmations == plan.confirmations);
    CHECK(read->notes == plan.notes);
    CHECK(read->same_station);
    CHECK(read->close);
}

TEST_CASE("a visit without a draft has none") {
    const tests::TemporaryFolder folder;
    CHECK_FALSE(load_draft(folder.path(), "20261125-100000-ABCD"));
}

TEST_CASE("a draft that was damaged is told, not dropped") {
    const tests::TemporaryFolder folder;
    std::ofstream(folder.path() / "x.json") << "{\"site\": 5}";
    CHECK_THROWS_AS(load_draft(folder.path(), "x"), formats::FileError);
}

}  // namespace
}  // namespace firstlight::commissioning
