#include "commissioning/point_rows.h"

#include "commissioning/row_rules.h"
#include "commissioning/rows_file.h"
#include "station/cell_text.h"
#include "station/errors.h"
#include "tests/commissioning/extended_site.h"

#include <map>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::commissioning;

namespace {

constexpr double monday = 1796016000;  // 2026-11-30 00:00
constexpr double hour = 3600;

station::Row window(double start, double end, double power) {
    return {station::Value(start), station::Value(end), station::Value(power)};
}

station::Reading good(const station::Point& point, double value) {
    station::Reading reading;
    reading.point = &point;
    reading.quality = station::Quality::good;
    reading.value = value;
    return reading;
}

/// A plant whose windows are all free but for what a test puts into it.
struct Plant {
    tests::ExtendedSite site{"business_site"};
    PointRows rows = *preheat_windows(*site.discovery().find("plant"));
    std::map<std::string, double> values;

    PointReadings now() const {
        return [this](const station::Point& point) {
            const auto found = values.find(point.name);
            return good(point, found == values.end() ? 0 : found->second);
        };
    }
    /// Names of the points that are written, in their order.
    std::vector<std::string> set(const std::vector<station::Row>& wanted) {
        std::vector<std::string> names;
        for (const auto& write : writes_of(rows, changes_of(rows, wanted, now()))) {
            values[write.name()] = std::get<double>(std::get<PointWrite>(write.what).value);
            names.push_back(write.name());
        }
        return names;
    }
};

}  // namespace

TEST_CASE("a plant has thirty preheating windows, others have none") {
    Plant plant;
    CHECK(plant.rows.points.size() == 30);
    CHECK(plant.rows.table->capacity == 30);
    CHECK(plant.rows.points.back().back()->name == "preheat_tou_30_power");
    tests::ExtendedSite house;
    CHECK_FALSE(preheat_windows(*house.discovery().find("plant")));
}

TEST_CASE("windows come back as they were written, and only what differs is written") {
    Plant plant;
    CHECK(rows_of(plant.rows, plant.now()).rows.empty());
    const std::vector<station::Row> two{window(monday + 5 * hour, monday + 6 * hour, 2.5),
                                        window(monday + 22 * hour, monday + 23 * hour, -1)};
    plant.set(two);
    const auto read = rows_of(plant.rows, plant.now());
    REQUIRE(read.good());
    CHECK(read.rows == two);
    CHECK(changes_of(plant.rows, two, plant.now()).empty());

    auto changed = two;
    changed[1][2] = station::Value(-1.5);
    CHECK(plant.set(changed) == std::vector<std::string>{"preheat_tou_2_power"});
}

TEST_CASE("a window that goes leaves the others where they are, and a half-written one does nothing") {
    Plant plant;
    const std::vector<station::Row> two{window(monday + 5 * hour, monday + 6 * hour, 2.5),
                                        window(monday + 22 * hour, monday + 23 * hour, -1)};
    plant.set(two);
    CHECK(plant.set({two[1]})
          == std::vector<std::string>{"preheat_tou_1_power", "preheat_tou_1_start", "preheat_tou_1_end"});
    CHECK(rows_of(plant.rows, plant.now()).rows == std::vector<station::Row>{two[1]});
    const auto later = window(monday + 8 * hour, monday + 9 * hour, 2);
    CHECK(plant.set({two[1], later}).front() == "preheat_tou_1_end");
    CHECK(plant.values.at("preheat_tou_2_power") == -1);
    const auto moved = window(monday + 10 * hour, monday + 11 * hour, 2);
    CHECK(plant.set({moved, two[1]})
          == std::vector<std::string>{"preheat_tou_1_power", "preheat_tou_1_end", "preheat_tou_1_start",
                                      "preheat_tou_1_power"});
    CHECK(rows_of(plant.rows, plant.now()).rows == std::vector<station::Row>{moved, two[1]});
    const auto back = window(monday + 1 * hour, monday + 2 * hour, 2);
    CHECK(plant.set({back, two[1]}).at(1) == "preheat_tou_1_start");
}

TEST_CASE("windows that could not be read are not taken for free") {
    Plant plant;
    const auto reading = rows_of(plant.rows, [](const station::Point& point) {
        station::Reading none;
        none.point = &point;
        none.quality = station::Quality::unsupported;
        none.why = "the firmware does not know it";
        return none;
    });
    CHECK_FALSE(reading.good());
    CHECK(reading.why == "the firmware does not know it");
}

TEST_CASE("windows end after they begin, do not overlap and fit into the station") {
    Plant plant;
    const station::PointLookup nothing_known = [](const std::string&) { return std::optional<double>(); };
    const auto& table = *plant.rows.table;
    CHECK(problems_of(table, {window(monday, monday + hour, 1), window(monday + hour, monday + 2 * hour, 1)},
                      nothing_known)
              .empty());
    CHECK(problems_of(table, {window(monday + hour, monday, 1)}, nothing_known).at(0).column == "end");
    CHECK(problems_of(table, {window(0, monday, 1)}, nothing_known).at(0).column == "start");
    CHECK_THROWS_AS(station::parse_cell(table.columns[0], "22"), station::ValueNotAccepted);
    CHECK(problems_of(table, {window(monday, monday + 2 * hour, 1), window(monday + hour, monday + 3 * hour, 1)},
                      nothing_known)
              .at(0)
              .row
          == 1);
    std::vector<station::Row> many;
    for (int i = 0; i < 31; ++i) many.push_back(window(monday + i * hour, monday + (i + 1) * hour, 1));
    CHECK(problems_of(table, many, nothing_known).at(0).row == 30);
    CHECK_THROWS_AS(changes_of(plant.rows, many, plant.now()), station::ValueNotAccepted);
}

TEST_CASE("a moment has no unit behind it") {
    Plant plant;
    const auto& start = *plant.rows.points[0][0];
    CHECK(station::with_unit(start, station::to_text(start, station::Value(monday)))
          == "2026-11-30 05:20:00 local time");
}

TEST_CASE("windows go to a file and come back from it") {
    Plant plant;
    const tests::TemporaryFolder folder;
    const std::vector<station::Row> two{window(monday + 5 * hour, monday + 6 * hour, 2.5),
                                        window(monday + 22 * hour, monday + 23 * hour, -1)};
    save_rows(*plant.rows.table, two, folder.path() / "windows.json");
    CHECK(load_rows(folder.path() / "windows.json", rows_of(plant.rows, plant.now())) == two);
}
