#include "tests/simulator/house_of_test.h"

#include <cmath>

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

/// Energy in the house, read from the registers that tell it.
using namespace firstlight;
using namespace firstlight::tests;
using Catch::Approx;
using simulator::VirtualStation;

namespace {

const std::string family = hybrid + "," + dc_module + "," + wall_box;

struct Flow {
    double grid = 0, grid_phases = 0, pv = 0, third_party = 0, ess = 0, load = 0, inverter = 0, soc = 0;
};

Flow flow(VirtualStation& station) {
    Flow now;
    now.grid = number(station, 247, 30005, 2, 1000);
    for (const int phase : {30052, 30054, 30056}) now.grid_phases += number(station, 247, phase, 2, 1000);
    now.pv = number(station, 247, 30035, 2, 1000);
    now.third_party = number(station, 247, 30194, 2, 1000);
    now.ess = number(station, 247, 30037, 2, 1000);
    now.load = number(station, 247, 30284, 2, 1000);
    now.inverter = number(station, 247, 30031, 2, 1000);
    now.soc = number(station, 247, 30014, 1, 10);
    return now;
}

struct Counters {
    double pv, load, charge, discharge, import, export_;
};

double energy(VirtualStation& station, int address) {
    return number(station, 247, address, 4, 100);
}

Counters counters(VirtualStation& station) {
    return {energy(station, 30088), energy(station, 30094), energy(station, 30200),
            energy(station, 30204), energy(station, 30216), energy(station, 30220)};
}

void set(VirtualStation& station, int address, double value, double gain, int count) {
    const auto raw = static_cast<std::int64_t>(std::llround(value * gain));
    formats::Words words;
    if (count == 2) words.push_back(static_cast<std::uint16_t>(raw >> 16));
    words.push_back(static_cast<std::uint16_t>(raw));
    REQUIRE(write(station, 247, address, words).written);
}

void remote(VirtualStation& station, int mode) {
    set(station, 40029, 1, 1, 1);
    set(station, 40031, mode, 1, 1);
}

}  // namespace

TEST_CASE("powers add up at every moment of two days") {
    VirtualStation station(profiles(), house(family, R"(, "load": {"third_party_pv_kw": 2, "smart_kw": 0.2})"));
    REQUIRE(write(station, 2, 42000, {0}, true).written);
    REQUIRE(write(station, 1, 41000, {0}, true).written);
    bool saw_sun = false, saw_night = false;
    for (int minute = 0; minute < 2 * 24 * 60; minute += 15) {
        station.advance(15 * 60);
        const auto now = flow(station);
        INFO("minute " << minute);
        CHECK(now.grid == Approx(now.grid_phases).margin(1e-9));
        CHECK(now.ess == Approx(now.pv + now.third_party + now.grid - now.load).margin(1e-9));
        CHECK(number(station, 1, 30587, 2, 1000) == Approx(now.inverter).margin(1e-9));
        CHECK(now.soc >= 0);
        CHECK(now.soc <= 100);
        saw_sun = saw_sun || now.pv > 1;
        saw_night = saw_night || now.pv == 0;
    }
    CHECK((saw_sun && saw_night));
}

TEST_CASE("counters count what flows, and their sums balance") {
    VirtualStation station(profiles(), house(hybrid));
    const auto before = counters(station);
    double imported = 0, exported = 0;
    for (int step = 0; step < 12 * 120; ++step) {
        station.advance(30);
        const double grid = flow(station).grid * 30 / 3600;
        (grid > 0 ? imported : exported) += std::abs(grid);
    }
    const auto after = counters(station);
    CHECK(after.import - before.import == Approx(imported).margin(0.03));
    CHECK(after.export_ - before.export_ == Approx(exported).margin(0.03));
    const double in = after.pv - before.pv + after.import - before.import + after.discharge - before.discharge;
    const double out = after.load - before.load + after.export_ - before.export_ + after.charge - before.charge;
    CHECK(in > 5);
    CHECK(in == Approx(out).margin(0.05));
    CHECK(energy(station, 30236) == Approx(after.pv - before.pv).margin(0.02));
    CHECK(number(station, 247, 30092, 2, 100) > 0);
}

TEST_CASE("strings agree with the power of their inverter, and sleep at night") {
    VirtualStation station(profiles(), house(hybrid));
    station.advance(60);
    double power = 0;
    for (const int string : {31027, 31029})
        power += number(station, 1, string, 1, 10) * number(station, 1, string + 1, 1, 100) / 1000;
    CHECK(power == Approx(number(station, 1, 31035, 2, 1000)).epsilon(0.01));
    CHECK(power > 2);
    VirtualStation night(profiles(), house(hybrid, R"(, "sun": {"hour": 23})"));
    CHECK(number(night, 1, 31027, 1, 10) == 0);
    CHECK(flow(night).pv == 0);
    CHECK(flow(night).ess < 0);
}

TEST_CASE("a string with wrong polarity shows negative voltage and no power") {
    VirtualStation station(profiles(),
                           house(hybrid, R"(, "faults": [{"kind": "reversed_string", "unit": 1, "string": 2}])"));
    CHECK(number(station, 1, 31029, 1, 10) < -300);
    CHECK(number(station, 1, 31030, 1, 100) == 0);
    CHECK(number(station, 1, 31027, 1, 10) > 300);
}

TEST_CASE("self-consumption: the battery takes what is left and gives what is missing") {
    VirtualStation station(profiles(), house(hybrid));
    auto now = flow(station);
    CHECK(now.pv > now.load);
    CHECK(now.grid == Approx(0).margin(0.002));
    station.advance(10 * 3600);
    now = flow(station);
    CHECK(now.pv < 0.5);
    CHECK(now.ess < 0);
    CHECK(now.grid == Approx(0).margin(0.002));
}

TEST_CASE("remote modes") {
    VirtualStation station(profiles(), house(hybrid));
    SECTION("standby leaves the battery alone") {
        remote(station, 1);
        CHECK(flow(station).ess == 0);
    }
    SECTION("charging and its limit") {
        remote(station, 3);
        CHECK(flow(station).ess == 8);
        set(station, 40032, 3, 1000, 2);
        CHECK(flow(station).ess == 3);
    }
    SECTION("discharging, sun first and battery first") {
        remote(station, 5);
        const auto sun_first = flow(station);
        CHECK(sun_first.inverter == Approx(10).margin(0.002));
        remote(station, 6);
        const auto battery_first = flow(station);
        CHECK(battery_first.ess == -8);
        CHECK(battery_first.pv < sun_first.pv);
        set(station, 40034, 2, 1000, 2);
        CHECK(flow(station).ess == -2);
    }
    SECTION("inverter power, both directions, and in percent") {
        remote(station, 0);
        set(station, 40001, 2, 1000, 2);
        CHECK(flow(station).inverter == Approx(2).margin(0.002));
        set(station, 40001, -2, 1000, 2);
        CHECK(flow(station).inverter == Approx(-2).margin(0.002));
        set(station, 40005, 30, 100, 1);
        CHECK(flow(station).inverter == Approx(3).margin(0.002));
    }
    SECTION("each phase on its own") {
        remote(station, 0);
        set(station, 40030, 1, 1, 1);
        set(station, 40008, 1, 1000, 2);
        set(station, 40010, 2, 1000, 2);
        set(station, 40012, 0.5, 1000, 2);
        CHECK(number(station, 247, 30015, 2, 1000) == Approx(1).margin(0.002));
        CHECK(number(station, 247, 30017, 2, 1000) == Approx(2).margin(0.002));
        CHECK(number(station, 247, 30019, 2, 1000) == Approx(0.5).margin(0.002));
    }
    SECTION("reactive power, only while setpoints count") {
        remote(station, 0);
        set(station, 40003, 1.5, 1000, 2);
        CHECK(number(station, 1, 30589, 2, 1000) == Approx(1.5));
        set(station, 40031, 2, 1, 1);
        CHECK(number(station, 1, 30589, 2, 1000) == 0);
    }
    SECTION("PV limit") {
        set(station, 40036, 1.5, 1000, 2);
        CHECK(flow(station).pv == Approx(1.5).margin(0.002));
    }
}

TEST_CASE("older firmware ignores battery limits outside their modes") {
    VirtualStation station(profiles(), house(hybrid, R"(, "protocol_version": "2.8")"));
    remote(station, 3);
    set(station, 40032, 3, 1000, 2);
    CHECK(flow(station).ess == 3);
    set(station, 40029, 0, 1, 1);
    CHECK(flow(station).ess > 3);
}

TEST_CASE("grid and inverter limits") {
    VirtualStation station(profiles(), house(hybrid));
    SECTION("export: charge first, then hold back the sun") {
        set(station, 40032, 1, 1000, 2);
        CHECK(flow(station).grid < -1);
        set(station, 40038, 1, 1000, 2);
        const auto held = flow(station);
        CHECK(held.grid == Approx(-1).margin(0.002));
        CHECK(held.ess == 1);
    }
    SECTION("import: charging gives way") {
        remote(station, 3);
        set(station, 40040, 0.5, 1000, 2);
        CHECK(flow(station).grid == Approx(0.5).margin(0.002));
    }
    SECTION("inverter output") {
        set(station, 40032, 0, 1000, 2);
        set(station, 40042, 2, 1000, 2);
        CHECK(flow(station).inverter == Approx(2).margin(0.002));
    }
    SECTION("no meter, no grid limits") {
        VirtualStation blind(profiles(), house(hybrid, R"(, "grid": {"meter": false})"));
        set(blind, 40032, 0, 1000, 2);
        set(blind, 40038, 0, 1000, 2);
        CHECK(flow(blind).inverter > flow(blind).load + 1);
        CHECK(read(blind, 247, 30004).words == formats::Words{0});
        CHECK(flow(blind).grid == 0);
    }
}

TEST_CASE("state-of-charge limits") {
    VirtualStation station(profiles(), house(hybrid, R"(, "sun": {"hour": 22})"));
    CHECK(flow(station).ess < 0);
    set(station, 40048, 50, 10, 1);
    CHECK(flow(station).ess == 0);
    CHECK(read(station, 247, 30086).words == formats::Words{500});
    set(station, 40048, 60, 10, 1);
    CHECK(flow(station).ess > 0);
    CHECK(flow(station).grid > 1);
    set(station, 40048, 10, 10, 1);
    remote(station, 3);
    set(station, 40047, 45, 10, 1);
    CHECK(flow(station).ess == 0);
}

TEST_CASE("chargers charge, count and end") {
    VirtualStation station(profiles(), house(family));
    REQUIRE(write(station, 2, 42001, {0, 1000}).written);
    REQUIRE(write(station, 2, 42000, {0}, true).written);
    CHECK(number(station, 2, 32003, 2, 1000) == Approx(3 * 230 * 10 / 1000.0).epsilon(0.02));
    REQUIRE(write(station, 1, 41002, {0, 6000}).written);
    REQUIRE(write(station, 1, 41000, {0}, true).written);
    CHECK(number(station, 1, 31502, 2, 1000) == 6);
    station.advance(3600);
    CHECK(number(station, 2, 32001, 2, 100) == Approx(6.9).epsilon(0.03));
    CHECK(number(station, 1, 31505, 2, 100) == Approx(6).margin(0.1));
    CHECK(number(station, 1, 31507, 2) == Approx(3600).margin(31));
    CHECK(number(station, 1, 31504, 1, 10) == Approx(60).margin(0.3));
    station.advance(4 * 3600);
    CHECK(read(station, 1, 31513).words == formats::Words{6});
    CHECK(read(station, 2, 32000).words == formats::Words{3});
    CHECK(number(station, 2, 32003, 2) == 0);
}

TEST_CASE("a vehicle gives in the V2G mode") {
    VirtualStation station(profiles(), house(family));
    REQUIRE(write(station, 1, 41000, {0}, true).written);
    remote(station, 8);
    CHECK(read(station, 1, 31513).words == formats::Words{8});
    CHECK(number(station, 1, 31502, 2, 1000) == -12);
}

TEST_CASE("wrong wiring of the sensor shows in the phases") {
    const std::string night = R"(, "sun": {"hour": 23}, "soc_limits": {"discharge_cutoff": 50})";
    const auto phases = [&](const std::string& fault) {
        VirtualStation station(profiles(), house(hybrid, night + R"(, "faults": [)" + fault + "]"));
        return std::array{number(station, 247, 30052, 2), number(station, 247, 30054, 2),
                          number(station, 247, 30056, 2), number(station, 247, 30005, 2)};
    };
    const auto right = phases("");
    const auto reversed = phases(R"({"kind": "reversed_ct", "phase": "b"})");
    CHECK(reversed[1] == -right[1]);
    CHECK(reversed[3] == right[0] - right[1] + right[2]);
    const auto swapped = phases(R"({"kind": "swapped_ct", "phases": ["a", "c"]})");
    CHECK(swapped[0] == Approx(-right[2] / 2).margin(1));
    CHECK(swapped[2] == Approx(-right[0] / 2).margin(1));
    CHECK(swapped[1] == right[1]);
}

TEST_CASE("output types fill their phases") {
    const auto with = [](const char* output) {
        return house(fmt::format(R"({{"unit": 1, "profile": "inverter", "model": "SigenStor EC 5.0 SP", "rated_kw": 5,
            "output": "{}", "strings": [{{"peak_kw": 4}}]}})",
                                 output));
    };
    VirtualStation single(profiles(), with("single_phase"));
    CHECK(read(single, 1, 31004).words == formats::Words{0});
    CHECK(number(single, 1, 31017, 2, 100) > 5);
    CHECK(number(single, 1, 31019, 2, 100) == 0);
    CHECK(number(single, 247, 30017, 2) == 0);
    VirtualStation split(profiles(), with("split_phase"));
    CHECK(number(split, 247, 30005, 2) != 0);
    CHECK(number(split, 247, 30052, 2) == 0);
}

TEST_CASE("the same seed and steps give the same house, another seed another one") {
    const auto after_an_hour = [](int seed) {
        VirtualStation station(profiles(),
                               house(family, fmt::format(R"(, "clock_start": 1780000000, "seed": {})", seed)));
        for (int i = 0; i < 60; ++i) station.advance(60);
        return read(station, 247, 30000, 100).words.value();
    };
    CHECK(after_an_hour(1) == after_an_hour(1));
    CHECK(after_an_hour(1) != after_an_hour(2));
}
