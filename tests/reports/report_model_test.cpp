#include "reports/report_model.h"

#include "reports/settings_proof.h"
#include "sample_visit.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::reports;

namespace {

const Section& section(const ReportModel& model, const std::string& id) {
    const auto found = std::ranges::find(model.sections, id, &Section::id);
    REQUIRE(found != model.sections.end());
    return *found;
}

/// Every word of a section, cells apart by a line feed.
std::string words(const Section& section) {
    std::string text;
    const auto add = [&](const std::string& more) { text += more + "\n"; };
    for (const Block& block : section.blocks) {
        if (const auto* paragraph = std::get_if<Paragraph>(&block)) add(paragraph->text);
        if (const auto* facts = std::get_if<Facts>(&block))
            for (const auto& [name, value] : facts->rows) add(name + ": " + value);
        if (const auto* table = std::get_if<Table>(&block))
            for (const Row& row : table->rows) {
                for (const Cell& cell : row.cells) add(cell.text + "\n" + cell.sub);
                add(row.note);
            }
    }
    return text;
}

bool says(const Section& section, const std::string& part) {
    return words(section).find(part) != std::string::npos;
}

bool says(const Cover& cover, const std::string& part) {
    return std::ranges::any_of(cover.statements,
                               [&](const std::string& one) { return one.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("The sections stand in the order in which people ask", "[report_model]") {
    std::vector<std::string> ids;
    for (const Section& one : make_model(test::full_visit()).sections) ids.push_back(one.id);
    CHECK(ids
          == std::vector<std::string>{"result", "to_do", "untested", "site", "station", "checks", "evidence",
                                      "settings", "changes", "readings", "confirmations", "notes", "sources"});
}

TEST_CASE("Settings stand apart from readings, with what was expected, where it comes from and when",
          "[report_model]") {
    auto visit = test::full_visit();
    const auto reading = [](const char* point, const char* label, const char* value, const char* source, int second) {
        return commissioning::ReadingRecord{"inverter 1", point, label,        "limits",         value, "kW",
                                            "good",       "",    std::nullopt, test::at(second), source};
    };
    visit.readings.push_back(reading("active_power_limit", "Power limit", "10.000", "public", 50));
    visit.readings.push_back(reading("export_limit", "Export limit", "4.600", "public", 51));
    visit.readings.push_back(reading("light_mode", "Light", "on", "extension", 52));
    station::Change table;
    table.device = "inverter 1";
    table.point = "schedule";
    table.wanted = table.after = "Days: mon";
    table.result = station::WriteResult::proven;
    table.source = "extension";
    table.at = test::at(40);
    visit.changes.emplace_back(10, table);
    commissioning::CheckResult check;
    check.id = "settings";
    check.verdict = commissioning::Verdict::fail;
    check.evidence = {{"inverter 1", "schedule", "Schedule", "no rows", test::at(60)}};
    visit.checks.push_back(check);

    const auto model = make_model(visit);
    const auto& settings = section(model, "settings");
    const auto row = [&](const std::vector<std::string>& cells) {
        std::string text;
        for (const auto& cell : cells) text += cell + "\n\n";
        return says(settings, text);
    };
    CHECK(row({"Power limit", "10.000", "10.000", "kW", "public register"}));
    CHECK(row({"Export limit", "0.000", "4.600", "kW", "public register"}));
    CHECK(row({"Light", "", "on", "kW", "extension"}));
    CHECK(row({"Schedule", "Days: mon", "no rows", "", "extension"}));
    CHECK(row({"Direction of the meter's clamps", "", "correct", "", "confirmed by hand"}));
    CHECK_FALSE(says(section(model, "readings"), "Power limit"));

    const auto proofs = settings_proof(visit);
    const auto holds = [&](const char* point) {
        return std::ranges::find(proofs, std::string(point), &SettingProof::point)->holds;
    };
    CHECK(holds("active_power_limit") == true);
    CHECK(holds("export_limit") == false);
    CHECK_FALSE(holds("light_mode"));
    CHECK(holds("schedule") == false);
}

TEST_CASE("A value that is too long for a cell stands under its row, once", "[report_model]") {
    auto visit = test::empty_visit();
    const std::string rows =
        "Days: mon-fri, From: 22:00, To: 24:00, Maximum charging power: 5.000 kW; Days: sat, "
        "From: 10:00, To: 11:00, Maximum charging power: none";
    station::Change schedule;
    schedule.device = "plant";
    schedule.point = "schedule";
    schedule.before = "no rows";
    schedule.wanted = schedule.after = rows;
    schedule.result = station::WriteResult::proven;
    schedule.at = test::at(40);
    visit.changes.emplace_back(1, schedule);
    const auto model = make_model(visit);
    for (const char* name : {"settings", "changes"}) {
        INFO(name);
        const auto* table = std::get_if<Table>(&section(model, name).blocks.back());
        REQUIRE(table);
        const auto& row = table->rows.back();
        CHECK(std::ranges::count(row.cells, "see below", &Cell::text) == 1);
        CHECK(std::ranges::count(row.cells, "the same", &Cell::text) == 1);
        CHECK(row.note.find("Maximum charging power: 5.000 kW\nDays: sat") != std::string::npos);
    }
}

TEST_CASE("A setting is judged by the newest look at it, value against value", "[report_model]") {
    using commissioning::Verdict;
    auto visit = test::empty_visit();
    station::Change limit;
    limit.device = "inverter 1";
    limit.point = "active_power_limit";
    limit.unit_of_measure = "kW";
    limit.before = "12.000";
    limit.wanted = limit.after = "10.000";
    limit.result = station::WriteResult::proven;
    limit.at = test::at(40);
    visit.changes.emplace_back(1, limit);
    const auto proof = [&] {
        const auto proofs = settings_proof(visit);
        REQUIRE(proofs.size() == 1);
        return proofs.front();
    };
    const auto look = [&](Verdict verdict, const char* value, int second) {
        commissioning::CheckResult check;
        check.id = "settings";
        check.verdict = verdict;
        check.evidence = {{"inverter 1", "active_power_limit", "Power limit", value, test::at(second)}};
        visit.checks = {check};
    };

    look(Verdict::pass, "10.000 kW", 50);
    CHECK(proof().holds == true);
    CHECK(proof().read_back == "10.000");
    CHECK(proof().at == test::at(50));

    // Read with everything else, before it was written.
    visit.readings = {{"inverter 1", "active_power_limit", "Power limit", "limits", "12.000", "kW", "good", "", 12,
                       test::at(10), "public"}};
    CHECK(proof().holds == true);
    CHECK(proof().read_back == "10.000");
    visit.checks.clear();
    CHECK(proof().holds == true);
    CHECK(proof().at == test::at(40));

    look(Verdict::not_tested, "not read (no answer)", 50);
    CHECK(proof().read_back == "10.000");

    look(Verdict::fail, "12.000 kW", 50);
    CHECK(proof().holds == false);
    CHECK(proof().read_back == "12.000");

    visit.readings.front().at = test::at(60);
    visit.readings.front().value = "10.000";
    CHECK(proof().holds == true);

    visit.readings.front().at = test::at(10);
    visit.checks.clear();
    visit.changes.front().second.result = station::WriteResult::unknown;
    visit.changes.front().second.after = "not read (no answer)";
    CHECK_FALSE(proof().holds);
}

TEST_CASE("The cover says verdict, counts and what must be known", "[report_model]") {
    const auto cover = make_model(test::full_visit()).cover;
    CHECK(cover.kind == "Commissioning report");
    CHECK(cover.headline == "Failed");
    CHECK(cover.mark == Mark::failed);
    std::vector<int> counts;
    for (const Count& count : cover.counts) counts.push_back(count.number);
    CHECK(counts == std::vector<int>{1, 1, 1, 5, 1});
    CHECK(says(cover, "Checked against rule set vde-ar-n-4105-2018 version 1."));
    CHECK(says(cover, "1 check compares with a limit that is only general knowledge"));
    CHECK(says(cover, "2 items were confirmed by hand"));
    CHECK(says(cover, "\"inverter\" (version 1.3-local) was replaced by the user"));
    CHECK(says(cover, "tcp:192.168.4.1:502 was asked every 0.25 s, faster than the maker's one request per second."));
}

TEST_CASE("Nothing claims that a standard is met", "[report_model]") {
    for (const auto& visit : {test::full_visit(), test::empty_visit()})
        for (const Section& one : make_model(visit).sections) {
            CHECK_FALSE(says(one, "complies"));
            CHECK_FALSE(says(one, "conform"));
        }
}

TEST_CASE("What failed says what to do next", "[report_model]") {
    const auto model = make_model(test::full_visit());
    const Section& to_do = section(model, "to_do");
    CHECK(says(to_do, "ask the network operator about the transformer's tap"));
    CHECK(says(to_do, "did not stick"));
    CHECK(says(to_do, "refused"));
    CHECK(says(to_do, "outcome not recorded"));
    CHECK_FALSE(says(to_do, "Communication quality"));
    CHECK(says(section(model, "untested"), "It was night"));
}

TEST_CASE("A limit of general knowledge is printed unverified", "[report_model]") {
    auto visit = test::full_visit();
    CHECK(says(section(make_model(visit), "checks"), "49.8 to 50.2 Hz\nunverified"));
    for (auto& check : visit.checks) check.unverified_limit = false;
    CHECK_FALSE(says(section(make_model(visit), "checks"), "50.2 Hz\nunverified"));
}

TEST_CASE("Without checks nothing passed", "[report_model]") {
    const auto model = make_model(test::empty_visit());
    CHECK(model.cover.headline == "Not tested");
    CHECK(model.cover.mark == Mark::not_tested);
    CHECK(says(section(model, "to_do"), "nothing is known to be right"));
    CHECK(says(section(model, "changes"), "Nothing was written"));
    CHECK(says(model.cover, "No rule set was chosen"));
}

TEST_CASE("An untested part keeps the visit from being passed", "[report_model]") {
    auto visit = test::full_visit();
    std::erase_if(visit.checks, [](const auto& check) {
        return check.verdict == commissioning::Verdict::fail || check.verdict == commissioning::Verdict::warning;
    });
    CHECK(make_model(visit).cover.headline == "Not fully tested");
}

TEST_CASE("A value that is not there is no number", "[report_model]") {
    const auto model = make_model(test::full_visit());
    const Section& readings = section(model, "readings");
    CHECK(says(readings, "not applicable"));
    CHECK(says(readings, "a single-phase inverter has no L2"));
    CHECK(says(readings, "inverter 1, SigenStor EC 12.0 TP"));
    CHECK(says(readings, "°C"));
    CHECK(says(readings, "MΩ"));
}

TEST_CASE("Every confirmation by hand is marked as one", "[report_model]") {
    const auto model = make_model(test::full_visit());
    for (const Block& block : section(model, "confirmations").blocks)
        if (const auto* table = std::get_if<Table>(&block))
            for (const Row& row : table->rows) CHECK(row.cells[3].text.starts_with("typed"));
    CHECK(says(section(model, "confirmations"), "typed, with photo or scan clamps.jpg"));
}

TEST_CASE("A setting is called as its reading is", "[report_model]") {
    auto visit = test::full_visit();
    visit.changes[0].second.point = "pv_voltage_1";
    CHECK(says(section(make_model(visit), "changes"), "PV string 1 voltage\npv_voltage_1"));
}

TEST_CASE("A link that a station dialled in on is named unencrypted", "[report_model]") {
    auto visit = test::full_visit();
    visit.links[0].endpoint = "listen:0.0.0.0:1502";
    CHECK(says(make_model(visit).cover, "listen:0.0.0.0:1502; this link is not encrypted"));
}
