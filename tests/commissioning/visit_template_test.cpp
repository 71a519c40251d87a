#include "commissioning/visit_template.h"

#include "commissioning/drafts.h"
#include "tests/commissioning/sample_visit.h"
#include "tests/station/shipped_profiles.h"
#include "tests/store/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

namespace firstlight::commissioning {
namespace {

using station::WriteResult;

std::pair<std::int64_t, station::Change> change_of(const char* device, const char* point, const char* wanted,
                                                   std::optional<WriteResult> result) {
    station::Change change;
    change.device = device;
    change.point = point;
    change.wanted = wanted;
    change.result = result;
    return {1, change};
}

Visit commissioned() {
    auto visit = tests::full_visit();
    visit.devices.push_back({"ac charger 2", "ac_charger", "", "", "", "2.9", 2});
    visit.changes = {
        change_of("plant", "grid_max_export_power", "4", WriteResult::proven),
        change_of("plant", "grid_max_export_power", "5.5", WriteResult::proven),
        change_of("plant", "remote_ems_enable", "Disabled", WriteResult::unchanged),
        change_of("plant", "pv_max_power", "9", WriteResult::refused),
        change_of("plant", "ess_backup_soc", "20", std::nullopt),
        change_of("plant", "plant_start_stop", "Start", WriteResult::sent),
        change_of("plant", "station_name", "Haus Maier", WriteResult::proven),
        change_of("plant", "owner_name", "Ada Maier", WriteResult::proven),
        change_of("ac charger 2", "ocpp_identity", "maier-garage", WriteResult::proven),
        change_of("gone 7", "grid_max_export_power", "1", WriteResult::proven),
    };
    return visit;
}

TEST_CASE("a template plans again what the journal proves, as it is typed") {
    const auto plan = template_of(commissioned(), std::nullopt, tests::shipped_profiles());
    REQUIRE(plan.settings.size() == 2);
    CHECK(plan.settings[0].device == "plant");
    CHECK(plan.settings[0].point == "grid_max_export_power");
    CHECK(plan.settings[0].value == "5.5");
    CHECK(plan.settings[1].point == "remote_ems_enable");
    CHECK(plan.settings[1].value == "disabled");
    CHECK(plan.people == tests::full_visit().people);
    CHECK(plan.from_template == commissioned().id);
    CHECK(plan.rule_set == "generic");
    CHECK(plan.site == Site{});
    CHECK(plan.expected_serials.empty());
}

TEST_CASE("a template of a planned visit keeps the plan, not what belongs to that one site") {
    Plan draft;
    draft.site.customer = "Maier";
    draft.people = {{"Li", "", "", "", "", ""}};
    draft.rule_set = "uk_g98";
    draft.expected_serials = {"A"};
    draft.settings = {{"inverter 1", "grid_code", "3", "grid_code", 4}};
    draft.confirmations = {{"ip", "Static address", "yes", "Bo", {}}};
    draft.notes = {{"note", "", {}}};
    const auto plan = template_of(commissioned(), draft, tests::shipped_profiles());
    CHECK(plan.site == Site{});
    CHECK(plan.people == draft.people);
    CHECK(plan.rule_set == "uk_g98");
    CHECK(plan.expected_serials.empty());
    CHECK(plan.confirmations.empty());
    CHECK(plan.notes.empty());
    REQUIRE(plan.settings.size() == 1);
    CHECK(plan.settings[0].value == "3");
    CHECK(plan.settings[0].confirm.empty());  // consent is given anew
}

TEST_CASE("a template of a planned visit has nothing of that customer, however it was planned") {
    Plan draft;
    draft.settings = {{"plant", "station_name", "Haus Maier", "", 0},
                      {"plant", "station_address", "Hauptstrasse 1", "", 0},
                      {"plant", "owner_name", "Ada Maier", "", 0},
                      {"plant", "owner_email", "ada@example.org", "", 0},
                      {"every ac charger", "ocpp_identity", "maier-garage", "", 0},
                      {"plant", "ess_backup_soc", "20", "", 0}};
    draft.tables = {{"plant", "outages", {{{"days", "mon"}, {"from", "10:00"}, {"to", "11:00"}}}, "", 0},
                    {"ac charger 2", "cards", {{{"id", "1"}, {"name", "Ada"}, {"state", "active"}}}, "", 0}};
    const auto plan = template_of(commissioned(), draft, tests::shipped_profiles());
    REQUIRE(plan.settings.size() == 1);
    CHECK(plan.settings[0].point == "ess_backup_soc");
    REQUIRE(plan.tables.size() == 1);
    CHECK(plan.tables[0].table == "outages");
}

TEST_CASE("a visit begun from a template has an empty site and the planned work as its draft") {
    tests::TemporaryFolder folder{tests::TemporaryFolder::in_memory()};
    const auto store = VisitStore::open(folder.path() / "visits.db");
    const auto drafts = folder.path() / "drafts";
    store->create(commissioned());
    const auto made = duplicate_visit(*store, drafts, tests::shipped_profiles(), commissioned().id, "firstlight 1");
    CHECK(made.id != commissioned().id);
    const auto stored = store->load(made.id);
    CHECK(stored.site == Site{});
    CHECK(stored.people == commissioned().people);
    CHECK(stored.changes.empty());
    CHECK(stored.devices.empty());
    CHECK_FALSE(stored.closed);
    CHECK(load_draft(drafts, made.id)->settings.size() == 2);
    CHECK(load_draft(drafts, made.id)->from_template == commissioned().id);
}

}  // namespace
}  // namespace firstlight::commissioning
