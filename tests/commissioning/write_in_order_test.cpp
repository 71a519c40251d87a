#include "commissioning/write_in_order.h"

#include "commissioning/point_rows.h"
#include "commissioning/settings_restore.h"
#include "commissioning/settings_snapshot.h"
#include "station/cell_text.h"
#include "station/errors.h"
#include "tests/commissioning/extended_site.h"

#include <algorithm>
#include <exception>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace firstlight;
using namespace firstlight::commissioning;
using Catch::Matchers::ContainsSubstring;

namespace {

/// What a person does on a page of a station, and what somebody else does meanwhile.
struct Desk {
    explicit Desk(const std::string& scenario) : site(scenario), plant(*site.discovery().find("plant")) {}

    PlannedWrite decided(const char* name, double value, double seen) {
        const auto& point = *plant.profile->find(name);
        auto write = planned_write(plant, point, station::Value(value));
        write.consent.given = true;
        write.seen = {{&point, station::Value(seen)}};
        return write;
    }
    double has(const char* name) {
        const auto& point = *plant.profile->find(name);
        return *site.with_station<station::Reading>(
                        [&](station::Station& station) { return station.read(plant, point); })
                    .number();
    }
    std::vector<WriteOutcome> write(std::vector<PlannedWrite> writes) {
        transport::Runtime runtime;
        const auto store = site.store();
        OwnJournal journal(runtime, *store, site.discovery(), {"", "setting", "test", {}});
        return site.with_station<std::vector<WriteOutcome>>(
            [&](station::Station& station) { return write_in_order(station, std::move(writes), journal); });
    }

    tests::ExtendedSite site;
    const station::Device& plant;
};

std::string reason_of(const WriteOutcome& outcome) {
    try {
        std::rethrow_exception(outcome.error);
    } catch (const station::ValueNotAccepted& error) {
        return error.detail();
    }
}

}  // namespace

TEST_CASE("nothing is written when somebody else changed a setting after it was shown") {
    Desk desk("extended_house");
    const double before = desk.has("ess_backup_soc");
    REQUIRE(desk.write({desk.decided("ess_backup_soc", 35, before)}).at(0).done());

    const auto writes = desk.site.link.writes();
    const double limit = desk.has("grid_max_import_power");
    const auto refused = desk.write({desk.decided("grid_max_import_power", limit == 12 ? 13 : 12, limit),
                                     desk.decided("ess_backup_soc", 20, before)});
    REQUIRE(refused.size() == 1);
    CHECK_FALSE(refused[0].done());
    CHECK(refused[0].write.name() == "ess_backup_soc");
    CHECK_THAT(reason_of(refused[0]), ContainsSubstring("it was 0.0 % when it was shown, and is 35.0 % now"));
    CHECK(desk.site.link.writes() == writes);
    CHECK(desk.has("ess_backup_soc") == 35);

    CHECK(desk.write({desk.decided("ess_backup_soc", 35, before)}).at(0).change->result
          == station::WriteResult::unchanged);
}

TEST_CASE("a preheating window that the owner moved meanwhile keeps what the owner set") {
    Desk desk("business_site");
    const auto windows = *preheat_windows(desk.plant);
    const auto now = [&](const station::Point& point) {
        station::Reading reading;
        reading.point = &point;
        reading.quality = station::Quality::good;
        reading.value = desk.has(point.name.c_str());
        return reading;
    };
    constexpr double begin = 1796016000, hour = 3600;
    const auto window = [](double from, double power) {
        return station::Row{station::Value(from), station::Value(from + hour), station::Value(power)};
    };
    const auto set = [&](const std::vector<RowChange>& changes) {
        auto writes = writes_of(windows, changes);
        for (auto& write : writes) write.consent.given = true;
        return desk.write(std::move(writes));
    };
    REQUIRE(set(changes_of(windows, {window(begin, 2)}, now)).back().done());
    const auto stronger = changes_of(windows, {window(begin, 3)}, now);
    REQUIRE(set(changes_of(windows, {window(begin + 8 * hour, 2)}, now)).back().done());

    const auto refused = set(stronger);
    REQUIRE(refused.size() == 1);
    CHECK_THAT(reason_of(refused[0]), ContainsSubstring("somebody else has changed"));
    CHECK(desk.has("preheat_tou_1_power") == 2);
    CHECK(desk.has("preheat_tou_1_start") == begin + 8 * hour);
}

TEST_CASE("nothing is written when what was shown cannot be read once more") {
    Desk desk("extended_house");
    const double before = desk.has("ess_backup_soc");
    auto write = desk.decided("ess_backup_soc", 35, before);
    bool lost = false;
    desk.site.link.disturb = [&](std::size_t, const tests::Asked&, bool&) -> std::optional<transport::LinkFault> {
        if (std::exchange(lost, true)) return std::nullopt;
        return transport::LinkFault{transport::LinkFailure::silent, {}, {}, {}, {}};
    };
    const auto refused = desk.write({write});
    desk.site.link.disturb = {};
    REQUIRE(refused.size() == 1);
    CHECK_THAT(reason_of(refused[0]), ContainsSubstring("could not be read once more"));
    CHECK(desk.site.link.writes() == 0);
    CHECK(desk.has("ess_backup_soc") == before);
}

TEST_CASE("a restore is decided on what was compared, and every setting comes back from a file as it was") {
    Desk desk("extended_house");
    const auto present = desk.site.with_station<StationSettings>(
        [](station::Station& station) { return take_settings(station, "test", {}); });
    std::vector<PlannedWrite> writes;
    for (const auto& kept : present.devices)
        for (const auto& setting : kept.settings) {
            const auto& device = *desk.site.discovery().find(kept.name);
            const auto& point = *device.profile->find(setting.point);
            writes.push_back(planned_write(device, point, station::parse_cell(point, setting.value)));
        }
    REQUIRE(writes.size() > 50);
    remember_seen(writes, present);
    for (auto& write : writes) {
        REQUIRE(write.seen.size() == 1);
        write.consent.given = true;
    }
    for (const auto& write : writes) {
        const auto now = desk.site.with_station<station::Reading>(
            [&](station::Station& station) { return station.read(*write.device, *write.seen[0].point); });
        INFO(write.name());
        CHECK(station::encode(*write.seen[0].point, write.seen[0].value) == now.raw);
    }

    const auto reserve = std::ranges::find(writes, "ess_backup_soc", &PlannedWrite::name);
    REQUIRE(reserve != writes.end());
    CHECK(desk.write({*reserve}).at(0).change->result == station::WriteResult::unchanged);
    desk.site.house->set_point(247, "plant", "ess_backup_soc", 50);
    CHECK_THAT(reason_of(desk.write({*reserve}).at(0)), ContainsSubstring("somebody else has changed"));
}
