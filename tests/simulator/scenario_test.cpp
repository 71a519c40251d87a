#include "formats/strict_json.h"
#include "tests/simulator/house_of_test.h"

#include <fstream>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::tests;

TEST_CASE("every shipped scenario loads, and its station answers at every unit") {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(FIRSTLIGHT_SOURCE_DIR "/data/scenarios")) {
        INFO(entry.path());
        const auto scenario = simulator::load_scenario(entry.path(), profiles());
        CHECK_FALSE(scenario->description.empty());
        simulator::VirtualStation station(profiles(), scenario);
        CHECK(station.unknown_names().empty());
        for (const auto& unit : scenario->units) {
            const auto& profile = profiles().at(unit.profile);
            const auto& probe = profile.at(profile.recognition.probe);
            CHECK(station.registers(unit.unit, probe.table, probe.address, probe.count).has_value());
        }
        ++count;
    }
    CHECK(count >= 14);
}

TEST_CASE("mistakes in a scenario name line and reason") {
    struct Mistake {
        const char* json;
        std::size_t line;
        const char* reason;
    };
    const std::vector<Mistake> mistakes{
        {"{\n\"name\": \"x\"\n", 3, "JSON"},
        {"{\n\"units\": []}", 1, "name"},
        {"{\"name\": \"x\",\n\"unit\": []}", 2, "unit"},
        {"{\"name\": \"x\",\n\"name\": \"y\",\n\"units\": []}", 2, "name"},
        {"{\"name\": \"x\", \"units\": [\n{\"unit\": 300, \"profile\": \"inverter\"}]}", 2, "300"},
        {"{\"name\": \"x\", \"units\": [\n{\"unit\": 1, \"profile\": \"boiler\"}]}", 2, "boiler"},
        {"{\"name\": \"x\", \"units\": [\n{\"unit\": 1, \"profile\": \"inverter\"},\n{\"unit\": 1, \"profile\": "
         "\"inverter\"}]}",
         3, "twice"},
        {"{\"name\": \"x\", \"units\": [\n{\"unit\": 1, \"profile\": \"dc_charger\"}]}", 2, "needs a inverter"},
        {"{\"name\": \"x\", \"units\": [],\n\"values\": [{\"unit\": 5, \"point\": \"ess_soc\", \"value\": 1}]}", 2,
         "no unit 5"},
        {"{\"name\": \"x\", \"units\": [],\n\"values\": [{\"unit\": 247, \"point\": \"nonsense\", \"value\": 1}]}", 2,
         "nonsense"},
        {"{\"name\": \"x\", \"units\": [],\n\"faults\": [{\"kind\": \"meteor\"}]}", 2, "meteor"},
        {"{\"name\": \"x\", \"units\": [],\n\"faults\": [{\"kind\": \"silent\", \"phase\": \"a\"}]}", 2, "phase"},
        {"{\"name\": \"x\", \"units\": [],\n\"faults\": [{\"kind\": \"reversed_string\", \"unit\": 1, \"string\": 1}]}",
         2, "inverter"},
        {"{\"name\": \"x\", \"units\": [],\n\"sun\": {\"sunrise\": 20, \"sunset\": 6}}", 2, "set"},
        {"{\"name\": \"x\", \"units\": [],\n\"plant\": {\"present\": false}}", 1, "unit"},
        {"{\"name\": \"x\", \"units\": [],\n\"serve\": {\"pty\": [{\"line\": \"9600:9X1\"}]}}", 2, "9X1"},
        {"{\"name\": \"x\", \"units\": [],\n\"protocol_version\": \"two\"}", 2, "two"},
    };
    for (const auto& mistake : mistakes) {
        INFO(mistake.json);
        try {
            simulator::parse_scenario(mistake.json, profiles());
            FAIL_CHECK("taken without complaint");
        } catch (const formats::FileError& error) {
            INFO(error.what());
            CHECK(error.line() == mistake.line);
            CHECK(error.reason().find(mistake.reason) != std::string::npos);
        }
    }
}
