#include "tests/simulator/house_of_test.h"

#include <catch2/catch_test_macros.hpp>

/// Each behaviour of facts/station/behaviour.md that the virtual station models, as bytes or their absence.
using namespace firstlight;
using namespace firstlight::tests;
using namespace std::chrono_literals;
using simulator::VirtualStation;

namespace {

const std::string family = hybrid + "," + dc_module + "," + wall_box;

transport::ServerReply ask(VirtualStation& station, int unit) {
    return station.handle(static_cast<std::uint8_t>(unit),
                          formats::ReadRegisters{formats::Function::read_input_registers, 30578, 1});
}

}  // namespace

TEST_CASE("reads may cross reserved registers but not lie in them alone") {
    VirtualStation station(profiles(), house(family));
    CHECK(read(station, 247, 30072, 12).words.has_value());
    CHECK(read(station, 247, 30073, 10).exception == 2);
    CHECK(read(station, 247, 30075).exception == 2);
    CHECK(read(station, 1, 30500, 124).words.has_value());
    CHECK(read(station, 1, 30500, 125).exception == 3);
    CHECK(read(station, 1, 30499, 2).exception == 2);
}

TEST_CASE("a bulk read that touches a register the firmware lacks fails as a whole") {
    VirtualStation station(profiles(), house(family, R"(, "plant": {"missing_points": ["alarm_7_plant_b"]})"));
    CHECK(read(station, 247, 30280).words.has_value());
    CHECK(read(station, 247, 30280, 2).exception == 2);
}

TEST_CASE("write-only registers read as 0xFFFE or not at all") {
    VirtualStation ordinary(profiles(), house(family));
    CHECK(read(ordinary, 1, 40500).words == formats::Words{0xFFFE});
    VirtualStation strict(profiles(), house(family, R"(, "manners": {"write_only_reads": "exception"})"));
    CHECK(read(strict, 1, 40500).exception == 2);
}

TEST_CASE("32-bit points are written whole, write-only ones by function 6") {
    VirtualStation station(profiles(), house(family));
    CHECK(write(station, 247, 40038, {5}, true).exception == 2);
    CHECK(write(station, 247, 40038, {5}).exception == 2);
    CHECK(write(station, 247, 40039, {5}).exception == 2);
    CHECK(write(station, 247, 40038, {0, 5000}).written);
    CHECK(number(station, 247, 40038, 2, 1000) == 5);
    CHECK(write(station, 247, 40000, {1}).exception == 2);
    CHECK(write(station, 247, 40000, {1}, true).written);
    CHECK(write(station, 247, 30005, {0, 1}).exception == 2);
}

TEST_CASE("one write over several whole points is all or nothing") {
    VirtualStation station(profiles(), house(family));
    CHECK(write(station, 247, 40046, {100, 900, 200}).written);
    CHECK(read(station, 247, 40046, 3).words == formats::Words{100, 900, 200});
    CHECK(write(station, 247, 40046, {110, 5000, 210}).exception == 3);
    CHECK(read(station, 247, 40046, 3).words == formats::Words{100, 900, 200});
}

TEST_CASE("remote control gates the setpoints, and the work mode follows it") {
    VirtualStation station(profiles(), house(family, R"(, "protocol_version": "2.8")"));
    CHECK(read(station, 247, 30003).words == formats::Words{0});
    CHECK(write(station, 247, 40001, {0, 3000}).exception == 2);
    CHECK(write(station, 247, 40031, {3}, true).exception == 2);
    CHECK(write(station, 247, 40032, {0, 3000}).exception == 2);
    REQUIRE(write(station, 247, 40029, {1}, true).written);
    CHECK(read(station, 247, 30003).words == formats::Words{7});
    CHECK(write(station, 247, 40032, {0, 3000}).exception == 2);
    CHECK(write(station, 247, 40031, {3}, true).written);
    CHECK(write(station, 247, 40032, {0, 3000}).written);
    CHECK(write(station, 247, 40001, {0, 3000}).exception == 2);
    REQUIRE(write(station, 247, 40029, {0}, true).written);
    CHECK(read(station, 247, 30003).words == formats::Words{0});
}

TEST_CASE("newer firmware takes the limits in every mode") {
    VirtualStation station(profiles(), house(family));
    CHECK(write(station, 247, 40032, {0, 3000}).written);
    CHECK(write(station, 247, 40036, {0, 3000}).written);
}

TEST_CASE("an inverter limit that is not active reads 0xFFFFFFFF") {
    VirtualStation station(profiles(), house(family));
    CHECK(read(station, 247, 40042, 4).words == formats::Words{0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF});
    CHECK(write(station, 247, 40042, {0, 4000}).written);
    CHECK(write(station, 247, 40042, {0xFFFF, 0xFFFF}).written);
}

TEST_CASE("absent strings read 0xFFFF") {
    VirtualStation station(profiles(), house(family));
    const auto words = read(station, 1, 31027, 8).words.value();
    CHECK(words[3] != 0xFFFF);
    CHECK(formats::Words(words.begin() + 4, words.end()) == formats::Words{0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF});
}

TEST_CASE("the export limit falls back after a while") {
    VirtualStation station(profiles(), house(family, R"(, "faults": [{"kind": "limit_revert", "unit": 247,
        "point": "grid_max_export_power", "seconds": 20, "value": 7}])"));
    REQUIRE(write(station, 247, 40038, {0, 3000}).written);
    station.advance(15);
    CHECK(number(station, 247, 40038, 2, 1000) == 3);
    station.advance(10);
    CHECK(number(station, 247, 40038, 2, 1000) == 7);
}

TEST_CASE("unknown units are silent, or answer for the gateway") {
    VirtualStation station(profiles(), house(family));
    CHECK(read(station, 9, 30578).silent());
    VirtualStation gateway(profiles(), house(family, R"(, "manners": {"unknown_units": "exception"})"));
    CHECK(read(gateway, 9, 30578).exception == 11);
}

TEST_CASE("a broadcast sets the plant and is not answered") {
    VirtualStation station(profiles(), house(family));
    CHECK(write(station, 0, 40029, {1}, true).silent());
    CHECK(read(station, 247, 40029).words == formats::Words{1});
    CHECK(read(station, 0, 40029).silent());
    CHECK(write(station, 0, 40500, {0}, true).silent());
    CHECK(read(station, 1, 30578).words == formats::Words{1});
}

TEST_CASE("start and stop: 1 starts plant and inverter, 0 starts chargers") {
    VirtualStation station(profiles(), house(family));
    REQUIRE(write(station, 1, 40500, {0}, true).written);
    CHECK(read(station, 1, 30578).words == formats::Words{3});
    CHECK(number(station, 1, 30587, 2) == 0);
    CHECK(read(station, 247, 30051).words == formats::Words{1});
    REQUIRE(write(station, 1, 40500, {1}, true).written);
    CHECK(read(station, 1, 30578).words == formats::Words{1});
    REQUIRE(write(station, 247, 40000, {0}, true).written);
    CHECK(read(station, 247, 30051).words == formats::Words{3});
    CHECK(read(station, 1, 30578).words == formats::Words{3});
    REQUIRE(write(station, 247, 40000, {1}, true).written);

    CHECK(read(station, 2, 32000).words == formats::Words{2});
    REQUIRE(write(station, 2, 42000, {0}, true).written);
    CHECK(read(station, 2, 32000).words == formats::Words{5});
    CHECK(number(station, 2, 32003, 2) > 0);
    REQUIRE(write(station, 2, 42000, {1}, true).written);
    CHECK(read(station, 2, 32000).words == formats::Words{2});

    REQUIRE(write(station, 1, 41000, {0}, true).written);
    CHECK(read(station, 1, 31513).words == formats::Words{3});
    REQUIRE(write(station, 1, 41000, {1}, true).written);
    CHECK(read(station, 1, 31513).words == formats::Words{0});
}

TEST_CASE("a DC charger without a vehicle does not start") {
    VirtualStation station(profiles(),
                           house(hybrid + R"(, {"unit": 1, "profile": "dc_charger", "vehicle": {"plugged": false}})"));
    CHECK(write(station, 1, 41000, {0}, true).exception == 2);
}

TEST_CASE("alarm words of the plant are those of all inverters together") {
    const std::string two = hybrid + R"(, {"unit": 3, "profile": "inverter", "model": "SigenStor EC 5.0 SP"})";
    VirtualStation station(profiles(), house(two, R"(, "alarms": [{"unit": 1, "point": "alarm_1_pcs_a", "bit": 1},
        {"unit": 3, "point": "alarm_1_pcs_a", "bit": 10}, {"unit": 247, "point": "alarm_6_plant_a", "bit": 1}])"));
    CHECK(read(station, 1, 30605).words == formats::Words{0x0002});
    CHECK(read(station, 3, 30605).words == formats::Words{0x0400});
    CHECK(read(station, 247, 30027).words == formats::Words{0x0402});
    CHECK(read(station, 247, 30280).words == formats::Words{0x0002});
    station.set_point(3, "inverter", "alarm_1_pcs_a", 0);
    CHECK(read(station, 247, 30027).words == formats::Words{0x0002});
}

TEST_CASE("functions outside the public map are refused") {
    VirtualStation station(profiles(), house(family));
    CHECK(heard(station.handle(1, formats::ReadBits{})).exception == 1);
    CHECK(heard(station.handle(1, formats::ReadFileRecord{{{1, 0, 1}}})).exception == 1);
    CHECK(heard(station.handle(1, formats::MaskWriteRegister{})).exception == 1);
    CHECK(heard(station.handle(1, formats::ReadDeviceIdentification{})).exception == 1);
    VirtualStation named(profiles(), house(family, R"(, "manners": {"identification":
        {"vendor": "Sigenergy", "product": "SigenStor", "revision": "1"}})"));
    const auto reply = named.handle(1, formats::ReadDeviceIdentification{});
    CHECK(std::get<formats::DeviceIdentification>(*reply.response).objects[0].second == "Sigenergy");
}

TEST_CASE("values out of range are refused, held or taken") {
    const auto soc_of = [](const char* manner) {
        VirtualStation station(profiles(),
                               house(family, fmt::format(R"(, "manners": {{"out_of_range": "{}"}})", manner)));
        const auto answer = write(station, 247, 40047, {1200}, true);
        return std::pair{answer.exception.value_or(0), read(station, 247, 40047).words->front()};
    };
    CHECK(soc_of("refuse") == std::pair{3, std::uint16_t{1000}});
    CHECK(soc_of("clamp") == std::pair{0, std::uint16_t{1000}});
    CHECK(soc_of("accept") == std::pair{0, std::uint16_t{1200}});
}

TEST_CASE("pinned values stay, start values of settings can be written") {
    VirtualStation station(profiles(), house(family, R"(, "values": [
        {"unit": 1, "point": "insulation_resistance", "value": 0.05}, {"unit": 247, "point": "ems_work_mode", "value": 77},
        {"unit": 247, "point": "ess_charge_cutoff_soc", "value": 90},
        {"unit": 247, "point": "ess_backup_soc", "value": 20, "pinned": true}])"));
    station.advance(60);
    CHECK(read(station, 1, 31037).words == formats::Words{50});
    CHECK(read(station, 247, 30003).words == formats::Words{77});
    CHECK(read(station, 247, 40047).words == formats::Words{900});
    CHECK(write(station, 247, 40047, {800}, true).written);
    CHECK(read(station, 247, 40047).words == formats::Words{800});
    CHECK(write(station, 247, 40046, {300}, true).written);
    CHECK(read(station, 247, 40046).words == formats::Words{200});
}

TEST_CASE("faults strike their unit, their turn and so often") {
    VirtualStation station(profiles(), house(family, R"(, "faults": [
        {"kind": "silent", "unit": 2}, {"kind": "late", "unit": 1, "every": 3, "ms": 1500},
        {"kind": "garble", "unit": 1, "after": 4, "every": 2, "times": 1},
        {"kind": "exception", "unit": 247, "code": 4}])"));
    CHECK(heard(ask(station, 2)).silent());
    CHECK(heard(ask(station, 247)).exception == 4);
    std::vector<std::pair<bool, bool>> late_and_garbled;
    for (int i = 0; i < 6; ++i) {
        const auto reply = ask(station, 1);
        late_and_garbled.emplace_back(reply.delay == 1500ms, reply.garble);
    }
    CHECK(late_and_garbled
          == std::vector<std::pair<bool, bool>>{
              {false, false}, {false, false}, {true, false}, {false, true}, {false, false}, {true, false}});
}

TEST_CASE("each kind of fault changes the reply in its way") {
    const auto with = [](const std::string& fault) {
        VirtualStation station(profiles(), house(family, R"(, "faults": [)" + fault + "]"));
        return ask(station, 1);
    };
    const auto stall = with(R"({"kind": "stall", "unit": 1, "ms": 2500, "answers": false})");
    CHECK((stall.hold_others && stall.delay == 2500ms && !stall.response));
    const auto slow = with(R"({"kind": "slow", "unit": 1, "ms": 700})");
    CHECK((slow.delay == 700ms && slow.response));
    const auto drop = with(R"({"kind": "drop"})");
    CHECK((drop.close_connection && !drop.response));
    CHECK(with(R"({"kind": "wrong_unit", "other": 9})").answer_as_unit == 9);
    CHECK(with(R"({"kind": "wrong_transaction", "offset": 3})").answer_as_transaction_offset == 3);
    CHECK_FALSE(with(R"({"kind": "restart"})").response);
}

TEST_CASE("a write whose answer is lost was carried out all the same") {
    VirtualStation station(profiles(), house(family, R"(, "faults": [{"kind": "drop", "times": 1}])"));
    CHECK(write(station, 247, 40029, {1}, true).silent());
    CHECK(read(station, 247, 40029).words == formats::Words{1});
}

TEST_CASE("the station's clock, right or wrong") {
    const auto clock_of = [](const std::string& more) {
        VirtualStation station(profiles(), house(family, more));
        station.advance(90);
        const auto words = read(station, 247, 30000, 2).words.value();
        return static_cast<std::int64_t>(words[0]) * 65536 + words[1];
    };
    CHECK(clock_of(R"(, "clock_start": 1780000000)") == 1780000090);
    CHECK(clock_of(R"(, "clock_start": 1780000000, "faults": [{"kind": "clock_wrong", "seconds": -3600}])")
          == 1779996490);
}

TEST_CASE("a charger-only site has no plant") {
    VirtualStation station(profiles(), house(wall_box, R"(, "plant": {"present": false})"));
    CHECK(read(station, 247, 30051).silent());
    CHECK(read(station, 2, 32000).words.has_value());
    CHECK(station.transactions() == 2);
}

TEST_CASE("the model names no point that no profile has") {
    const auto all = family + R"(, {"unit": 5, "profile": "pss"}, {"unit": 6, "profile": "pid"})";
    VirtualStation station(profiles(), house(all));
    station.advance(10);
    CHECK(station.unknown_names() == std::vector<std::string>{});
}
