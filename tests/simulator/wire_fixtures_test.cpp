#include "tests/simulator/house_of_test.h"

#include <cmath>

#include <catch2/catch_test_macros.hpp>

/// Bytes on the wire against the rows of the facts: client and virtual station share profiles, so a wrong address,
/// type, gain or version in a profile would not show between them.
using namespace firstlight;
using namespace firstlight::tests;

namespace {

const std::vector<std::string> versions{"1.7", "1.8", "2.0", "2.1", "2.2", "2.4", "2.5", "2.6", "2.7", "2.8", "2.9"};

/// Two models, so that the plant has every point of its version.
std::string all_devices() {
    return hybrid + "," + dc_module
           + R"(, {"unit": 3, "profile": "inverter", "model": "Sigen PV 100M1-HYB", "serial": "CMU3", "firmware": "V1"},
           {"unit": 2, "profile": "ac_charger"}, {"unit": 5, "profile": "pss"}, {"unit": 6, "profile": "pid"})";
}

int unit_of(const CsvRow& row) {
    static const std::map<std::string, int> units{{"plant", 247},    {"inverter", 1}, {"dc_charger", 1},
                                                  {"ac_charger", 2}, {"pss", 5},      {"pid", 6}};
    return units.at(row.at("device"));
}

double version_number(std::string text) {
    if (text.starts_with("<=")) text = text.substr(2);
    return std::stod(text.substr(1));
}

bool is_reserved(const CsvRow& row) {
    return row.at("name").starts_with("reserved_");
}

/// Reserved since registers were withdrawn there: earlier versions answered (registers_legacy.csv), later ones again.
bool has_history(int address) {
    return address == 30554 || address == 40026 || address == 40501 || address == 41500 || address == 30272
           || address == 30274;
}

bool is_legacy_at(int address, double version) {
    for (const auto& row : fixture_rows("registers_legacy")) {
        const int first = std::stoi(row.at("address"));
        if (version < 2.4 && address >= first && address < first + std::stoi(row.at("count"))) return true;
    }
    return false;
}

std::uint64_t raw_of(const formats::Words& words) {
    std::uint64_t raw = 0;
    for (const auto word : words) raw = raw << 16 | word;
    return raw;
}

}  // namespace

TEST_CASE("every register answers or refuses as its first version says") {
    for (const auto& version : versions) {
        simulator::VirtualStation station(profiles(),
                                          house(all_devices(), fmt::format(R"(, "protocol_version": "{}")", version)));
        for (const auto& row : fixture_rows("registers")) {
            const int address = std::stoi(row.at("address")), count = std::stoi(row.at("count"));
            if (has_history(address)) continue;
            INFO("V" << version << " " << row.at("device") << " " << address << " " << row.at("name"));
            const bool known = version_number(row.at("since")) <= std::stod(version) + 1e-9;
            for (const int function : {3, 4}) {
                const auto answer = read(station, unit_of(row), address, count, function);
                if (!known || is_reserved(row)) {
                    CHECK(answer.exception == 2);
                } else if (row.at("access") == "WO") {
                    CHECK(answer.words == formats::Words{0xFFFE});
                } else {
                    CHECK(answer.words.has_value());
                }
            }
        }
    }
}

TEST_CASE("values stand at the address, in the type and with the gain of the facts") {
    simulator::VirtualStation station(profiles(), house(all_devices()));
    int checked = 0;
    for (const auto& row : fixture_rows("registers")) {
        if (is_reserved(row) || row.at("type") == "STRING" || row.at("access") == "WO") continue;
        const double gain = std::stod(row.at("gain"));
        const int address = std::stoi(row.at("address")), count = std::stoi(row.at("count"));
        const bool is_signed = row.at("type").front() == 'S';
        for (const double value : {is_signed ? -13.0 : 7.0, 21.0}) {
            INFO(row.at("device") << " " << address << " " << row.at("name") << " = " << value);
            station.set_point(static_cast<std::uint8_t>(unit_of(row)), row.at("device"), row.at("name"), value);
            const auto words = read(station, unit_of(row), address, count).words;
            REQUIRE(words);
            const auto wanted = static_cast<std::uint64_t>(std::llround(value * gain));
            const std::uint64_t mask = count == 4 ? ~0ULL : (1ULL << 16 * count) - 1;
            CHECK(raw_of(*words) == (wanted & mask));
            ++checked;
        }
    }
    CHECK(checked > 1000);
}

TEST_CASE("strings lie high byte first and end with NUL") {
    simulator::VirtualStation station(profiles(), house(all_devices()));
    CHECK(read(station, 1, 30500, 15).words.value()
          == formats::Words{0x5369, 0x6765, 0x6E53, 0x746F, 0x7220, 0x4543, 0x2031, 0x302E, 0x3020, 0x5450, 0, 0, 0, 0,
                            0});
    CHECK(read(station, 1, 30515, 10).words.value() == formats::Words{0x434D, 0x5531, 0, 0, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("the maker's worked frames") {
    simulator::VirtualStation station(profiles(), house(R"({"unit": 1, "profile": "inverter", "rated_kw": 25})"));
    CHECK(read(station, 1, 30540, 2, 3).words.value() == formats::Words{0, 0x61A8});
    REQUIRE(write(station, 247, 40029, {1}, true).written);
    REQUIRE(write(station, 247, 40031, {0}, true).written);
    CHECK(write(station, 247, 40001, {0, 0x61A8}).written);
    CHECK(read(station, 247, 40001, 2, 3).words.value() == formats::Words{0, 0x61A8});
}

TEST_CASE("withdrawn registers answer on old firmware only") {
    for (const auto& [version, known] : {std::pair{"1.8", true}, std::pair{"2.9", false}}) {
        simulator::VirtualStation station(profiles(),
                                          house(all_devices(), fmt::format(R"(, "protocol_version": "{}")", version)));
        INFO(version);
        for (const auto& [unit, address, count] :
             {std::tuple{1, 30556, 4}, {1, 30562, 4}, {247, 40026, 2}, {247, 40028, 1}}) {
            CHECK(read(station, unit, address, count).words.has_value() == known);
            CHECK(is_legacy_at(address, std::stod(version)) == known);
        }
    }
}

TEST_CASE("points of other models are refused") {
    simulator::VirtualStation station(profiles(), house(hybrid));
    CHECK(read(station, 247, 40051).words.has_value());
    CHECK(read(station, 247, 50000).exception == 2);
    simulator::VirtualStation commercial(profiles(),
                                         house(R"({"unit": 1, "profile": "inverter", "model": "Sigen PV 100M1-HYB"})"));
    CHECK(read(commercial, 247, 40051).exception == 2);
    CHECK(read(commercial, 247, 50000).words.has_value());
}
