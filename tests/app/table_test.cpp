#include "app/cli/table.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight::app::cli;

TEST_CASE("a table is as wide as its content and leaves empty columns out") {
    Table table({{"POINT"}, {"VALUE", Table::Align::right}, {"NOTE"}, {"UNIT"}});
    table.add({"grid_frequency", "50.01", "", "Hz"});
    table.add({"soc", "7", "", "%"});
    CHECK(table.text() ==
          "POINT           VALUE  UNIT\n"
          "grid_frequency  50.01  Hz\n"
          "soc                 7  %\n");
}

TEST_CASE("width counts what is seen, not bytes") {
    CHECK(display_width("Zähler") == 6);
    CHECK(display_width("Μετρητής") == 8);
    CHECK(display_width("逆变器") == 6);
    Table table({{"NAME"}, {"X"}});
    table.add({"Zähler", "1"});
    table.add({"abcdefg", "2"});
    CHECK(table.text() == "NAME     X\nZähler   1\nabcdefg  2\n");
}

TEST_CASE("text wraps at spaces and keeps its paragraphs") {
    CHECK(wrapped("one two three four", 11, "  ") == "  one two\n  three\n  four\n");
    CHECK(wrapped("first\nsecond", 40, "> ") == "> first\n> second\n");
    CHECK(wrapped("averyveryverylongword x", 10, "") == "averyveryverylongword\nx\n");
}
