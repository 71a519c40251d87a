#include "commissioning/rows_file.h"

#include "formats/strict_json.h"
#include "store/durable_file.h"
#include "tests/commissioning/extended_site.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::commissioning;

TEST_CASE("rows that were saved come back as they were, and a broken file is refused") {
    tests::ExtendedSite site;
    Plan plan;
    plan.tables = {{"plant", "outages", {{{"days", "mon-fri"}, {"from", "22:00"}, {"to", "24:00"}}}, "", 0}};
    site.run(plan);
    const auto live = site.rows("plant", "outages");
    REQUIRE(live.rows.size() == 1);
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "outages.json";
    save_rows(*live.table, live.rows, file);
    CHECK(load_rows(file, live) == live.rows);
    store::write_durably(file, R"({"rows": [{"days": "mon", "from": "25:00"}]})");
    CHECK_THROWS(load_rows(file, live));
    store::write_durably(file, "{");
    CHECK_THROWS_AS(load_rows(file, live), formats::FileError);
}
