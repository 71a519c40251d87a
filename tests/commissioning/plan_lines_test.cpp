#include "commissioning/plan_lines.h"

#include "tests/commissioning/extended_site.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::commissioning;

TEST_CASE("a review shows every setting, table and command of a plan, in the order of the writes") {
    tests::ExtendedSite site;
    Plan plan;
    plan.settings = {{"every ac charger", "output_current", "16", "", 0}, {"inverter 9", "no_point", "1", "", 0}};
    plan.tables = {{"plant", "outages", {{{"days", "mon-fri"}, {"from", "22:00"}, {"to", "24:00"}}}, "", 0}};
    plan.commands = {{"plant", "go_off_grid", {}, "", 0}};
    const auto lines = lines_of(plan, &site.discovery());
    REQUIRE(lines.size() == site.discovery().of("ac_charger").size() + 3);
    CHECK(lines[0].device->profile->family == "ac_charger");
    CHECK(lines[0].wanted == "16 A");
    CHECK(lines[0].is_point);
    const auto& unknown = lines[lines.size() - 3];
    CHECK(unknown.device == nullptr);
    CHECK(unknown.device_name == "inverter 9");
    CHECK(unknown.label == "no_point");
    const auto& table = lines[lines.size() - 2];
    CHECK_FALSE(table.is_point);
    CHECK(table.wanted.find("1 row") == 0);
    CHECK(table.wanted.find("22:00") != std::string::npos);
    CHECK(lines.back().risk == station::RiskClass::onsite);
    CHECK(lines_of(plan, nullptr).size() == 4);
}

TEST_CASE("a review names the entries of the secret store, each at its column") {
    tests::ExtendedSite site;
    Plan plan;
    plan.settings = {{"ac charger 2", "ocpp_password", "", "", 0, "depot"}};
    plan.tables = {{"ac charger 2", "cards", {{}}, "", 0, {{{"uid", "card of Anna"}}}}};
    const auto lines = lines_of(plan, &site.discovery());
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].wanted == "from the secret store: depot");
    CHECK(lines[1].wanted == "1 row\nCard number from the secret store: card of Anna");
}

TEST_CASE("a review never shows a secret") {
    tests::ExtendedSite site;
    Plan plan;
    plan.settings = {{"ac charger 2", "ocpp_password", "geheim", "", 0}};
    plan.tables = {{"ac charger 2", "cards", {{{"id", "1"}, {"name", "Anna"}, {"uid", "04A1B2C3"}}}, "", 0}};
    for (const auto& line : lines_of(plan, &site.discovery())) {
        CHECK(line.wanted.find("geheim") == std::string::npos);
        CHECK(line.wanted.find("04A1B2C3") == std::string::npos);
    }
}
