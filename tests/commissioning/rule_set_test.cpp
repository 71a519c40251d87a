#include "commissioning/rule_set.h"

#include "formats/strict_json.h"
#include "tests/store/temporary_folder.h"

#include <fstream>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace firstlight::commissioning {
namespace {

using tests::TemporaryFolder;

const std::filesystem::path shipped = FIRSTLIGHT_SOURCE_DIR "/data/rule_sets";

std::filesystem::path write_file(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
    return file;
}

std::string with_rule(const std::string& rule) {
    return "{\n \"id\": \"mine\",\n \"title\": \"Mine\",\n \"version\": \"7\",\n \"rules\": [\n" + rule + "\n ]\n}\n";
}

const std::string good_rule =
    R"({"id": "grid_voltage", "title": "Voltage", "low": 210, "high": 250, "unit": "V", "confidence": "sourced", "source": "a page"})";

TEST_CASE("every shipped rule set loads, is whole and says where its limits come from") {
    const auto sets = load_rule_sets(shipped);
    REQUIRE(sets.size() >= 6);
    for (const auto& set : sets) {
        INFO(set.id);
        CHECK(set.sha256.size() == 64);
        CHECK(set.file.stem() == set.id);
        CHECK((set.id == "generic" || set.based_on == "generic"));
        for (const auto* rule : {"communication_loss", "firmware_pack", "grid_voltage", "grid_voltage_line",
                                 "grid_frequency", "phase_imbalance", "insulation_resistance", "pv_string_voltage",
                                 "pv_string_spread", "battery_soc", "battery_soh", "battery_temperature",
                                 "battery_cell_spread", "meter_balance", "meter_balance_floor", "clock_deviation"}) {
            INFO(rule);
            REQUIRE(set.find(rule));
            CHECK_FALSE(set.find(rule)->source.empty());
            CHECK(set.find(rule)->range().find_first_of("0123456789") != std::string::npos);
        }
    }
}

TEST_CASE("the German limits are the decoded ones, the rest is borrowed from the general set and cited so") {
    const auto set = load_rule_set(shipped / "de_vde_ar_n_4105_2018.json");
    const auto& voltage = *set.find("grid_voltage");
    CHECK(voltage.low == 195.5);
    CHECK(voltage.high == 253);
    CHECK(voltage.confidence == Confidence::decoded);
    CHECK(set.cite(voltage) == "de_vde_ar_n_4105_2018 v2: grid_voltage");
    CHECK(set.cite(*set.find("battery_soh")) == "generic v1: battery_soh");
    CHECK(set.based_on_sha256 == load_rule_set(shipped / "generic.json").sha256);
}

TEST_CASE("limits belong to what passes") {
    Rule rule;
    rule.low = 207;
    rule.high = 253;
    CHECK(rule.allows(207));
    CHECK(rule.allows(253));
    CHECK_FALSE(rule.allows(206.999));
    CHECK_FALSE(rule.allows(253.0001));
    rule.unit = "V";
    CHECK(rule.range() == "207 V to 253 V");
    rule.high.reset();
    CHECK(rule.range() == "at least 207 V");
    CHECK(rule.allows(9000));
}

TEST_CASE("the rule set is the one asked for, else the country's, else the general one") {
    const auto sets = load_rule_sets(shipped);
    CHECK(choose_rule_set(sets, "uk_g98", "DE").id == "uk_g98");
    CHECK(choose_rule_set(sets, "", "DE").id == "de_vde_ar_n_4105_2018");
    CHECK(choose_rule_set(sets, "", "FR").id == "generic");
    CHECK(choose_rule_set(sets, "", "").id == "generic");
    CHECK_THROWS_AS(choose_rule_set(sets, "no_such_set", "DE"), std::out_of_range);
}

TEST_CASE("a user's rule set takes the place of a shipped one and is marked") {
    TemporaryFolder folder;
    auto text = with_rule(good_rule);
    text.replace(text.find("mine"), 4, "generic");
    write_file(folder.path() / "generic.json", text);
    const auto sets = load_rule_sets(shipped, folder.path());
    const auto& generic = choose_rule_set(sets, "generic", "");
    CHECK(generic.from_user);
    CHECK(generic.version == "7");
    CHECK(generic.find("grid_voltage")->low == 210);
    CHECK(choose_rule_set(sets, "uk_g98", "").based_on_from_user);
}

struct BrokenRow {
    const char* name;
    std::string text;
    std::size_t line;
    const char* reason;
};

TEST_CASE("broken rule sets are refused with line and reason") {
    const auto row = GENERATE_REF(values<BrokenRow>({
        {"no JSON", "{\n \"id\": \"mine\",\n oops\n}", 3, "JSON"},
        {"unknown key", "{\n \"id\": \"mine\",\n \"titel\": \"Mine\"\n}", 3, "titel"},
        {"no title", "{\n \"id\": \"mine\",\n \"version\": \"1\", \"rules\": []}", 1, "title"},
        {"empty version", "{\"id\": \"mine\", \"title\": \"M\",\n \"version\": \"\", \"rules\": []}", 2, "version"},
        {"unknown rule",
         with_rule(
             R"({"id": "grid_voltag", "title": "V", "low": 1, "unit": "V", "confidence": "sourced", "source": "s"})"),
         6, "no check uses"},
        {"wrong unit",
         with_rule(
             R"({"id": "grid_voltage", "title": "V", "low": 1, "unit": "kV", "confidence": "sourced", "source": "s"})"),
         6, "unit"},
        {"no limit",
         with_rule(R"({"id": "grid_voltage", "title": "V", "unit": "V", "confidence": "sourced", "source": "s"})"), 6,
         "neither low nor high"},
        {"crossed limits",
         with_rule(
             R"({"id": "grid_voltage", "title": "V", "low": 9, "high": 1, "unit": "V", "confidence": "sourced", "source": "s"})"),
         6, "above high"},
        {"text as limit",
         with_rule(
             R"({"id": "grid_voltage", "title": "V", "low": "9", "unit": "V", "confidence": "sourced", "source": "s"})"),
         6, "number"},
        {"no source",
         with_rule(R"({"id": "grid_voltage", "title": "V", "low": 9, "unit": "V", "confidence": "sourced"})"), 6,
         "source"},
        {"unknown confidence",
         with_rule(
             R"({"id": "grid_voltage", "title": "V", "low": 9, "unit": "V", "confidence": "sure", "source": "s"})"),
         6, "confidence"},
        {"twice", with_rule(good_rule + ",\n" + good_rule), 7, "twice"},
        {"base that is not there",
         "{\"id\": \"mine\", \"title\": \"M\", \"version\": \"1\", \"based_on\": \"nothing\", \"rules\": []}", 0, ""},
    }));
    INFO(row.name);
    TemporaryFolder folder;
    const auto file = write_file(folder.path() / "mine.json", row.text);
    try {
        load_rule_set(file);
        FAIL("was accepted");
    } catch (const formats::FileError& error) {
        CHECK(error.line() == row.line);
        CHECK(error.reason().find(row.reason) != std::string::npos);
    }
}

TEST_CASE("a folder of rule sets that is missing, doubled or chained is refused") {
    TemporaryFolder folder;
    CHECK_THROWS_AS(load_rule_sets(folder.path() / "none"), formats::FileError);
    CHECK_NOTHROW(load_rule_sets(shipped, folder.path() / "none"));
    write_file(folder.path() / "a.json", with_rule(good_rule));
    write_file(folder.path() / "b.json", with_rule(good_rule));
    CHECK_THROWS_AS(load_rule_sets(folder.path()), formats::FileError);
    std::filesystem::remove(folder.path() / "b.json");
    write_file(folder.path() / "b.json",
               R"({"id": "b", "title": "B", "version": "1", "based_on": "mine", "rules": []})");
    write_file(folder.path() / "c.json", R"({"id": "c", "title": "C", "version": "1", "based_on": "b", "rules": []})");
    CHECK_THROWS_AS(load_rule_sets(folder.path()), formats::FileError);
}

}  // namespace
}  // namespace firstlight::commissioning
