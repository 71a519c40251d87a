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
