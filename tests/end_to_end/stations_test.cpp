// What each kind of station can be given, and what its report says of it.
#include "tests/end_to_end/child_program.h"
#include "tests/end_to_end/served_house.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace firstlight;
using namespace firstlight::tests;
using nlohmann::json;

namespace {

/// A commissioned station: its report, and the text of the PDF.
struct Commissioned {
    int exit_code = 0;
    json report;
    std::string pdf;

    const json* setting(const std::string& point) const {
        for (const auto& one : report.at("settings"))
            if (one.at("point") == point && !one.at("expected").is_null()) return &one;
        return nullptr;
    }
    bool says(const std::string& words) const { return pdf.find(words) != std::string::npos; }
};

Commissioned commission(const std::string& scenario, const std::string& settings, const std::string& second_look = "0",
                        const std::string& units = "1, 2") {
    const TemporaryFolder folder;
    write_text(folder / "plan.json", R"({"site": {"customer": "A", "country": "DE"}, "people": [{"name": "Ada"}],
        "rule_set": "de_vde_ar_n_4105_2018", "units": [)"
                                         + units + R"(], "settings": [)" + settings + "]}");
    ServedHouse house(scenario);
    const auto ended =
        run_program("firstlight-cli", {"commission", house.endpoint(), "--second-look", second_look, "--plan",
                                       (folder / "plan.json").string(), "--pace", "1000", "--store",
                                       (folder / "visits.db").string(), "--report", folder.path().string(), "--json"});
    INFO(ended.out << ended.err);
    const auto result = json::parse(ended.out);
    REQUIRE(result.contains("pdf"));
    const auto text = run_program("pdftotext", {"-raw", result.at("pdf").get<std::string>(), "-"});
    REQUIRE(text.exit_code == 0);
    auto words = text.out;
    std::ranges::replace(words, '\n', ' ');
    return {ended.exit_code, json::parse(read_text(result.at("json").get<std::string>())), words};
}

const char* public_settings = R"(
  {"device": "plant", "point": "ess_discharge_cutoff_soc", "value": 8},
  {"device": "plant", "point": "ess_backup_soc", "value": 21},
  {"device": "plant", "point": "ess_charge_cutoff_soc", "value": 95},
  {"device": "plant", "point": "grid_max_export_power", "value": 5, "confirm": "grid_max_export_power"},
  {"device": "plant", "point": "grid_max_import_power", "value": 12, "confirm": "grid_max_import_power"},
  {"device": "ac charger 2", "point": "output_current", "value": 10},
  {"device": "ac charger 2", "point": "charger_start_stop", "value": "start", "confirm": "ac charger 2"},
  {"device": "inverter 1", "point": "inverter_start_stop", "value": "start", "confirm": "inverter 1"},
  {"device": "plant", "point": "remote_ems_enable", "value": "enabled", "confirm": "remote_ems_enable"})";

}  // namespace

TEST_CASE("without the extension one journey sets and proves everything that the public map has") {
    const auto done = commission(still_house(), public_settings);
    for (const auto* point :
         {"ess_discharge_cutoff_soc", "ess_backup_soc", "ess_charge_cutoff_soc", "grid_max_export_power",
          "grid_max_import_power", "output_current", "remote_ems_enable"}) {
        INFO(point);
        const auto* setting = done.setting(point);
        REQUIRE(setting);
        CHECK(setting->at("holds") == true);
        CHECK(setting->at("source") == "public");
    }
    for (const auto* point : {"charger_start_stop", "inverter_start_stop"}) {
        INFO(point);
        const auto& changes = done.report.at("changes");
        const auto change = std::ranges::find_if(changes, [&](const auto& one) { return one.at("point") == point; });
        REQUIRE(change != changes.end());
        CHECK((change->at("result") == "effect_seen" || change->at("result") == "sent"));
    }
}

TEST_CASE("the report of a station with the extension names its gateway, sensor and modules") {
    const auto done = commission(shipped_scenario("extended_house"),
                                 R"({"device": "plant", "point": "light_mode", "value": "own_effect"})");
    CHECK(done.exit_code == 0);
    REQUIRE(done.setting("light_mode"));
    CHECK(done.setting("light_mode")->at("source") == "extension");
    CHECK(done.setting("light_mode")->at("holds") == true);
    for (const auto* serial : {"GWT220A45GW001", "PST110A45PS001", "BAT001A45BM001"}) CHECK(done.says(serial));
}

TEST_CASE("the report of an old firmware says that it is old and what it does not know") {
    const auto done = commission(shipped_scenario("old_firmware"), "");
    CHECK(done.exit_code == 1);
    CHECK(done.says("The firmware is older than what this program was made for"));
    CHECK(done.says("not known to this firmware"));
}

TEST_CASE("the report of a site of chargers alone speaks of no sun and no battery as failed") {
    const auto done = commission(shipped_scenario("charger_only"),
                                 R"({"device": "ac charger 1", "point": "output_current", "value": 10})", "0", "1");
    CHECK(done.exit_code == 0);
    REQUIRE(done.setting("output_current"));
    CHECK(done.setting("output_current")->at("holds") == true);
    CHECK(done.says("This station has no inverter"));
}

TEST_CASE("the report says when another controller took a proven limit back, and what rules then") {
    auto scenario = shipped_scenario("reverting_limit");
    const std::string slow = R"("seconds": 20)";
    REQUIRE(scenario.find(slow) != std::string::npos);
    scenario.replace(scenario.find(slow), slow.size(), R"("seconds": 1)");
    const auto done = commission(
        scenario,
        R"({"device": "plant", "point": "grid_max_export_power", "value": 3, "confirm": "grid_max_export_power"})", "4",
        "1");
    CHECK(done.exit_code == 1);
    REQUIRE(done.setting("grid_max_export_power"));
    CHECK(done.setting("grid_max_export_power")->at("holds") == false);
    CHECK(done.says("In control then"));
}
