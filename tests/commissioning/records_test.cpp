#include "commissioning/records.h"

#include "commissioning/check_results.h"
#include "station/profile.h"

#include <memory>

#include <catch2/catch_test_macros.hpp>

namespace firstlight::commissioning {
namespace {

/// A device whose second point is a secret, and what was read of it.
struct MadeUp {
    std::shared_ptr<station::Profile> profile = std::make_shared<station::Profile>();
    station::Device device;
    station::Snapshot snapshot;

    MadeUp() {
        profile->id = "made_up";
        profile->label = "made up";
        for (const auto* name : {"power", "pin"}) {
            station::Point point;
            point.name = point.label = name;
            point.unit = "kW";
            point.secret = point.name == "pin";
            profile->points.push_back(point);
        }
        device.unit = 9;
        device.profile = profile;
        station::DeviceSnapshot read{device, {}};
        for (const auto& point : profile->points) {
            auto& reading = read.readings.emplace_back();
            reading.point = &point;
            reading.quality = station::Quality::good;
            reading.value = 4711.0;
        }
        snapshot.devices.push_back(std::move(read));
    }
};

TEST_CASE("the record says of a secret only that it is set") {
    const MadeUp made;
    const auto records = records_of(made.snapshot);
    REQUIRE(records.size() == 2);
    CHECK(records[0].value == "4711");
    CHECK(records[0].number == 4711.0);
    CHECK(records[1].value == "set");
    CHECK_FALSE(records[1].number);
    CHECK(records[1].unit.empty());
}

TEST_CASE("evidence says of a secret only that it is set") {
    const MadeUp made;
    const Subject subject{&made.device, &made.snapshot.devices[0]};
    CheckResult result;
    add_evidence(result, subject, "power");
    add_evidence(result, subject, "pin");
    REQUIRE(result.evidence.size() == 2);
    CHECK(result.evidence[0].value == "4711 kW");
    CHECK(result.evidence[1].value == "set");
}

TEST_CASE("what was read says what became of the rest") {
    MadeUp made;
    auto& readings = made.snapshot.devices[0].readings;
    CHECK(what_was_read(made.snapshot) == "Values read: 2.");
    readings[1].quality = station::Quality::unsupported;
    CHECK(what_was_read(made.snapshot) == "Values read: 1. Other points: 1 not offered by this firmware or model.");
    readings[0].quality = station::Quality::not_read;
    CHECK(what_was_read(made.snapshot)
          == "Values read: 0. Other points: 1 not offered by this firmware or model, 1 not answered or refused.");
}

}  // namespace
}  // namespace firstlight::commissioning
