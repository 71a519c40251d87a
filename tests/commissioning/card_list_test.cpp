#include "commissioning/card_list.h"

#include "commissioning/log_csv.h"
#include "formats/strict_json.h"
#include "station/errors.h"
#include "tests/station/fixture_csv.h"
#include "tests/store/temporary_folder.h"

#include <fstream>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace firstlight;
using commissioning::CardList;
using station::Row;
using station::Value;

namespace {

const station::RowTable& table(const char* name) {
    static const auto set = station::ProfileSet::load(tests::shipped_profiles());
    return *set.at("ac_charger").find_table(name);
}

Row known(double place, const char* name) {
    return {Value(place), Value(std::string(name)), Value(0.0), std::nullopt, Value(std::string("C3D4"))};
}

std::filesystem::path list(const tests::TemporaryFolder& folder, const std::string& text) {
    const auto file = folder.path() / "cards.csv";
    std::ofstream(file) << text;
    return file;
}

}  // namespace

TEST_CASE("a card takes the first free place, its number without separators") {
    CardList cards(table("cards"), {known(1, "Anna"), known(3, "Carl")});
    cards.add("Bert", "04:a1-b2 c3");
    REQUIRE(cards.rows().size() == 3);
    CHECK(cards.rows()[2][0] == Value(2.0));
    CHECK(cards.rows()[2][3] == Value(std::string("04A1B2C3")));
    for (int i = 4; i <= 50; ++i) cards.add("more", "04A1B2C3");
    CHECK_THROWS_AS(cards.add("one too many", "04A1B2C3"), station::ValueNotAccepted);
}

TEST_CASE("cards are renamed, blocked and removed by their place, and keep their numbers") {
    CardList cards(table("cards"), {known(1, "Anna"), known(3, "Carl")});
    cards.rename(3, "Carla");
    cards.set_blocked(1, true);
    CHECK(cards.rows()[1][1] == Value(std::string("Carla")));
    CHECK(cards.rows()[0][2] == Value(1.0));
    CHECK(cards.rows()[1][3] == std::nullopt);
    cards.remove(1);
    CHECK(cards.rows().size() == 1);
    CHECK_THROWS_AS(cards.remove(1), station::ValueNotAccepted);
}

TEST_CASE("a list of cards is read whole or not at all") {
    const tests::TemporaryFolder folder;
    CardList cards(table("cards"), {known(1, "Anna")});
    cards.import(list(folder, "Name;Number\r\nBert; 04 A1 B2 C3\r\n\r\nCarl;04A1B2C3D4E5F6\r\n"));
    CHECK(cards.rows().size() == 3);

    CardList of_charger(table("cards"), {known(1, "Anna")});
    of_charger.import(list(folder, "\xEF\xBB\xBFName;Number\r\nAnna;04AA0001\r\nAnna;04AAC3D4\r\n"));
    CHECK(of_charger.rows().size() == 2);  // the card that ends as hers does is there already

    const auto [text, line] =
        GENERATE(Catch::Generators::table<std::string, std::size_t>({{"Bert;04A1B2C3\nCarl;04A1\n", 2},
                                                                     {"Bert;04A1B2C3\n;04A1B2C4\n", 2},
                                                                     {"04A1B2C3\n", 1},
                                                                     {"Dora;XYZ\nEmil;11223344\n", 1},
                                                                     {"", 0},
                                                                     {"Name;Number\n", 0},
                                                                     {"Bert;04A1B2CX\n", 1}}));
    INFO(text);
    try {
        cards.import(list(folder, text));
        FAIL("accepted");
    } catch (const formats::FileError& error) {
        CHECK(error.line() == line);
        CHECK(std::string(error.what()).find("04A1B2C") == std::string::npos);
    }
    CHECK(cards.rows().size() == 3);
}

TEST_CASE("a log becomes a file for spreadsheets, with totals") {
    const auto& records = table("records");
    const std::vector<Row> rows{
        {Value(1764000000.0), Value(1764003600.0), Value(13.5), Value(std::string("Anna, main"))},
        {Value(1764090000.0), Value(1764093600.0), Value(1.25), std::nullopt}};
    CHECK(commissioning::to_csv(records, rows)
          == "began (UTC),ended (UTC),energy (kWh),card\r\n"
             "2025-11-24 16:00:00,2025-11-24 17:00:00,13.50,\"Anna, main\"\r\n"
             "2025-11-25 17:00:00,2025-11-25 18:00:00,1.25,\r\n"
             "total,,14.75,\r\n");
    CHECK(commissioning::total_of(records, rows, "energy") == 14.75);
    CHECK(commissioning::total_of(records, rows, "no such column") == 0);
}
