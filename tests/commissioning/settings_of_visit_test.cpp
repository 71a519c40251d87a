// What replaces a device takes over the settings of the one before it.
#include "commissioning/settings_of_visit.h"

#include "commissioning/settings_comparison.h"
#include "commissioning/settings_restore.h"
#include "commissioning/settings_snapshot.h"
#include "tests/commissioning/extended_site.h"
#include "tests/station/fixture_csv.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::commissioning;

namespace {

const station::ProfileSet& profiles() {
    static const auto set = station::ProfileSet::load(tests::shipped_profiles());
    return set;
}

StationSettings present(tests::ExtendedSite& site) {
    return site.with_station<StationSettings>(
        [](station::Station& station) { return take_settings(station, "test", {}); });
}

}  // namespace

TEST_CASE("what a visit has read is what the station has, and a changed setting is given back by a plan") {
    tests::ExtendedSite site;
    Plan plan;
    plan.settings = {{"plant", "ess_backup_soc", "25", "", 0}};
    const auto visit = site.run(plan);
    const auto kept = settings_of(visit, profiles());
    for (const char* name : {"plant", "inverter 1", "ac charger 2"})
        CHECK(std::ranges::find(kept.devices, name, &DeviceSettings::name) != kept.devices.end());
    CHECK(compare(kept, present(site), profiles()).empty());

    site.house->set_point(247, "plant", "ess_backup_soc", 10);
    const auto now = present(site);
    const auto differences = compare(kept, now, profiles());
    REQUIRE(differences.size() == 1);
    CHECK(differences[0].name == "ess_backup_soc");
    CHECK(differences[0].can_be_restored());
    const auto restored = restore_plan(differences, now, profiles());
    REQUIRE(restored.settings.size() == 1);
    CHECK(restored.settings[0].value == "25.0");
}

TEST_CASE(
    "a schedule that the visit has read is given to the station again, and a card says that its number is secret") {
    tests::ExtendedSite site;
    site.give_card("Anna", "04A1B2C3D4E5F6");
    Plan plan;
    const Cells nights = {{"days", "mon-fri"}, {"from", "22:00"}, {"to", "24:00"}};
    plan.tables = {{"plant", "outages", {nights}, "", 0}};
    const auto id = site.run(plan).id;
    const auto kept = settings_of(site.store()->load(id), profiles());
    const auto& plant = *std::ranges::find(kept.devices, "plant", &DeviceSettings::name);
    REQUIRE(plant.find_table("outages"));
    CHECK(plant.find_table("outages")->rows == std::vector<Cells>{nights});
    const auto& charger = *std::ranges::find(kept.devices, "ac charger 2", &DeviceSettings::name);
    REQUIRE(charger.find_table("cards"));
    CHECK(charger.find_table("cards")->rows.at(0).at("name") == "Anna");
    CHECK_FALSE(charger.find_table("cards")->rows.at(0).contains("uid"));
    CHECK(compare(kept, present(site), profiles()).empty());

    Plan emptied;
    emptied.tables = {{"plant", "outages", {}, "", 0}};
    site.run(emptied);
    const auto now = present(site);
    const auto restored = restore_plan(compare(kept, now, profiles()), now, profiles());
    REQUIRE(restored.tables.size() == 1);
    CHECK(restored.tables[0].rows == std::vector<Cells>{nights});
}

TEST_CASE("a new inverter in the place of the old one takes over its settings") {
    tests::ExtendedSite site;
    auto kept = settings_of(site.run({}), profiles());
    const auto now = present(site);
    auto old = std::ranges::find(kept.devices, "inverter", [](const auto& device) { return device.profile; });
    REQUIRE(old != kept.devices.end());
    old->serial = "CMU000OLD00000";
    const auto pairs = pairs_of(kept, now);
    const auto pair = std::ranges::find(pairs, &*old, [](const auto& one) { return one.first; });
    REQUIRE(pair != pairs.end());
    REQUIRE(pair->second);
    CHECK(pair->second->profile == "inverter");
}
