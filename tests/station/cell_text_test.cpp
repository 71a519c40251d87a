#include "station/cell_text.h"

#include "station/errors.h"
#include "tests/station/fixture_csv.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace firstlight::station;

namespace {

const Point& column(const char* name) {
    static const auto set = ProfileSet::load(firstlight::tests::shipped_profiles());
    return *set.at("plant").find_table("schedule")->find(name);
}

}  // namespace

TEST_CASE("days of the week are written as runs") {
    const auto [text, word] = GENERATE(table<const char*, int>(
        {{"mon-fri", 31}, {"sat, sun", 96}, {"mon-sun", 127}, {"wed", 4}, {"mon-wed, fri, sun", 87}}));
    CHECK(parse_cell(column("days"), text) == Value(static_cast<double>(word)));
    CHECK(cell_text(column("days"), static_cast<double>(word)) == text);
}

TEST_CASE("days may run over the end of the week and be written out") {
    CHECK(parse_cell(column("days"), "Sat-Mon") == Value(97.0));
    CHECK(parse_cell(column("days"), "Monday,TUESDAY") == Value(3.0));
    for (const char* wrong : {"", "m", "mon-", "mon;tue", "monn", "1-5"}) {
        INFO(wrong);
        CHECK_THROWS_AS(parse_cell(column("days"), wrong), ValueNotAccepted);
    }
}

TEST_CASE("times of day are written with a colon") {
    CHECK(parse_cell(column("from"), "22:05") == Value(1325.0));
    CHECK(parse_cell(column("to"), "24:00") == Value(1440.0));
    CHECK(cell_text(column("to"), 1440.0) == "24:00");
    CHECK(cell_text(column("from"), 65.0) == "01:05");
    for (const char* wrong : {"", "22", "24:01", "7:60", "-1:00", "07:005", "noon"}) {
        INFO(wrong);
        CHECK_THROWS_AS(parse_cell(column("from"), wrong), ValueNotAccepted);
    }
}

TEST_CASE("other cells are written as points are") {
    CHECK(parse_cell(column("action"), "charge") == Value(0.0));
    CHECK(cell_text(column("action"), 1.0) == "discharge");
    CHECK(cell_text(column("max_charge_power"), parse_cell(column("max_charge_power"), "none")) == "none");
    CHECK(parse_cell(column("max_charge_power"), "5.5") == Value(5.5));
}
