#include "formats/csv.h"

#include <catch2/catch_test_macros.hpp>

using firstlight::formats::csv_cell;

TEST_CASE("a cell is quoted when a spreadsheet would not read it as one cell") {
    CHECK(csv_cell("").empty());
    CHECK(csv_cell("Anna's car; 7 kW") == "Anna's car; 7 kW");
    CHECK(csv_cell("Anna, Bert") == "\"Anna, Bert\"");
    CHECK(csv_cell("the \"old\" one") == "\"the \"\"old\"\" one\"");
    CHECK(csv_cell("two\nlines") == "\"two\nlines\"");
    CHECK(csv_cell("\r") == "\"\r\"");
}
