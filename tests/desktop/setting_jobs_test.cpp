#include "app/desktop/setting_jobs.h"

#include "tests/desktop/opened_window.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::tests;

TEST_CASE("what was proven is known though it was not read again") {
    OpenedWindow window;
    window.open_demo("business_site");
    const auto found = window.workspace().connection().discovery();
    const auto& plant = *found->find("plant");
    const auto pages = commissioning::setting_pages(*found, commissioning::StationUse::storage);
    const auto& page = *std::ranges::find(pages, "preheating", &commissioning::SettingPage::id);
    app::desktop::PageReadings readings;
    readings.tables.resize(1);
    for (const auto& row : page.rows.at(0).points)
        for (const auto* point : row) {
            auto& reading = readings.points[{plant.name(), point->name}];
            reading.point = point;
            reading.quality = station::Quality::good;
            reading.value = 0.0;
        }
    const station::Row wanted{station::Value(1796016000.0), station::Value(1796019600.0), station::Value(2.0)};
    const auto now = [&](const station::Point& point) { return readings.of(plant, point); };
    std::vector<commissioning::WriteOutcome> outcomes;
    for (auto& write : commissioning::writes_of(page.rows[0], commissioning::changes_of(page.rows[0], {wanted}, now))) {
        station::Change change;
        change.result = station::WriteResult::proven;
        outcomes.push_back({std::move(write), change, {}});
    }
    app::desktop::keep_written(readings, page, outcomes);
    CHECK(readings.tables[0].rows == std::vector<station::Row>{wanted});
    outcomes.at(0).write.what = commissioning::PointWrite{page.rows[0].points[0][1], station::Value(1.0)};
    outcomes[0].change->result = station::WriteResult::refused;
    app::desktop::keep_written(readings, page, outcomes);
    CHECK(readings.tables[0].rows == std::vector<station::Row>{wanted});
}
