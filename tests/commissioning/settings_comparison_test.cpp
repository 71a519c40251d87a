#include "commissioning/settings_comparison.h"

#include "commissioning/settings_restore.h"
#include "commissioning/settings_snapshot.h"
#include "tests/commissioning/extended_site.h"
#include "tests/commissioning/kept_settings.h"
#include "tests/commissioning/site.h"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

/// Settings kept, compared and restored.
namespace firstlight::commissioning {
namespace {

using Catch::Matchers::ContainsSubstring;
using station::WriteResult;
using tests::ExtendedSite;
using tests::kept_settings;

std::vector<KeptDifference> differences_of(const StationSettings& wanted, const StationSettings& present) {
    return compare(wanted, present, tests::shipped_profiles());
}

std::string& value_of(StationSettings& settings, const std::string& point) {
    for (auto& device : settings.devices)
        for (auto& kept : device.settings)
            if (kept.point == point) return kept.value;
    throw std::out_of_range(point);
}

void add(StationSettings& settings, const std::string& point, const std::string& value) {
    settings.devices[0].settings.push_back({point, point, value, "", "public", settings.taken});
}

/// The reason why the difference of that point cannot be restored; "restored" when it can.
std::string fate(const std::vector<KeptDifference>& differences, const std::string& name) {
    const auto found = std::ranges::find(differences, name, &KeptDifference::name);
    if (found == differences.end()) return "no difference";
    return found->can_be_restored() ? "restored" : found->why_not;
}

StationSettings taken_of(ExtendedSite& site) {
    return site.with_station<StationSettings>([](station::Station& station) { return take_settings(station, "test"); });
}

TEST_CASE("what is the same however it is typed is no difference") {
    auto wanted = kept_settings();
    CHECK(differences_of(wanted, kept_settings()).empty());
    value_of(wanted, "ess_backup_soc") = "20";
    value_of(wanted, "remote_ems_enable") = "0";
    wanted.devices[0].tables[0].rows[0]["from"] = "22:0";
    CHECK(differences_of(wanted, kept_settings()).empty());
}

TEST_CASE("a difference says both values with their unit") {
    auto wanted = kept_settings();
    value_of(wanted, "ess_backup_soc") = "35.0";
    const auto differences = differences_of(wanted, kept_settings());
    REQUIRE(differences.size() == 1);
    CHECK(differences[0].device == "plant");
    CHECK(differences[0].name == "ess_backup_soc");
    CHECK(differences[0].wanted == "35.0 %");
    CHECK(differences[0].present == "20.0 %");
    CHECK(differences[0].can_be_restored());
}

TEST_CASE("what is risky, remote, missing or wrong is never restored, and the reason is said") {
    auto wanted = kept_settings(), present = kept_settings();
    value_of(wanted, "remote_ems_enable") = "enabled";
    value_of(wanted, "ess_backup_soc") = "777";
    add(wanted, "lvrt_enable", "enabled"), add(present, "lvrt_enable", "disabled");
    add(wanted, "working_mode", "remote_ems");
    present.devices[0].unread.clear();
    add(present, "working_mode", "self_consumption");
    add(wanted, "ess_charge_cutoff_soc", "95");
    add(wanted, "no_such_point", "1"), add(present, "no_such_point", "2");
    add(present, "pcs_max_export_power", "4");
    add(wanted, "remote_ems_mode", "standby"), add(present, "remote_ems_mode", "pcs_remote_control");
    const auto differences = differences_of(wanted, present);
    CHECK_THAT(fate(differences, "remote_ems_enable"), ContainsSubstring("control from outside"));
    CHECK_THAT(fate(differences, "remote_ems_mode"), ContainsSubstring("control from outside"));
    CHECK_THAT(fate(differences, "working_mode"), ContainsSubstring("control from outside"));
    CHECK_THAT(fate(differences, "lvrt_enable"), ContainsSubstring("grid settings are never restored"));
    CHECK_THAT(fate(differences, "ess_charge_cutoff_soc"), ContainsSubstring("the station does not have it"));
    CHECK_THAT(fate(differences, "no_such_point"), ContainsSubstring("does not know"));
    CHECK_THAT(fate(differences, "pcs_max_export_power"), ContainsSubstring("the file does not have it"));
    CHECK(fate(differences, "ess_backup_soc") != "restored");
}

TEST_CASE("what does not fit beside the other settings is left out, and the rest is restored") {
    auto wanted = kept_settings(), present = kept_settings();
    add(wanted, "ess_discharge_cutoff_soc", "10"), add(present, "ess_discharge_cutoff_soc", "10.0");
    add(wanted, "ess_charge_cutoff_soc", "90"), add(present, "ess_charge_cutoff_soc", "100");
    value_of(wanted, "ess_backup_soc") = "3";
    const auto differences = differences_of(wanted, present);
    CHECK_THAT(fate(differences, "ess_backup_soc"), ContainsSubstring("It lies below the discharge cut-off"));
    CHECK(fate(differences, "ess_charge_cutoff_soc") == "restored");
}

TEST_CASE("a setting that another one does not allow waits for that one") {
    auto wanted = kept_settings(), present = kept_settings();
    add(wanted, "target_active_power", "1"), add(present, "target_active_power", "0");
    CHECK_THAT(fate(differences_of(wanted, present), "target_active_power"),
               ContainsSubstring("does not allow it now"));

    wanted = present = kept_settings();
    add(wanted, "grid_max_export_power_phase_a", "1"), add(present, "grid_max_export_power_phase_a", "2");
    add(wanted, "limit_scope", "1"), add(present, "limit_scope", "0");
    const auto differences = differences_of(wanted, present);
    CHECK(fate(differences, "grid_max_export_power_phase_a") == "restored");
    const auto plan = restore_plan(differences, present, tests::shipped_profiles());
    REQUIRE(plan.settings.size() == 2);
    CHECK(plan.settings[0].point == "limit_scope");
}

TEST_CASE("devices are the same by serial number, by name, or as the last of their family") {
    auto wanted = kept_settings(), present = kept_settings();
    present.devices[1].name = "ac charger 5";
    value_of(present, "output_current") = "10";
    CHECK(differences_of(wanted, present).at(0).device == "ac charger 5");
    present.devices[1].serial = "OTHER";
    CHECK(differences_of(wanted, present).at(0).device == "ac charger 5");

    present.devices.push_back(present.devices[1]);
    present.devices[2].name = "ac charger 6";
    present.devices[2].serial = "ANOTHER";
    const auto differences = differences_of(wanted, present);
    REQUIRE(differences.size() == 3);
    CHECK_THAT(differences[0].why_not, ContainsSubstring("does not have this device"));
    CHECK_THAT(differences[1].why_not, ContainsSubstring("the file does not have it"));
}

TEST_CASE("rows are compared by key or place, and chosen ones alone are put in") {
    ExtendedSite site;
    const auto present = taken_of(site);
    auto wanted = present;
    const auto rows_of = [](StationSettings& settings, const char* device, const char* table) -> std::vector<Cells>& {
        auto& of = *std::ranges::find(settings.devices, std::string(device), &DeviceSettings::name);
        return std::ranges::find(of.tables, std::string(table), &KeptTable::table)->rows;
    };
    rows_of(wanted, "plant", "outages") = {{{"days", "mon"}, {"from", "10:00"}, {"to", "11:00"}},
                                           {{"days", "tue"}, {"from", "12:00"}, {"to", "13:00"}}};
    rows_of(wanted, "ac charger 2", "cards") = {{{"id", "7"}, {"name", "Ada"}, {"state", "active"}}};
    auto differences = differences_of(wanted, present);
    REQUIRE(differences.size() == 3);
    CHECK(differences[0].row == "1");
    CHECK(differences[0].wanted == "days mon, from 10:00, to 11:00");
    CHECK(differences[2].row == "7");
    CHECK_THAT(differences[2].why_not, ContainsSubstring("a secret that the file does not hold"));

    // Only the second one, then all: the rest stays, what is gone goes.
    const auto second = restore_plan({differences[1]}, present, tests::shipped_profiles());
    CHECK(second.tables.at(0).rows == std::vector<Cells>{rows_of(wanted, "plant", "outages")[1]});
    const auto emptied = differences_of(present, wanted);
    CHECK(restore_plan({emptied[0]}, wanted, tests::shipped_profiles()).tables.at(0).rows
          == std::vector<Cells>{rows_of(wanted, "plant", "outages")[1]});
}

std::vector<Cells>& cards_of(StationSettings& settings) {
    auto& charger = *std::ranges::find(settings.devices, std::string("ac charger 2"), &DeviceSettings::name);
    return std::ranges::find(charger.tables, std::string("cards"), &KeptTable::table)->rows;
}

TEST_CASE("the file of another station brings its limits, never its name, its owner or its people's cards") {
    auto wanted = kept_settings(), present = kept_settings();
    value_of(wanted, "ess_backup_soc") = "35";
    add(wanted, "station_name", "Ada's house"), add(present, "station_name", "Bo's house");
    add(wanted, "owner_email", "ada@example.org"), add(present, "owner_email", "bo@example.org");
    wanted.devices[1].settings.push_back({"ocpp_identity", "Name", "ada-1", "", "extension", wanted.taken});
    present.devices[1].settings.push_back({"ocpp_identity", "Name", "bo-1", "", "extension", wanted.taken});
    const Cells card = {{"id", "1"}, {"name", "Bo"}, {"state", "active"}, {"uid_tail", "C3D4"}};
    auto of_ada = card;
    of_ada["name"] = "Ada";
    wanted.devices[1].tables.push_back({"cards", "RFID cards", {of_ada}, wanted.taken});
    present.devices[1].tables.push_back({"cards", "RFID cards", {card}, wanted.taken});
    const auto personal = {"station_name", "owner_email", "ocpp_identity", "cards"};

    for (const auto* name : personal) CHECK(fate(differences_of(wanted, present), name) == "restored");
    for (const auto* station : {"CMU999Z99ZZ999", ""}) {
        wanted.station = station;
        const auto differences = differences_of(wanted, present);
        CHECK(fate(differences, "ess_backup_soc") == "restored");
        for (const auto* name : personal)
            CHECK_THAT(fate(differences, name), ContainsSubstring("not known to be of this station"));
    }
    wanted.devices[1].tables[0].rows.clear();  // nor are cards taken out
    CHECK_THAT(fate(differences_of(wanted, present), "cards"), ContainsSubstring("not known to be of this station"));
}

TEST_CASE("a card is restored to its own place only, and keeps its number") {
    ExtendedSite site;
    REQUIRE(site.give_card("Anna", "04A1B2C3").result == WriteResult::proven);
    const auto kept = taken_of(site);
    auto renamed = kept;
    REQUIRE(cards_of(renamed)
            == std::vector<Cells>{{{"id", "1"}, {"name", "Anna"}, {"state", "active"}, {"uid_tail", "B2C3"}}});
    cards_of(renamed)[0]["name"] = "Anne";
    const auto differences = differences_of(renamed, kept);
    REQUIRE(differences.size() == 1);
    const auto visit = site.run(restore_plan(differences, kept, tests::shipped_profiles()));
    CHECK(visit.changes.at(0).second.result == WriteResult::proven);
    auto now = taken_of(site);
    CHECK(cards_of(now) == cards_of(renamed));

    REQUIRE(site.give_card("Bert", "04FFEEDD").result == WriteResult::proven);
    CHECK_THAT(fate(differences_of(kept, taken_of(site)), "cards"), ContainsSubstring("another one has its place now"));
}

TEST_CASE("settings are taken, changed by somebody, restored and proven") {
    ExtendedSite site;
    Plan first;
    first.tables = {{"plant", "outages", {{{"days", "mon-fri"}, {"from", "22:00"}, {"to", "24:00"}}}, "", 0}};
    first.settings = {{"plant", "ess_backup_soc", "20", "", 0}, {"plant", "station_name", "Lindenweg 4", "", 0}};
    site.run(first);
    const auto kept = taken_of(site);
    CHECK(kept.station == "CMU123A45AA001");
    const auto& plant = kept.devices.at(0);
    CHECK(plant.find("ess_backup_soc")->value == "20.0");
    CHECK(plant.find("station_name")->value == "Lindenweg 4");
    CHECK(plant.find("station_name")->source == "extension");
    CHECK(plant.find_table("outages")->rows.size() == 1);
    CHECK_FALSE(plant.find("outages_count"));
    CHECK_FALSE(plant.find_table("alarm_history"));
    for (const auto& device : kept.devices) CHECK_FALSE(device.find("ocpp_password"));

    Plan other;
    other.tables = {{"plant", "outages", {}, "", 0}};
    other.settings = {{"plant", "ess_backup_soc", "50", "", 0}, {"plant", "station_name", "Nobody's", "", 0}};
    site.run(other);
    const auto now = taken_of(site);
    const auto differences = differences_of(kept, now);
    REQUIRE(differences.size() == 3);
    for (const auto& difference : differences) CHECK(difference.can_be_restored());
    const auto visit = site.run(restore_plan(differences, now, tests::shipped_profiles()));
    REQUIRE(visit.changes.size() == 3);
    for (const auto& [number, change] : visit.changes) CHECK(change.result == WriteResult::proven);
    CHECK(differences_of(kept, taken_of(site)).empty());
}

TEST_CASE("a template brings only what it names to another station") {
    ExtendedSite site;
    const auto here = taken_of(site);
    auto company = template_from(here, "Our houses");
    auto& plant = company.devices.at(0);
    std::erase_if(plant.settings, [](const auto& kept) { return kept.point != "ess_backup_soc"; });
    plant.settings.at(0).value = "42.0";
    plant.tables.clear();
    company.devices.resize(1);
    const auto differences = differences_of(company, here);
    REQUIRE(differences.size() == 1);
    CHECK(differences[0].name == "ess_backup_soc");
    const auto visit = site.run(restore_plan(differences, here, tests::shipped_profiles()));
    CHECK(visit.changes.at(0).second.result == WriteResult::proven);
}

TEST_CASE("what a station without the extension lacks is said, setting by setting") {
    ExtendedSite plain("healthy_house"), extended;
    const auto kept = taken_of(extended), now = taken_of(plain);
    REQUIRE(now.devices.at(0).find_unread("working_mode"));
    const auto differences = differences_of(kept, now);
    CHECK_THAT(fate(differences, "working_mode"), ContainsSubstring("the station does not have it"));
    CHECK_THAT(fate(differences, "working_mode"), ContainsSubstring("commissioning extension"));
    CHECK_THAT(fate(differences, "outages"), ContainsSubstring("the station does not have it"));
}

}  // namespace
}  // namespace firstlight::commissioning
