#include "tests/end_to_end/child_program.h"
#include "tests/end_to_end/served_house.h"

#include <filesystem>
#include <regex>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

using namespace firstlight::tests;
using Catch::Matchers::ContainsSubstring;

// The program in another language than the code's: what people read follows the person, what machines read stays.

namespace {

/// Of the only file with that ending.
std::filesystem::path only_file(const std::filesystem::path& folder, const std::string& extension) {
    std::filesystem::path found;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == extension) found = entry.path();
    return found;
}

std::string words_of_pdf(const std::filesystem::path& folder) {
    const auto ended = run_program("/usr/bin/pdftotext", {"-layout", only_file(folder, ".pdf").string(), "-"});
    REQUIRE(ended.exit_code == 0);
    return ended.out;
}

/// A person without settings, whose system speaks `lang`.
Environment person(const TemporaryFolder& home, const std::string& lang) {
    return {{"XDG_DATA_HOME", home.path().string()}, {"FIRSTLIGHT_LANGUAGE", ""}, {"LC_ALL", lang}};
}

bool has(const std::string& text, const char* pattern) {
    return std::regex_search(text, std::regex(pattern));
}

}  // namespace

TEST_CASE("a visit in German: terminal and PDF are German, JSON stays as it is") {
    const TemporaryFolder folder;
    const auto reports = (folder / "reports").string();
    const auto ended =
        run_program("firstlight-cli", {"--language", "de", "demo", "--only", "tcp", "--report", reports});
    INFO(ended.out << ended.err);
    REQUIRE(ended.exit_code == 0);
    CHECK_THAT(ended.out, ContainsSubstring("Netzspannung, Wechselrichter 1 L1: "));
    CHECK_THAT(ended.out, ContainsSubstring("bestanden"));
    CHECK_FALSE(has(ended.out, "[0-9]\\.[0-9]+ V"));

    const auto pdf = words_of_pdf(reports);
    for (const auto* heading : {"Bericht Vorführung", "Ergebnis", "Prüfungen", "Anlage und Geräte", "Änderungen",
                                "Einstellungen", "Messwerte", "Netzspannung", "Wechselrichter 1", "nachgewiesen"})
        CHECK_THAT(pdf, ContainsSubstring(heading));
    CHECK(has(pdf, "[0-9],[0-9]+ V"));
    CHECK_FALSE(has(pdf, "[0-9]\\.[0-9]+ (V|kW|%)"));
    CHECK_FALSE(has(pdf, "Grid voltage|not tested|Measured|read back"));

    const auto json = nlohmann::json::parse(read_text(only_file(reports, ".json")));
    const auto& check = json["checks"].at(0);
    CHECK(check["verdict"] == "pass");
    CHECK(check["verdict_text"] == "passed");
    CHECK_THAT(json["summary"]["sentence"].get<std::string>(), ContainsSubstring(" passed"));
    CHECK_FALSE(has(json["readings"].dump(), "[0-9],[0-9]+\""));
}

TEST_CASE("a report of an English visit can be German") {
    const TemporaryFolder folder;
    const auto first = (folder / "first").string(), second = (folder / "second").string();
    REQUIRE(run_program("firstlight-cli", {"demo", "--only", "tcp", "--report", first}).exit_code == 0);
    const auto ended = run_program(
        "firstlight-cli", {"report", "--store", first + "/visits.db", "--report", second, "--report-language", "de"});
    REQUIRE(ended.exit_code == 0);
    CHECK_THAT(ended.out, ContainsSubstring("Grid voltage"));
    CHECK_THAT(words_of_pdf(second), ContainsSubstring("Netzspannung") && ContainsSubstring("bestanden"));
    CHECK(read_text(only_file(first, ".json")) == read_text(only_file(second, ".json")));
}

TEST_CASE("the language is that of the command, else of the environment, the settings, the system") {
    const TemporaryFolder home;
    const auto visits = [](const Environment& of, std::vector<std::string> more = {}) {
        more.insert(more.begin(), "visits");
        return run_program("firstlight-cli", more, of).out;
    };
    auto german = person(home, "de_AT.UTF-8");
    CHECK_THAT(visits(german), ContainsSubstring("Noch kein Besuch"));
    CHECK_THAT(visits(person(home, "fr_FR.UTF-8")), ContainsSubstring("No visit yet"));
    CHECK_THAT(visits(german, {"--language", "en"}), ContainsSubstring("No visit yet"));

    std::filesystem::create_directories(home / "firstlight");
    write_text(home / "firstlight/preferences.json", R"({"language": "en"})");
    CHECK_THAT(visits(german), ContainsSubstring("No visit yet"));
    german["FIRSTLIGHT_LANGUAGE"] = "de";
    CHECK_THAT(visits(german), ContainsSubstring("Noch kein Besuch"));
    CHECK_THAT(visits(german, {"--language=en"}), ContainsSubstring("No visit yet"));
    CHECK_THAT(run_program("firstlight-cli", {"--help"}, german).out, ContainsSubstring("Aufruf"));
}

TEST_CASE("errors are said in the person's language, and a language that is not there is refused") {
    const auto ended = run_program("firstlight-cli", {"find", "--language", "de", "tcp:"});
    CHECK(ended.exit_code == 2);
    CHECK_THAT(ended.err, ContainsSubstring("Die Adresse der Anlage ist nicht lesbar"));

    const auto refused = run_program("firstlight-cli", {"visits", "--language", "tlh"});
    CHECK(refused.exit_code == 2);
    CHECK_THAT(refused.err, ContainsSubstring("\"tlh\"") && ContainsSubstring("de, en"));
}

TEST_CASE("a special value is understood in the language in which it is shown, and names are whole") {
    const TemporaryFolder folder;
    ServedHouse house(still_house("2.9", R"(, "extension": "1.0")"));
    const auto run = [&](std::vector<std::string> words) {
        words.insert(words.begin() + 1, house.endpoint());
        words.insert(words.end(),
                     {"--language", "de", "--pace", "1000", "--units", "1,2", "--store", (folder / "v.db").string()});
        return run_program("firstlight-cli", words);
    };
    for (const auto* value : {"3", "keine"}) {
        const auto ended = run({"set", "plant", "self_max_peak_power", value, "--yes"});
        INFO(ended.out << ended.err);
        REQUIRE(ended.exit_code == 0);
        CHECK_THAT(ended.out, ContainsSubstring(value));
    }
    write_text(folder / "plan.json", R"({"rule_set": "de_vde_ar_n_4105_2018"})");
    const auto visit = run({"commission", "--plan", (folder / "plan.json").string(), "--second-look", "0"});
    CHECK_THAT(visit.out, ContainsSubstring("Netzcode, Anlage Überspannung, Stufe 2: 287,5 V nach 0,10 s"));
}

TEST_CASE("the pseudo-language shows texts that do not pass the catalogue") {
    const TemporaryFolder folder;
    const auto ended = run_program("firstlight-cli",
                                   {"--language", "xx", "demo", "--only", "tcp", "--report", folder.path().string()});
    REQUIRE(ended.exit_code == 0);
    CHECK_THAT(ended.out, ContainsSubstring("[Grîd völtágé~~~~~]"));
    CHECK_THAT(words_of_pdf(folder.path()), ContainsSubstring("[Grîd völtágé~~~~~]"));
    CHECK_FALSE(has(ended.out, "\\{[a-z0-9:.]*\\}"));
}
