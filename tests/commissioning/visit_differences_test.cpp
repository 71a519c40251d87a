#include "commissioning/visit_differences.h"

#include "tests/commissioning/sample_visit.h"
#include "tests/station/shipped_profiles.h"

#include <catch2/catch_test_macros.hpp>

namespace firstlight::commissioning {
namespace {

using Kind = DeviceDifference::Kind;

ReadingRecord reading(const char* device, const char* point, const char* value, const char* unit,
                      std::optional<double> number, const char* quality = "good") {
    return {device, point, point, "limits", value, unit, quality, "", number, tests::at(5)};
}

CheckResult check(const char* id, const char* subject, Verdict verdict) {
    CheckResult result;
    result.id = id;
    result.title = id;
    result.subject = subject;
    result.verdict = verdict;
    return result;
}

Visit earlier() {
    Visit visit;
    visit.id = "earlier";
    visit.created = tests::at(0);
    visit.devices = {{"plant", "plant", "", "", "", "2.9", 247},
                     {"inverter 1", "inverter", "M", "A", "F1", "2.9", 1},
                     {"inverter 2", "inverter", "M", "B", "F1", "2.9", 2},
                     {"AC charger 3", "ac_charger", "", "", "", "", 3}};
    visit.readings = {reading("plant", "grid_max_export_power", "5.000", "kW", 5.0),
                      reading("plant", "grid_active_power", "1.000", "kW", 1.0),
                      reading("plant", "ess_backup_soc", "", "%", std::nullopt, "not read"),
                      reading("inverter 1", "remote_dispatch_enable", "Disabled", "", 0.0),
                      reading("inverter 2", "remote_dispatch_enable", "Enabled", "", 1.0)};
    visit.checks = {check("meter", "", Verdict::pass), check("grid_voltage", "inverter 2", Verdict::pass)};
    return visit;
}

TEST_CASE("nothing changed is said as nothing") {
    CHECK(differences(earlier(), earlier(), tests::shipped_profiles()).empty());
}

TEST_CASE("devices are told apart by serial number, not by unit id") {
    auto now = earlier();
    now.devices = {{"plant", "plant", "", "", "", "2.9", 247},
                   {"inverter 1", "inverter", "M", "B", "F2", "2.9", 1},  // changed places with A, new firmware
                   {"inverter 2", "inverter", "M", "A", "F1", "2.9", 2},
                   {"inverter 4", "inverter", "M", "C", "F1", "2.9", 4}};
    const auto found = differences(earlier(), now, tests::shipped_profiles());
    CHECK(found.devices
          == std::vector<DeviceDifference>{{Kind::firmware, "inverter 1", "F1", "F2"},
                                           {Kind::added, "inverter 4", "", "C"},
                                           {Kind::removed, "AC charger 3", "", ""}});
    // The setting went with its device: what inverter 1 has now is what it had as inverter 2.
    now.readings[3] = reading("inverter 1", "remote_dispatch_enable", "Enabled", "", 1.0);
    now.readings[4] = reading("inverter 2", "remote_dispatch_enable", "Disabled", "", 0.0);
    CHECK(differences(earlier(), now, tests::shipped_profiles()).settings.empty());
}

TEST_CASE("another serial number at the same place is a replacement") {
    auto now = earlier();
    now.devices[2].serial = "C";
    CHECK(differences(earlier(), now, tests::shipped_profiles()).devices
          == std::vector<DeviceDifference>{{Kind::replaced, "inverter 2", "B", "C"}});
}

TEST_CASE("settings that differ are listed with both values; measurements and what was not read are not") {
    auto now = earlier();
    now.readings[0] = reading("plant", "grid_max_export_power", "0.000", "kW", 0.0);
    now.readings[1] = reading("plant", "grid_active_power", "3.000", "kW", 3.0);
    now.readings[2] = reading("plant", "ess_backup_soc", "20.0", "%", 20.0);
    CHECK(differences(earlier(), now, tests::shipped_profiles()).settings
          == std::vector<SettingDifference>{{"plant", "grid_max_export_power", "5.000 kW", "0.000 kW"}});
}

TEST_CASE("verdicts that differ are listed") {
    auto now = earlier();
    now.checks = {check("meter", "", Verdict::fail), check("grid_voltage", "inverter 2", Verdict::pass),
                  check("clock", "", Verdict::fail)};
    const auto found = differences(earlier(), now, tests::shipped_profiles());
    REQUIRE(found.verdicts.size() == 1);
    CHECK(found.verdicts[0].title == "meter");
    CHECK(found.verdicts[0].before == Verdict::pass);
    CHECK(found.verdicts[0].now == Verdict::fail);
    CHECK(in_words(found) == std::vector<std::string>{"meter: failed, before passed."});
}

VisitHeader header(const char* id, const char* anchor, int seconds) {
    VisitHeader made;
    made.id = id;
    made.anchor_serial = anchor;
    made.created = tests::at(seconds);
    return made;
}

TEST_CASE("the visit before is the newest earlier one at the same station, by its former serial numbers too") {
    Visit visit;
    visit.id = "now";
    visit.created = tests::at(100);
    visit.anchor_serial = "B";
    visit.former_anchors = {"A"};
    CHECK_FALSE(visit_before(visit, {header("now", "B", 100), header("other", "X", 50), header("empty", "", 60),
                                     header("later", "B", 200)}));
    CHECK(visit_before(visit, {header("old", "B", 10), header("replaced", "A", 20), header("older", "B", 5)})
          == "replaced");
}

}  // namespace
}  // namespace firstlight::commissioning
