#include "station_fixture.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

/// Behind a connection that is opened again another station may answer: nothing of the two is mixed.
using namespace firstlight;
using namespace firstlight::tests;
using station::Quality;
using transport::LinkFailure;

namespace {

// Fixture: the serial number's first register (facts: registers.csv), and a plant's state of charge.
constexpr std::uint16_t serial_register = 30515, soc_register = 30014;
constexpr std::uint16_t soc_here = 555, soc_there = 111;

struct IdentityFixture : StationFixture {
    IdentityFixture() : StationFixture(small_house()) { link.units[247].put(soc_register, {soc_here}); }

    void become_another_station() {
        link.units[1].put(serial_register, {0x4F54, 0x4845, 0x5200});
        link.units[247].put(soc_register, {soc_there});
    }
    /// Cuts the link at the n-th transaction from now; `then` happens while it is cut.
    void cut_at(std::size_t n, std::function<void()> then) {
        const auto at = link.log.size() + n;
        link.disturb = [at, then](std::size_t number, const Asked&, bool&) -> std::optional<transport::LinkFault> {
            if (number != at) return std::nullopt;
            if (then) then();
            transport::LinkFault fault;
            fault.kind = LinkFailure::closed;
            return fault;
        };
    }
    std::size_t transactions_of_a_snapshot() {
        const auto before = link.log.size();
        snapshot();
        return link.log.size() - before;
    }
};

std::set<Quality> qualities_after_doubt(const station::Snapshot& snapshot) {
    std::set<Quality> found;
    for (const auto& device : snapshot.devices) {
        for (const auto& reading : device.readings) {
            if (reading.why.find("another station") != std::string::npos) found.insert(reading.quality);
        }
    }
    return found;
}

}  // namespace

TEST_CASE_METHOD(IdentityFixture, "a snapshot never mixes the readings of two stations, wherever the link is cut") {
    discover();
    snapshot();  // what discovery has read is used up
    const auto count = transactions_of_a_snapshot();
    REQUIRE(count >= 3);
    for (std::size_t n = 1; n <= count; ++n) {
        INFO("cut at transaction " << n);
        link.units.clear();
        build_house(link, small_house(), 209);
        link.units[247].put(soc_register, {soc_here});
        discover();
        snapshot();
        cut_at(n, [this] { become_another_station(); });
        const auto read = snapshot();
        const auto* soc = read.find("plant")->find("ess_soc");
        CHECK((!soc->good() || soc->raw == formats::Words{soc_here}));
        CHECK(qualities_after_doubt(read) == std::set{Quality::not_read});
        link.disturb = {};
    }
}

TEST_CASE_METHOD(IdentityFixture, "a cut within a snapshot costs the same station one request and no reading") {
    discover();
    snapshot();
    const auto count = transactions_of_a_snapshot();
    cut_at(2, {});
    const auto before = link.log.size();
    const auto read = snapshot();
    CHECK(link.log.size() - before == count + 2);  // the request that was cut, and the serial number
    for (const auto& device : read.devices) {
        for (const auto& reading : device.readings) CHECK(reading.quality != Quality::not_read);
    }
}

TEST_CASE_METHOD(IdentityFixture, "single readings too: another station gives none") {
    discover();
    cut_at(1, [this] { become_another_station(); });
    const auto& plant = device("plant");
    const auto& soc = plant.profile->at("ess_soc");
    CHECK(runtime.run(session.read(plant, soc)).quality == Quality::not_read);
    link.disturb = {};
    CHECK(runtime.run(session.read(plant, soc)).quality == Quality::not_read);
    discover();
    CHECK(runtime.run(session.read(device("plant"), soc)).raw == formats::Words{soc_there});
}

TEST_CASE_METHOD(IdentityFixture, "devices of two stations are never found as one") {
    discover();
    const auto count = link.log.size();
    for (std::size_t n = 1; n <= count; ++n) {
        INFO("cut at transaction " << n);
        link.units.clear();
        build_house(link, small_house(), 209);
        link.units[247].put(soc_register, {soc_here});
        cut_at(n, [this] { become_another_station(); });
        const auto found = discover();
        link.disturb = {};
        CHECK(found.anchor_serial == "OTHER");
        const auto read = snapshot();
        CHECK(read.find("plant")->find("ess_soc")->raw == formats::Words{soc_there});
    }
}

TEST_CASE_METHOD(IdentityFixture, "where no serial number tells, readings of one snapshot come over one connection") {
    for (auto& [unit, registers] : link.units) {
        if (unit == 1) registers.put(serial_register, formats::Words(10, 0));
    }
    discover();
    snapshot();
    cut_at(2, {});
    const auto cut = snapshot();
    bool told = false;
    for (const auto& device : cut.devices) {
        for (const auto& reading : device.readings)
            told = told || reading.why.find("no serial number tells") != std::string::npos;
    }
    CHECK(told);
    link.disturb = {};
    for (const auto& device : snapshot().devices) {
        for (const auto& reading : device.readings) CHECK(reading.quality != Quality::not_read);
    }
}
