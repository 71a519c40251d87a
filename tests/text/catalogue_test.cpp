#include "text/catalogue.h"

#include "tests/text/mo_bytes.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using Catch::Matchers::ContainsSubstring;
using firstlight::tests::mo_bytes;
using firstlight::text::Catalogue;
using firstlight::text::CatalogueError;
using firstlight::text::PluralRule;
using namespace std::string_literals;

namespace {

const std::string header = "Language: de\nPlural-Forms: nplurals=2; plural=(n != 1);\n";

const std::map<std::string, std::string> few_texts = {{"", header},
                                                      {"Grid voltage", "Netzspannung"},
                                                      {"decimal mark\x04.", ","},
                                                      {"empty", ""},
                                                      {"{} check\0{} checks"s, "{} Prüfung\0{} Prüfungen"s}};

}  // namespace

TEST_CASE("a catalogue is read in both byte orders") {
    const Catalogue catalogue(mo_bytes(few_texts, GENERATE(false, true)));
    REQUIRE(catalogue.find("Grid voltage"));
    CHECK(*catalogue.find("Grid voltage") == "Netzspannung");
    CHECK_FALSE(catalogue.find("Grid frequency"));
    CHECK_FALSE(catalogue.find("empty"));
    CHECK_FALSE(catalogue.find(""));
    CHECK_FALSE(catalogue.find("."));
    REQUIRE(catalogue.find(".", "decimal mark"));
    CHECK(*catalogue.find(".", "decimal mark") == ",");
    REQUIRE(catalogue.find_plural("{} check", 1));
    CHECK(*catalogue.find_plural("{} check", 1) == "{} Prüfung");
    CHECK(*catalogue.find_plural("{} check", 0) == "{} Prüfungen");
}

TEST_CASE("bytes that are no catalogue are refused with the reason") {
    const auto whole = mo_bytes(few_texts);
    CHECK_THROWS_AS(Catalogue(""), CatalogueError);
    CHECK_THROWS_WITH(Catalogue("PNG and more than twenty bytes"), ContainsSubstring("no gettext catalogue"));
    for (std::size_t size = 0; size < whole.size() - 1; ++size)
        CHECK_THROWS_AS(Catalogue(whole.substr(0, size)), CatalogueError);

    auto many = whole;
    many[11] = '\x7f';
    CHECK_THROWS_WITH(Catalogue(many), ContainsSubstring("more texts than it can hold"));
    auto newer = whole;
    newer[6] = '\x02';
    CHECK_THROWS_WITH(Catalogue(newer), ContainsSubstring("newer"));
    auto far = whole;
    far[15] = '\x7f';
    CHECK_THROWS_WITH(Catalogue(far), ContainsSubstring("ends too early"));
}

TEST_CASE("plural rules of the languages we may meet") {
    const PluralRule french("nplurals=2; plural=n > 1;");
    CHECK(french.form(0) == 0);
    CHECK(french.form(2) == 1);

    const PluralRule polish("nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);");
    CHECK(polish.forms() == 3);
    CHECK(polish.form(1) == 0);
    CHECK(polish.form(3) == 1);
    CHECK(polish.form(13) == 2);
    CHECK(polish.form(23) == 1);
    CHECK(polish.form(25) == 2);

    const PluralRule japanese("nplurals=1; plural=0;");
    CHECK(japanese.form(5) == 0);
    CHECK(PluralRule("nplurals=2; plural=!(n == 1);").form(1) == 0);
    CHECK(PluralRule("nplurals=2; plural=n + 5;").form(1) == 0);
}

TEST_CASE("a plural rule that cannot be reckoned is refused") {
    for (const auto* broken : {"", "nplurals=2;", "plural=n;", "nplurals=0; plural=0;", "nplurals=99; plural=0;",
                               "nplurals=2; plural=n ! 1;", "nplurals=2; plural=(n != 1;", "nplurals=2; plural=n ? 1;",
                               "nplurals=2; plural=system(1);"})
        CHECK_THROWS_AS(PluralRule(broken), CatalogueError);
    CHECK_THROWS_AS(PluralRule("nplurals=2; plural=" + std::string(1000, '(')), CatalogueError);
    CHECK(PluralRule("nplurals=2; plural=n / 0 + n % 0;").form(3) == 0);
    auto texts = few_texts;
    texts[""] = "Plural-Forms: nplurals=2; plural=what;\n";
    CHECK_THROWS_AS(Catalogue(mo_bytes(texts)), CatalogueError);
}
