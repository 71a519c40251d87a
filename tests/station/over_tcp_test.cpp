#include "house_over_tcp.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

// The session against the virtual station over real TCP connections.

using namespace firstlight;
using namespace firstlight::tests;
using station::FindingKind;
using station::Quality;

namespace {

bool has(const station::Discovery& discovery, FindingKind kind) {
    return std::ranges::find(discovery.findings, kind, &station::Finding::kind) != discovery.findings.end();
}

}  // namespace

TEST_CASE("over TCP every reading is what the virtual station serves") {
    const std::string name = GENERATE("healthy_house", "three_inverters_two_chargers", "charger_only", "single_phase",
                                      "old_firmware", "firmware_1_8", "firmware_2_7");
    INFO(name);
    ServedHouse served(name);
    const station::Discovery found = served.runtime.run(served.session->discover(served.options));
    for (const std::uint8_t unit : served.options.units) {
        INFO("unit " << int(unit));
        CHECK(std::ranges::find(found.devices, unit, &station::Device::unit) != found.devices.end());
    }
    const station::Snapshot snapshot = served.runtime.run(served.session->snapshot());
    std::size_t good = 0;
    for (const auto& device : snapshot.devices) {
        for (const station::Reading& reading : device.readings) {
            INFO(device.device.name() << " " << reading.point->name << ": " << reading.why);
            CHECK(reading.quality != Quality::not_read);
            CHECK(reading.quality != Quality::malformed);
            if (!reading.good()) continue;
            const auto words = served.house->registers(device.device.unit, reading.point->table, reading.point->address,
                                                       reading.point->count);
            REQUIRE(words);
            CHECK(reading.raw == *words);
            ++good;
        }
    }
    CHECK(good >= 11);
}

TEST_CASE("over TCP a write is proven on the virtual station") {
    class Journal : public station::ChangeJournal {
      public:
        transport::awaitable<std::int64_t> before(station::Change) override { co_return 1; }
        transport::awaitable<void> after(std::int64_t, station::Change) override { co_return; }
    };
    ServedHouse served("healthy_house");
    served.runtime.run(served.session->discover(served.options));
    const station::Device& plant = *served.session->discovery().find("plant");
    const station::Point& point = plant.profile->at("grid_max_export_power");
    Journal journal;
    const station::Change change =
        served.runtime.run(served.session->write(plant, point, 3.3, {true, {}, {}, false, false}, journal));
    CHECK(change.result == station::WriteResult::proven);
    CHECK(served.house->registers(247, point.table, point.address, 2) == formats::Words{0, 3300});
}

TEST_CASE("over TCP a snapshot ends where another station answers after a cut") {
    ServedHouse here("healthy_house"), there("single_phase");
    here.runtime.run(here.session->discover(here.options));
    here.runtime.run(here.session->snapshot());
    int asked = 0;
    here.answer = [&](std::uint8_t unit, const formats::Request& request) {
        if (++asked < 3) return here.house->handle(unit, request);
        transport::ServerReply reply;
        reply.close_connection = true;
        return asked == 3 ? reply : there.house->handle(unit, request);
    };
    const auto snapshot = here.runtime.run(here.session->snapshot());
    std::size_t good = 0, refused = 0;
    for (const auto& device : snapshot.devices) {
        for (const auto& reading : device.readings) {
            refused += reading.why.find("another station") != std::string::npos ? 1U : 0U;
            if (!reading.good()) continue;
            ++good;
            const auto& point = *reading.point;
            CHECK(reading.raw == here.house->registers(device.device.unit, point.table, point.address, point.count));
        }
    }
    CHECK(good > 0);
    CHECK(refused > 0);
}

TEST_CASE("over TCP one serial at two units is told") {
    ServedHouse served("shared_serial");
    const station::Discovery found = served.runtime.run(served.session->discover(served.options));
    CHECK(has(found, FindingKind::duplicate_serial));
}

TEST_CASE("over TCP a charger that stalls the station hides no inverter") {
    ServedHouse served("stalling_charger");
    const station::Discovery found = served.runtime.run(served.session->discover(served.options));
    CHECK(found.find("plant"));
    CHECK_FALSE(found.of("inverter").empty());
    const station::Snapshot snapshot = served.runtime.run(served.session->snapshot());
    for (const auto* inverter : snapshot.of("inverter")) {
        CHECK(inverter->find("pcs_temperature")->good());
    }
}
