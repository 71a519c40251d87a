#include "text/language.h"

#include "tests/store/temporary_folder.h"
#include "tests/text/mo_bytes.h"
#include "text/numbers.h"
#include "text/text.h"

#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace firstlight;
using Catch::Matchers::ContainsSubstring;
using namespace std::string_literals;

namespace {

/// A folder of catalogues; the program speaks English again afterwards.
class Locales {
  public:
    Locales() {
        write("de", {{"", "Plural-Forms: nplurals=2; plural=(n != 1);\n"},
                     {"decimal mark\x04.", ","},
                     {"date\x04{year}-{month}-{day}", "{day}.{month}.{year}"},
                     {"Save", "Speichern"},
                     {"{} of {}", "{1} hat {0}"},
                     {"{} apart", "{} {} auseinander"},
                     {"{} check\0{} checks"s, "{} Prüfung\0{} Prüfungen"s}});
    }
    ~Locales() { text::use_language(text::load_language({}, "en")); }

    void write(const std::string& language, const std::map<std::string, std::string>& texts) const {
        std::filesystem::create_directories(folder_.path() / language);
        std::ofstream(folder_.path() / language / "firstlight.mo", std::ios::binary) << tests::mo_bytes(texts);
    }
    void use(std::string_view language) const { text::use_language(text::load_language(folder(), language)); }
    const std::filesystem::path& folder() const { return folder_.path(); }

  private:
    tests::TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("texts pass in the language in use") {
    const Locales locales;
    CHECK(text::tr("Save") == "Save");
    locales.use("de_AT.UTF-8");
    CHECK(text::language_in_use()->code() == "de");
    CHECK(text::tr("Save") == "Speichern");
    CHECK(text::tr("Stop") == "Stop");
    CHECK(text::tr("").empty());
    CHECK(text::trf("{} of {}", 3, "Firma") == "Firma hat 3");
    CHECK(text::trf_n("{} check", "{} checks", 1) == "1 Prüfung");
    CHECK(text::trf_n("{} check", "{} checks", 7) == "7 Prüfungen");
    CHECK(text::trf_n("{} word of {}", "{} words of {}", 2, "mine") == "2 words of mine");
    locales.use("en");
    CHECK(text::tr("Save") == "Save");
    CHECK(text::tr_n("a check", "checks", 1) == "a check");
}

TEST_CASE("a translation whose placeholders do not fit gives way to English") {
    const Locales locales;
    locales.use("de");
    CHECK(text::trf("{} apart", 5) == "5 apart");
}

TEST_CASE("a language that is not there is refused, naming those there are") {
    const Locales locales;
    CHECK(text::languages_in(locales.folder()) == std::vector<std::string>{"de", "en"});
    CHECK_THROWS_WITH(text::load_language(locales.folder(), "fr"),
                      ContainsSubstring("\"fr\"") && ContainsSubstring("de, en"));
    std::ofstream(locales.folder() / "de" / "firstlight.mo") << "broken";
    CHECK_THROWS_WITH(text::load_language(locales.folder(), "de"), ContainsSubstring("firstlight.mo"));
}

#ifndef _WIN32
TEST_CASE("the system's language is taken when there is a catalogue for it") {
    const Locales locales;
    const auto spoken = [&](const char* all, const char* lang) {
        setenv("LC_ALL", all, 1);
        setenv("LANG", lang, 1);
        unsetenv("LC_MESSAGES");
        return text::load_language(locales.folder(), "system")->code();
    };
    CHECK(spoken("", "de_DE.UTF-8") == "de");
    CHECK(spoken("en_GB.UTF-8", "de_DE.UTF-8") == "en");
    CHECK(spoken("fr_FR.UTF-8", "") == "en");
    CHECK(spoken("C", "C") == "en");
    unsetenv("LC_ALL");
    unsetenv("LANG");
}
#endif

TEST_CASE("a thread can speak another language than the program") {
    const Locales locales;
    {
        const text::Speaking german(text::load_language(locales.folder(), "de"));
        CHECK(text::tr("Save") == "Speichern");
        std::string elsewhere;
        std::thread([&] { elsewhere = text::tr("Save"); }).join();
        CHECK(elsewhere == "Save");
    }
    CHECK(text::tr("Save") == "Save");
}

TEST_CASE("numbers and days are shown as the language writes them") {
    const Locales locales;
    CHECK(text::number(231.44, 1) == "231.4");
    CHECK(text::shown_time("2026-11-23 10:42:07 UTC") == "2026-11-23 10:42:07 UTC");
    locales.use("de");
    CHECK(text::number(231.44, 1) == "231,4");
    CHECK(text::number(-12345678.5) == "-12345678,5");
    CHECK(text::number(3) == "3");
    CHECK(text::shown_number("5.000") == "5,000");
    CHECK(text::shown_numbers("230.0 V to -0.5 V (231.4 V), 6.5.") == "230,0 V to -0,5 V (231,4 V), 6,5.");
    CHECK(text::shown_numbers("tcp:192.168.4.1:502 V2.7 1.81.0 2026-11-23T10:42:07.5Z 3")
          == "tcp:192.168.4.1:502 V2.7 1.81.0 2026-11-23T10:42:07.5Z 3");
    CHECK(text::shown_numbers("...:.") == "...:.");
    CHECK(text::shown_value("421.4 V, 6.96 A") == "421,4 V, 6,96 A");
    CHECK(text::shown_value("Save") == "Speichern");
    CHECK(text::shown_value("Save, Stop, Save") == "Speichern, Stop, Speichern");
    CHECK(text::shown_value("Save: 1.5 kW, Stop: Save; Save: 2") == "Speichern: 1,5 kW, Stop: Speichern; Speichern: 2");
    CHECK(text::shown_value("B1: 1.5") == "B1: 1,5");
    CHECK(text::shown_value("").empty());
    CHECK(text::shown_time("2026-11-23 10:42:07 UTC") == "23.11.2026 10:42:07 UTC");
    CHECK(text::shown_time("2026-11-23") == "23.11.2026");
    CHECK(text::shown_time("not known") == "not known");
    CHECK(text::shown_time("") == "");
}

TEST_CASE("the pseudo-language is longer, marked, and keeps placeholders") {
    const Locales locales;
    locales.use("xx");
    CHECK(text::tr("Save settings") == "[Šávé šéttîñgš~~~~~~]");
    CHECK(text::trf("{} of {:.1f} V", 3, 2.25) == "[3 öf 2.2 V~~~]");
    CHECK(text::trf_n("{} check", "{} checks", 2) == "[2 çhéçkš~~~]");
    CHECK(text::number(2.5) == "2.5");
}
