#include "station_fixture.h"

#include <algorithm>
#include <cmath>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace firstlight;
using namespace firstlight::tests;
using station::Quality;
using station::Reading;

namespace {

bool has(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

/// Rows that the facts give to some models only, told by their notes.
bool other_models_only(const FixtureRow& row, const std::string& model) {
    const bool storage = row.name.starts_with("preheat") || has(row.notes, "PV M1-HYB series only");
    if (has(model, "SigenStor")) return storage;
    return has(row.notes, "SigenStor and Sigen Hybrid only") && row.device == "plant";
}

/// The reading of the row: of two points at one address, the one that this version has.
const Reading* reading_of(const station::Snapshot& snapshot, std::uint8_t unit, const FixtureRow& row) {
    const Reading* found = nullptr;
    for (const auto& device : snapshot.devices) {
        if (device.device.unit != unit || device.device.profile->id != row.device) continue;
        for (const Reading& reading : device.readings) {
            if (reading.point->address != row.address) continue;
            if (!found || found->quality == Quality::unsupported) found = &reading;
        }
    }
    return found;
}

void check_row(const FixtureRow& row, const HouseUnit& unit, const Reading* reading, const std::string& model) {
    INFO(row.device << " " << int(unit.unit) << " " << row.address << " " << row.name);
    REQUIRE(reading);
    INFO("quality " << to_string(reading->quality) << ": " << reading->why);
    CHECK(reading->point->name == row.name);
    if (other_models_only(row, model)) {
        CHECK(reading->quality == Quality::not_applicable);
        return;
    }
    const formats::Words words = fixture_words(row, unit.unit, unit.model);
    CHECK(reading->raw == words);
    REQUIRE(reading->good());
    if (row.type == "STRING") {
        CHECK(std::get<std::string>(*reading->value) == fixture_text(words));
    } else {
        CHECK(std::abs(*reading->number() - fixture_number(row, words)) < 1e-6);
    }
}

}  // namespace

TEST_CASE("a snapshot equals the rows of the facts at every protocol version") {
    const int version = GENERATE(107, 108, 200, 201, 202, 204, 205, 206, 207, 208, 209);
    const std::string model = GENERATE("SigenStor EC 12.0 TP", "Sigen PV 100M1-HYB");
    INFO("version " << version << ", " << model);
    const auto house = big_house(model);
    StationFixture fixture(house, version);
    fixture.discover();
    const station::Snapshot snapshot = fixture.snapshot();
    std::size_t compared = 0;
    for (const HouseUnit& unit : house) {
        for (const FixtureRow& row : fixture_rows()) {
            if (std::ranges::find(unit.devices, row.device) == unit.devices.end()) continue;
            if (!row.is_readable() || !row.exists_at(version)) continue;
            check_row(row, unit, reading_of(snapshot, unit.unit, row), model);
            ++compared;
        }
    }
    CHECK(compared > 250);
    for (const auto& device : snapshot.devices) {
        for (const Reading& reading : device.readings) {
            INFO(device.device.name() << " " << reading.point->name);
            const auto since = 100 * reading.point->since.major + reading.point->since.minor;
            if (since <= version) continue;
            CHECK((reading.quality == Quality::unsupported || reading.quality == Quality::not_applicable));
            CHECK_FALSE(reading.value.has_value());
        }
    }
}

TEST_CASE("at one request per second the first snapshot of a house takes at most 20 s") {
    StationFixture fixture(small_house());
    fixture.link.set_pace({std::chrono::seconds(1)});
    fixture.discover();
    const auto discovery_time = fixture.link.elapsed;
    const station::Snapshot snapshot = fixture.snapshot();
    CHECK(seconds_of(fixture.link.elapsed - discovery_time) <= 20);
    CHECK(snapshot.requests <= 7);
    CHECK(snapshot.devices.size() == 4);
    SECTION("and the next one asks again for everything") {
        const station::Snapshot next = fixture.snapshot();
        CHECK(next.requests > snapshot.requests);
        CHECK(next.requests <= 11);
    }
}

TEST_CASE("what discovery read is not read again, but is there") {
    StationFixture fixture(small_house());
    fixture.discover();
    const auto before = fixture.link.log.size();
    const station::Snapshot snapshot = fixture.snapshot();
    const auto* inverter = snapshot.find("inverter 1");
    REQUIRE(inverter);
    CHECK(inverter->find("serial_number")->good());
    for (auto at = before; at < fixture.link.log.size(); ++at) {
        const auto* read = std::get_if<formats::ReadRegisters>(&fixture.link.log[at].request);
        REQUIRE(read);
        const bool identity =
            fixture.link.log[at].unit == 1 && read->address <= 30515 && read->address + read->count > 30515;
        CHECK_FALSE(identity);
    }
}

TEST_CASE("a register that the firmware lacks costs its own point and is not asked again") {
    StationFixture fixture(small_house());
    fixture.link.units[247].registers.erase(30281);
    fixture.link.units[1].registers.erase(30622);
    fixture.link.units[1].registers.erase(31003);
    fixture.discover();
    const station::Snapshot first = fixture.snapshot();
    CHECK(first.find("plant")->find("alarm_7_plant_b")->quality == Quality::unsupported);
    CHECK(first.find("plant")->find("alarm_6_plant_a")->good());
    CHECK(first.find("plant")->find("total_load_power")->good());
    CHECK(first.find("inverter 1")->find("ess_max_cell_voltage")->quality == Quality::unsupported);
    CHECK(first.find("inverter 1")->find("ess_min_cell_voltage")->good());
    CHECK(first.find("inverter 1")->find("pcs_temperature")->quality == Quality::unsupported);
    CHECK(first.find("inverter 1")->find("grid_frequency")->good());
    CHECK(fixture.device("inverter 1").version == station::ProtocolVersion{2, 9});

    const auto before = fixture.link.log.size();
    const station::Snapshot second = fixture.snapshot();
    CHECK(second.requests <= 16);
    for (auto at = before; at < fixture.link.log.size(); ++at) {
        const auto& read = std::get<formats::ReadRegisters>(fixture.link.log[at].request);
        const bool touches =
            fixture.link.log[at].unit == 1 && read.address <= 31003 && read.address + read.count > 31003;
        CHECK_FALSE(touches);
    }
}

TEST_CASE("an inverter without battery registers costs only those, and few requests") {
    StationFixture fixture(small_house());
    ScriptedUnit& inverter = fixture.link.units[1];
    for (const FixtureRow& row : fixture_rows()) {
        if (row.device != "inverter" || !has(row.notes, "hybrid inverters only")) continue;
        if (row.name == "battery_pack_count") continue;
        for (std::uint16_t at = row.address; at < row.address + row.count; ++at) inverter.registers.erase(at);
    }
    inverter.put(31024, {0});
    const station::Discovery found = fixture.discover();
    REQUIRE(found.find("inverter 1"));
    CHECK(found.find("inverter 1")->serial == "CMU123A45AB001");
    const station::Snapshot first = fixture.snapshot();
    CHECK(first.requests <= 21);
    for (const Reading& reading : first.find("inverter 1")->readings) {
        const bool battery = reading.point->name.starts_with("ess_") || reading.point->name.starts_with("alarm_3");
        if (!battery) continue;
        INFO(reading.point->name);
        CHECK((reading.quality == Quality::not_applicable || reading.quality == Quality::unsupported));
    }
    CHECK(first.find("inverter 1")->find("active_power")->good());
    CHECK(first.find("inverter 1")->find("alarm_1_pcs_a")->good());
    const station::Snapshot second = fixture.snapshot();
    CHECK(second.requests <= 16);
}

TEST_CASE("a silent device costs only its own points and is not hammered") {
    StationFixture fixture(big_house("SigenStor EC 12.0 TP"));
    fixture.discover();
    fixture.link.units[2].silent = true;
    const auto before = fixture.link.requests_to(2);
    const station::Snapshot snapshot = fixture.snapshot();
    CHECK(fixture.link.requests_to(2) - before <= 2);
    const Reading* lost = snapshot.find("inverter 2")->find("pcs_temperature");
    CHECK(lost->quality == Quality::not_read);
    CHECK_FALSE(lost->why.empty());
    CHECK_FALSE(lost->value.has_value());
    CHECK(snapshot.find("inverter 3")->find("pcs_temperature")->good());
    CHECK(snapshot.find("inverter 1")->find("pcs_temperature")->good());
    CHECK(snapshot.find("ac charger 4")->find("system_state")->good());
}

TEST_CASE("strings and phases that are not there are not applicable, whatever their registers hold") {
    StationFixture fixture(small_house());
    ScriptedUnit& inverter = fixture.link.units[1];
    inverter.put(31025, {2});               // two strings
    inverter.put(31031, {0xFFFF, 0xFFFF});  // the third
    inverter.put(31004, {0});               // L/N
    fixture.discover();
    const station::Snapshot snapshot = fixture.snapshot();
    const auto* device = snapshot.find("inverter 1");
    CHECK(device->find("pv_2_voltage")->good());
    CHECK(device->find("pv_3_voltage")->quality == Quality::not_applicable);
    CHECK(device->find("pv_12_current")->quality == Quality::not_applicable);
    CHECK(device->find("phase_a_voltage")->good());
    CHECK(device->find("phase_b_voltage")->quality == Quality::not_applicable);
    CHECK_FALSE(device->find("phase_b_voltage")->value.has_value());
    CHECK(has(device->find("phase_b_voltage")->why, "Output"));
}

TEST_CASE("an unknown code of an enumeration is a good reading") {
    StationFixture fixture(small_house());
    fixture.link.units[247].put(30003, {77});
    fixture.discover();
    const station::Snapshot snapshot = fixture.snapshot();
    const Reading* mode = snapshot.find("plant")->find("ems_work_mode");
    REQUIRE(mode->good());
    CHECK(to_text(*mode) == "unknown (77)");
}

TEST_CASE("a unit that wants the other function is asked with it") {
    StationFixture fixture(small_house());
    fixture.link.units[247].refused_functions = {formats::Function::read_input_registers};
    fixture.link.units[1].refused_functions = {formats::Function::read_input_registers};
    const station::Discovery found = fixture.discover();
    CHECK(found.find("plant"));
    CHECK(found.find("inverter 1"));
    const auto before = fixture.link.log.size();
    const station::Snapshot snapshot = fixture.snapshot();
    CHECK(snapshot.find("inverter 1")->find("pcs_temperature")->good());
    for (auto at = before; at < fixture.link.log.size(); ++at) {
        if (fixture.link.log[at].unit != 1) continue;
        CHECK(formats::function_of(fixture.link.log[at].request) == formats::Function::read_holding_registers);
    }
}

TEST_CASE("a cut link is opened again; one that stays cut gives reasons instead of values") {
    StationFixture fixture(small_house());
    fixture.discover();
    const auto cut_at = fixture.link.log.size() + 2;
    const bool comes_back = GENERATE(true, false);
    fixture.link.reopens = comes_back;
    fixture.link.disturb = [&](std::size_t number, const Asked&, bool&) -> std::optional<transport::LinkFault> {
        if (number < cut_at || (comes_back && fixture.link.reopened > 0)) return std::nullopt;
        transport::LinkFault fault;
        fault.kind = transport::LinkFailure::closed;
        return fault;
    };
    const station::Snapshot snapshot = fixture.snapshot();
    const Reading* charger = snapshot.find("ac charger 2")->find("output_current");
    if (comes_back) {
        CHECK(fixture.link.reopened == 1);
        CHECK(charger->good());
    } else {
        CHECK(charger->quality == Quality::not_read);
        CHECK(fixture.link.reopened == 1);
        CHECK_FALSE(charger->why.empty());
    }
}

TEST_CASE("one lost or garbled answer anywhere leaves every other device whole") {
    StationFixture counting(small_house());
    counting.discover();
    const auto begin = counting.link.log.size();
    counting.snapshot();
    const auto end = counting.link.log.size();
    for (auto at = begin + 1; at <= end; ++at) {
        INFO("transaction " << at);
        StationFixture fixture(small_house());
        std::uint8_t hit = 0;
        fixture.link.disturb = [&](std::size_t number, const Asked& asked,
                                   bool&) -> std::optional<transport::LinkFault> {
            if (number != at && number != at + 1) return std::nullopt;  // the repetition too
            if (number == at) hit = asked.unit;
            if (asked.unit != hit) return std::nullopt;
            transport::LinkFault fault;
            fault.kind = at % 2 == 0 ? transport::LinkFailure::silent : transport::LinkFailure::garbled;
            return fault;
        };
        fixture.discover();
        const station::Snapshot snapshot = fixture.snapshot();
        for (const auto& device : snapshot.devices) {
            if (device.device.unit == hit) continue;
            for (const Reading& reading : device.readings) {
                INFO(device.device.name() << " " << reading.point->name << " " << reading.why);
                CHECK(reading.quality != Quality::not_read);
            }
        }
    }
}

TEST_CASE("readings of chosen points come in the order asked, in few requests") {
    StationFixture fixture(small_house());
    fixture.discover();
    const station::Device& inverter = fixture.device("inverter 1");
    const auto before = fixture.link.log.size();
    const auto readings = fixture.runtime.run(fixture.session.read(
        inverter, {&inverter.profile->at("grid_frequency"), &inverter.profile->at("rated_grid_voltage"),
                   &inverter.profile->at("inverter_start_stop"), &inverter.profile->at("grid_frequency")}));
    REQUIRE(readings.size() == 4);
    CHECK(fixture.link.log.size() == before + 1);
    CHECK(readings[0].point->name == "grid_frequency");
    CHECK(readings[1].point->name == "rated_grid_voltage");
    CHECK(readings[2].quality == Quality::not_read);
    CHECK(readings[3].number() == readings[0].number());
}
