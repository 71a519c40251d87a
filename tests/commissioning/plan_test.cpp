#include "commissioning/plan.h"

#include "formats/strict_json.h"
#include "tests/store/temporary_folder.h"

#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

namespace firstlight::commissioning {
namespace {

Plan plan_from(const std::string& text) {
    tests::TemporaryFolder folder;
    const auto file = folder.path() / "plan.json";
    std::ofstream(file, std::ios::binary) << text;
    return load_plan(file);
}

TEST_CASE("a plan file says everything a wizard asks") {
    const auto plan = plan_from(R"({
        "purpose": "diagnosis",
        "site": {"customer": "Müller", "address": "Hauptstr. 1", "postcode": "10115", "city": "Berlin", "country": "DE",
                 "grid_reference": "DE0001", "time_zone": "Europe/Berlin"},
        "people": [{"name": "Bo", "company": "Solar", "role": "installer", "phone": "1", "email": "b@example.org", "licence": "L1"}],
        "rule_set": "uk_g98",
        "expected_serials": ["A", "B"],
        "former_anchors": ["C"],
        "units": [2, 1],
        "settings": [
            {"device": "plant", "point": "grid_max_export_limit", "value": 5.5},
            {"device": "every inverter", "point": "inverter_start_stop", "value": "start", "confirm": "every inverter"}
        ],
        "tables": [
            {"device": "plant", "table": "outages", "rows": [{"days": "mon-fri", "from": "22:00", "to": 1440}]}
        ],
        "commands": [
            {"device": "plant", "command": "locate", "arguments": {"unit": 1, "duration": "60"}, "confirm": "plant"}
        ],
        "confirmations": [{"id": "ip", "title": "Static address", "answer": "yes", "by": "Bo"}],
        "notes": [{"text": "A note", "by": "Bo"}],
        "close": true
    })");
    CHECK(plan.purpose == "diagnosis");
    CHECK(plan.site == Site{"Müller", "Hauptstr. 1", "10115", "Berlin", "DE", "DE0001", "Europe/Berlin"});
    CHECK(plan.people == std::vector<Person>{{"Bo", "Solar", "installer", "1", "b@example.org", "L1"}});
    CHECK(plan.rule_set == "uk_g98");
    CHECK(plan.expected_serials == std::vector<std::string>{"A", "B"});
    CHECK(plan.former_anchors == std::vector<std::string>{"C"});
    CHECK(plan.units == std::vector{2, 1});
    REQUIRE(plan.settings.size() == 2);
    CHECK(plan.settings[0].value == "5.5");
    CHECK(plan.settings[0].line == 11);
    CHECK(plan.settings[1].confirm == "every inverter");
    REQUIRE(plan.tables.size() == 1);
    CHECK(plan.tables[0].table == "outages");
    CHECK(plan.tables[0].rows == std::vector<Cells>{{{"days", "mon-fri"}, {"from", "22:00"}, {"to", "1440"}}});
    CHECK(plan.tables[0].line == 15);
    REQUIRE(plan.commands.size() == 1);
    CHECK(plan.commands[0].command == "locate");
    CHECK(plan.commands[0].arguments == Cells{{"unit", "1"}, {"duration", "60"}});
    CHECK(plan.commands[0].confirm == "plant");
    CHECK(plan.confirmations.at(0).answer == "yes");
    CHECK(plan.notes.at(0).text == "A note");
    CHECK(plan.close);
}

TEST_CASE("an empty plan is a commissioning of what is there") {
    const auto plan = plan_from("{}");
    CHECK(plan.purpose == "commissioning");
    CHECK(plan.settings.empty());
    CHECK_FALSE(plan.close);
}

struct BrokenPlan {
    const char* name;
    const char* text;
    std::size_t line;
    const char* reason;
};

const std::vector<BrokenPlan> broken_plans = {
    {"no JSON", "{\n\"purpose\" \"x\"}", 2, "JSON"},
    {"unknown key", "{\n\"purpos\": \"x\"}", 2, "purpos"},
    {"a key twice", "{\"purpose\": \"x\",\n\"purpose\": \"y\"}", 2, "twice"},
    {"unknown key of the site", "{\"site\": {\n\"zip\": \"1\"}}", 2, "zip"},
    {"country in words", "{\"site\": {\n\"country\": \"Germany\"}}", 2, "two capital letters"},
    {"a person without name", "{\"people\": [\n{\"role\": \"installer\"}]}", 2, "name"},
    {"a serial twice", "{\"expected_serials\": [\"A\",\n\"A\"]}", 2, "twice"},
    {"unit 247", "{\"units\": [\n247]}", 2, "246"},
    {"unit as text", "{\"units\": [\n\"1\"]}", 2, "number"},
    {"a setting without value", "{\"settings\": [\n{\"device\": \"plant\", \"point\": \"p\"}]}", 2, "value"},
    {"a setting with a list", "{\"settings\": [\n{\"device\": \"plant\", \"point\": \"p\",\n\"value\": []}]}", 3,
     "value"},
    {"a setting without device", "{\"settings\": [\n{\"device\": \"\", \"point\": \"p\", \"value\": 1}]}", 2, "device"},
    {"a table without rows", "{\"tables\": [\n{\"device\": \"plant\", \"table\": \"t\"}]}", 2, "rows"},
    {"a row that is no object", "{\"tables\": [{\"device\": \"plant\", \"table\": \"t\", \"rows\": [\n5]}]}", 2,
     "object"},
    {"a cell that is a list", "{\"tables\": [{\"device\": \"plant\", \"table\": \"t\", \"rows\": [{\n\"a\": []}]}]}", 2,
     "a value is a number or text"},
    {"a command without name", "{\"commands\": [\n{\"device\": \"plant\"}]}", 2, "command"},
    {"a confirmation without answer", "{\"confirmations\": [\n{\"id\": \"a\", \"title\": \"b\"}]}", 2, "answer"},
    {"an empty note", "{\"notes\": [\n{\"text\": \"\"}]}", 2, "text"},
    {"a list where an object belongs", "[]", 1, "object"},
};

TEST_CASE("broken plans are refused with line and reason") {
    const auto& row = broken_plans.at(GENERATE(range(std::size_t{0}, broken_plans.size())));
    INFO(row.name);
    try {
        plan_from(row.text);
        FAIL("was accepted");
    } catch (const formats::FileError& error) {
        INFO(error.what());
        CHECK(error.line() == row.line);
        CHECK(error.reason().find(row.reason) != std::string::npos);
    }
}

TEST_CASE("a plan that is not there is said so") {
    CHECK_THROWS_AS(load_plan("no_such_plan.json"), formats::FileError);
}

}  // namespace
}  // namespace firstlight::commissioning
