#include "formats/sha256.h"
#include "reports/report.h"
#include "reports/report_text.h"
#include "sample_visit.h"

#include <fstream>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace firstlight;
using nlohmann::json;

namespace {

json schema() {
    std::ifstream in(FIRSTLIGHT_SOURCE_DIR "/docs/report.schema.json");
    return json::parse(in);
}

bool has_type(const json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    if (type == "boolean") return value.is_boolean();
    if (type == "null") return value.is_null();
    throw std::invalid_argument("type " + type);
}

/// The keywords that our schema uses, and no others: an unknown one throws.
class Validator {
  public:
    explicit Validator(json schema) : schema_(std::move(schema)) {}

    std::vector<std::string> faults(const json& value) {
        faults_.clear();
        check(schema_, value, "");
        return faults_;
    }

  private:
    void check(const json& rule, const json& value, const std::string& where) {
        for (const auto& [keyword, argument] : rule.items()) {
            if (keyword == "$schema" || keyword == "title" || keyword == "description" || keyword == "$defs") continue;
            if (keyword == "$ref")
                check(schema_.at(json::json_pointer(argument.get<std::string>().substr(1))), value, where);
            else if (keyword == "type")
                type(argument, value, where);
            else if (keyword == "enum")
                expect(std::ranges::find(argument, value) != argument.end(), where + " is " + value.dump());
            else if (keyword == "anyOf")
                any(argument, value, where);
            else if (keyword == "items")
                for (const json& item : value) check(argument, item, where + "[]");
            else if (keyword == "properties")
                properties(argument, value, where);
            else if (keyword == "required")
                for (const json& key : argument)
                    expect(value.contains(key.get<std::string>()), where + " lacks " + key.dump());
            else if (keyword == "additionalProperties")
                for (const auto& [key, item] : value.items())
                    expect(rule.at("properties").contains(key), where + "/" + key + " is not in the schema");
            else
                throw std::invalid_argument("keyword " + keyword);
        }
    }

    void type(const json& types, const json& value, const std::string& where) {
        const json list = types.is_array() ? types : json::array({types});
        expect(std::ranges::any_of(list, [&](const json& one) { return has_type(value, one); }),
               where + " is " + value.type_name());
    }

    void any(const json& rules, const json& value, const std::string& where) {
        const auto kept = faults_;
        for (const json& rule : rules) {
            faults_ = kept;
            check(rule, value, where);
            if (faults_.size() == kept.size()) return;
        }
    }

    void properties(const json& rules, const json& value, const std::string& where) {
        for (const auto& [key, rule] : rules.items())
            if (value.contains(key)) check(rule, value.at(key), where + "/" + key);
    }

    void expect(bool holds, std::string fault) {
        if (!holds) faults_.push_back(std::move(fault));
    }

    json schema_;
    std::vector<std::string> faults_;
};

}  // namespace

TEST_CASE("The JSON follows its schema", "[report_json]") {
    Validator validator(schema());
    CHECK(validator.faults(json::parse(reports::to_json(test::full_visit()))) == std::vector<std::string>{});
    CHECK(validator.faults(json::parse(reports::to_json(test::empty_visit()))) == std::vector<std::string>{});
}

TEST_CASE("The schema refuses what is not a report", "[report_json]") {
    Validator validator(schema());
    auto made = json::parse(reports::to_json(test::full_visit()));
    made["checks"][0]["verdict"] = "fine";
    made["readings"][0]["value"] = 0;
    made["extra"] = 1;
    made.erase("links");
    CHECK(validator.faults(made).size() == 4);
}

TEST_CASE("Numbers stand as numbers beside their printed text", "[report_json]") {
    const auto visit = test::full_visit();
    const auto made = json::parse(reports::to_json(visit));
    REQUIRE(made["readings"].size() == visit.readings.size());
    for (std::size_t i = 0; i < visit.readings.size(); ++i) {
        const json& reading = made["readings"][i];
        INFO(reading);
        if (visit.readings[i].quality != "good") {
            CHECK(reading["value"].is_null());
            CHECK(reading["why"] == visit.readings[i].why);
        } else {
            CHECK(reading["value"]["text"] == visit.readings[i].value);
            CHECK(reading["value"]["number"].get<double>() == *visit.readings[i].number);
        }
    }
    CHECK(made["links"][1]["seconds_between_requests"]["number"] == 0.25);
    CHECK(made["links"][1]["seconds_between_requests"]["text"] == "0.25");
    CHECK(made["links"][1]["faster_than_the_maker_asks"] == true);
    CHECK(made["links"][0]["faster_than_the_maker_asks"] == false);
}

TEST_CASE("Times are ISO 8601 in UTC", "[report_json]") {
    const auto made = json::parse(reports::to_json(test::full_visit()));
    CHECK(made["visit"]["created"] == "2026-11-23T10:42:07Z");
    CHECK(made["visit"]["closed"] == "2026-11-23T10:47:07Z");
    CHECK(json::parse(reports::to_json(test::empty_visit()))["visit"]["closed"].is_null());
    CHECK(reports::iso_time(commissioning::Time{std::chrono::milliseconds(-1)}) == "1969-12-31T23:59:59Z");
}

TEST_CASE("The verification code is the hash of the canonical form", "[report_json]") {
    const auto visit = test::full_visit();
    auto made = json::parse(reports::to_json(visit));
    const auto claimed = made["verification"];
    made.erase("verification");
    const auto hash = formats::sha256_hex(made.dump());
    CHECK(claimed["sha256"] == hash);
    CHECK(claimed["code"] == hash.substr(0, 12));
    CHECK(reports::verification_code(visit) == hash.substr(0, 12));
}

TEST_CASE("The code changes with the visit and only with it", "[report_json]") {
    const auto code = reports::verification_code(test::full_visit());
    CHECK(reports::verification_code(test::full_visit()) == code);
    auto changed = test::full_visit();
    changed.readings.back().value += "1";
    changed.readings.back().quality = "good";
    CHECK(reports::verification_code(changed) != code);
}

TEST_CASE("Text that is not UTF-8 does not stop the report", "[report_json]") {
    auto visit = test::empty_visit();
    visit.anchor_serial = "CMU\xFF\x01";
    const auto made = json::parse(reports::to_json(visit));
    CHECK(made["station"]["anchor_serial"] == "CMU\xEF\xBF\xBD\x01");
}
