#include "commissioning/setting_pages.h"

#include "tests/commissioning/extended_site.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::commissioning;

namespace {

bool has(const std::vector<SettingPage>& pages, const std::string& id) {
    return std::ranges::find(pages, id, &SettingPage::id) != pages.end();
}

}  // namespace

TEST_CASE("a station has the pages of what it is for") {
    tests::ExtendedSite site;
    const auto& found = site.discovery();
    CHECK(use_of(found, std::nullopt) == StationUse::storage);
    CHECK(use_of(found, 2) == StationUse::pv_charging);
    CHECK(use_of(found, 3) == StationUse::charging);
    const auto storage = setting_pages(found, StationUse::storage);
    const auto sun = setting_pages(found, StationUse::pv_charging);
    const auto charging = setting_pages(found, StationUse::charging);
    for (const char* id : {"battery", "preheating", "schedule", "off_grid"}) {
        INFO(id);
        CHECK(has(storage, id));
        CHECK_FALSE(has(sun, id));
        CHECK_FALSE(has(charging, id));
    }
    for (const char* id : {"mode", "limits"}) {
        INFO(id);
        CHECK(has(storage, id));
        CHECK(has(sun, id));
        CHECK_FALSE(has(charging, id));
    }
    for (const char* id : {"station", "rates", "charger", "cards", "power"}) {
        INFO(id);
        CHECK(has(charging, id));
    }
}

TEST_CASE("a site of chargers alone has nothing of sun and battery") {
    tests::ExtendedSite site("charger_only");
    const auto& found = site.discovery();
    CHECK(use_of(found, std::nullopt) == StationUse::charging);
    const auto pages = setting_pages(found, use_of(found, std::nullopt));
    CHECK(has(pages, "charger"));
    CHECK(std::ranges::find(pages, "station", &SettingPage::id)->by_hand());
    CHECK(std::ranges::find(pages, "rates", &SettingPage::id)->by_hand());
    CHECK_FALSE(has(pages, "battery"));
    CHECK_FALSE(has(pages, "limits"));
}

TEST_CASE("a charger that is alone tells itself that it has the extension, and its pages are filled") {
    tests::ExtendedSite site("extended_charger");
    const auto& found = site.discovery();
    REQUIRE(found.extension);
    REQUIRE(found.devices.size() == 1);
    CHECK(found.devices[0].serial == "EVA001A45AC001");
    CHECK(found.anchor_serial == "EVA001A45AC001");
    const auto pages = setting_pages(found, use_of(found, std::nullopt));
    CHECK_FALSE(std::ranges::find(pages, "cards", &SettingPage::id)->by_hand());
    Plan plan;
    plan.settings = {{"ac charger 1", "charging_mode", "solar_boost", "", 0}};
    const auto visit = site.run(plan);
    REQUIRE(visit.changes.size() == 1);
    CHECK(visit.changes[0].second.result == station::WriteResult::proven);
    CHECK(visit.changes[0].second.source == "extension");

    tests::ExtendedSite without("charger_only");
    CHECK_FALSE(without.discovery().extension);
}

TEST_CASE("what a station does not offer is named on its page and in the record, and nothing where it offers all") {
    tests::ExtendedSite site("healthy_house");
    const auto& found = site.discovery();
    const auto pages = setting_pages(found, StationUse::storage);
    const auto& mode = *std::ranges::find(pages, "mode", &SettingPage::id);
    CHECK_FALSE(mode.by_hand());
    CHECK(std::ranges::count(mode.not_offered, "Working mode") == 1);
    const auto rest = what_is_not_offered(pages);
    REQUIRE(rest);
    CHECK(rest->find("Rate plan") != std::string::npos);
    CHECK(rest->find("Working mode (") != std::string::npos);
    const auto visit = site.run({});
    CHECK(std::ranges::count(visit.findings, *rest) == 1);

    tests::ExtendedSite extended;
    const auto withdrawn = what_is_not_offered(setting_pages(extended.discovery(), StationUse::storage));
    REQUIRE(withdrawn);
    CHECK(withdrawn->starts_with("The station does not offer over Modbus: Grid code. "));

    tests::ExtendedSite old("old_firmware");
    const auto of_old = setting_pages(old.discovery(), StationUse::storage);
    const auto& battery = *std::ranges::find(of_old, "battery", &SettingPage::id);
    CHECK(std::ranges::count(battery.not_offered, "Reserve for outages, state of charge") == 1);
}
