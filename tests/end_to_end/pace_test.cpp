// How many requests a first snapshot takes: at the maker's pace that many seconds, whatever this computer's speed.
#include "tests/end_to_end/child_program.h"
#include "tests/end_to_end/served_house.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace firstlight;
using namespace firstlight::tests;
using nlohmann::json;

namespace {

json read_everything(ServedHouse& house, const std::string& units) {
    const auto ended =
        run_program("firstlight-cli", {"read", house.endpoint(), "--pace", "1000", "--units", units, "--json"});
    INFO(ended.out << ended.err);
    REQUIRE(ended.exit_code == 0);
    return json::parse(ended.out).at("readings");
}

int count_of(const json& readings, const std::string& quality) {
    int count = 0;
    for (const auto& reading : readings) count += reading.at("quality") == quality;
    return count;
}

}  // namespace

TEST_CASE("a house with one inverter, its DC charger and an AC charger is found and read in at most 20 requests") {
    ServedHouse house(still_house());
    const auto readings = read_everything(house, "1,2");
    house.stop();
    CHECK(count_of(readings, "good") > 200);
    CHECK(house.transactions() <= 20);
}

TEST_CASE("older firmware costs its own points and nothing else") {
    ServedHouse newest(still_house("2.9")), old(still_house("2.5"));
    const auto today = read_everything(newest, "1,2");
    const auto before = read_everything(old, "1,2");
    newest.stop();
    old.stop();
    int compared = 0;
    for (const auto& reading : before) {
        const auto device = reading.at("device").get<std::string>();
        const auto unit = device.starts_with("plant") ? 247 : device.back() - '0';
        const auto profile = device.starts_with("plant")      ? "plant"
                             : device.starts_with("inverter") ? "inverter"
                             : device.starts_with("dc")       ? "dc_charger"
                                                              : "ac_charger";
        const auto served = old.served_text(static_cast<std::uint8_t>(unit), profile, reading.at("point"));
        INFO(device << " " << reading.at("point"));
        CHECK((reading.at("quality") == "good") == (served != "-"));
        compared += reading.at("quality") == "good";
    }
    CHECK(compared > 100);
    CHECK(count_of(before, "not read") == 0);
    CHECK(compared < count_of(today, "good"));
}

TEST_CASE("an unknown value is shown as such and spoils nothing") {
    ServedHouse house(still_house("2.9", R"(, "values": [{"unit": 247, "point": "ems_work_mode", "value": 77}])"));
    const auto readings = read_everything(house, "1");
    bool seen = false;
    for (const auto& reading : readings) {
        if (reading.at("point") != "ems_work_mode") continue;
        seen = true;
        CHECK(reading.at("text").get<std::string>().find("77") != std::string::npos);
    }
    CHECK(seen);
    CHECK(count_of(readings, "not read") == 0);
}
