#include "commissioning/preferences.h"

#include "formats/strict_json.h"
#include "tests/store/temporary_folder.h"

#include <fstream>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace firstlight::commissioning {
namespace {

TEST_CASE("preferences come back as they were saved") {
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "not yet there" / "preferences.json";
    Preferences chosen;
    chosen.language = "de";
    chosen.appearance = Appearance::dark;
    chosen.temperature = TemperatureUnit::fahrenheit;
    chosen.currency = "CHF";
    chosen.installer = {"Ann", "Sól & Sun", "installer", "+49 1", "ann@example.org", "L 1"};
    chosen.logo = std::filesystem::u8path("/home/ann/lögo.png");
    chosen.letter_paper = true;
    chosen.seconds_between_requests = 0.25;
    chosen.seconds_to_second_look = 5;
    chosen.notify_long_work = false;
    chosen.notify_lost_link = false;
    chosen.log_frames = true;
    chosen.recent_endpoints = {"tcp:192.168.4.1:502", "rtu:COM5:9600:8N1"};
    save_preferences(chosen, file);
    CHECK(load_preferences(file) == chosen);
}

TEST_CASE("without a file the defaults count") {
    const tests::TemporaryFolder folder;
    CHECK(load_preferences(folder.path() / "preferences.json") == Preferences{});
}

TEST_CASE("preferences that cannot be right name the line") {
    struct Row {
        const char* text;
        std::size_t line;
    };
    const auto [text, line] =
        GENERATE(Row{"{\n\"appearance\": \"pink\"}", 2}, Row{"{\n\n\"seconds_between_requests\": 11}", 3},
                 Row{"{\"log_frames\": \"loud\"}", 1}, Row{"{\n\"colour\": 1}", 2}, Row{"{", 1});
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "preferences.json";
    std::ofstream(file, std::ios::binary) << text;
    try {
        load_preferences(file);
        FAIL("accepted: " << text);
    } catch (const formats::FileError& error) {
        CHECK(error.line() == line);
    }
}

TEST_CASE("a currency has three capital letters") {
    for (const char* good : {"EUR", "CHF"}) CHECK(is_currency(good));
    for (const char* bad : {"", "eur", "EU", "EURO", "E1R"}) CHECK_FALSE(is_currency(bad));
}

TEST_CASE("the newest endpoint stands first, once, and ten are kept") {
    Preferences preferences;
    for (int i = 0; i < 12; ++i) remember_endpoint(preferences, "tcp:10.0.0." + std::to_string(i) + ":502");
    remember_endpoint(preferences, "tcp:10.0.0.7:502");
    REQUIRE(preferences.recent_endpoints.size() == 10);
    CHECK(preferences.recent_endpoints.at(0) == "tcp:10.0.0.7:502");
    CHECK(preferences.recent_endpoints.at(1) == "tcp:10.0.0.11:502");
    CHECK(preferences.recent_endpoints.back() == "tcp:10.0.0.2:502");
}

}  // namespace
}  // namespace firstlight::commissioning
