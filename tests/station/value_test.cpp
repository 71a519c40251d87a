#include "station/value.h"

#include "station/errors.h"
#include "tests/station/fixture_csv.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight::station;
using firstlight::formats::Words;

namespace {

const ProfileSet& profiles() {
    static const auto set = ProfileSet::load(firstlight::tests::shipped_profiles());
    return set;
}
const Point& plant(const char* name) {
    return profiles().at("plant").at(name);
}
const Point& inverter(const char* name) {
    return profiles().at("inverter").at(name);
}

Point number(PointType type, double gain, int sign = 1) {
    Point point;
    point.name = "probe";
    point.type = type;
    point.count = type == PointType::u64 ? 4 : type == PointType::u32 || type == PointType::s32 ? 2 : 1;
    point.gain = gain;
    point.sign = sign;
    return point;
}

Reading read(const Point& point, const Words& words) {
    return decode(point, words, {});
}

template <typename Work>
ValueNotAccepted::Reason reason_of(Work work) {
    try {
        work();
    } catch (const ValueNotAccepted& error) {
        CHECK_FALSE(std::string(error.what()).empty());
        return error.reason();
    }
    FAIL("accepted");
    return {};
}

using Reason = ValueNotAccepted::Reason;

}  // namespace

TEST_CASE("The maker's worked frames: 25 kW both ways") {
    CHECK(read(inverter("rated_active_power"), {0x0000, 0x61A8}).number() == 25.0);
    CHECK(inverter("rated_active_power").address == 0x774C);
    CHECK(encode(plant("target_active_power"), 25.0) == Words{0x0000, 0x61A8});
    CHECK(plant("target_active_power").address == 0x9C41);
}

TEST_CASE("Numbers go to registers and back at the edges of their types") {
    struct Row {
        PointType type;
        double gain;
        int sign;
        double value;
        Words words;
    };
    const std::vector<Row> rows = {
        {PointType::u16, 1, 1, 0, {0}},
        {PointType::u16, 10, 1, 6553.5, {0xFFFF}},
        {PointType::s16, 10, 1, -3276.8, {0x8000}},
        {PointType::s16, 10, 1, 3276.7, {0x7FFF}},
        {PointType::s16, 1000, 1, -1, {0xFC18}},
        {PointType::s16, 1, -1, 5, {0xFFFB}},
        {PointType::u32, 1000, 1, 4294967.295, {0xFFFF, 0xFFFF}},
        {PointType::s32, 1000, 1, -2147483.648, {0x8000, 0x0000}},
        {PointType::s32, 1000, 1, 2147483.647, {0x7FFF, 0xFFFF}},
        {PointType::s32, 1000, 1, -0.001, {0xFFFF, 0xFFFF}},
        {PointType::s32, 1000, -1, -25, {0x0000, 0x61A8}},
        {PointType::u64, 1, 1, 9007199254740992.0, {0x0020, 0, 0, 0}},
        {PointType::u64, 100, 1, 123456789.01, {0, 0x0002, 0xDFDC, 0x1C35}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.value);
        const auto point = number(row.type, row.gain, row.sign);
        CHECK(encode(point, row.value) == row.words);
        const auto reading = read(point, row.words);
        REQUIRE(reading.good());
        CHECK(reading.number() == row.value);
        CHECK(reading.raw == row.words);
    }
}

TEST_CASE("What a register cannot hold is refused, not bent") {
    const auto encode_to = [](PointType type, double gain, Value value) {
        return reason_of([&] { encode(number(type, gain), value); });
    };
    CHECK(encode_to(PointType::u16, 1, -1.0) == Reason::out_of_range);
    CHECK(encode_to(PointType::u16, 1, 65536.0) == Reason::out_of_range);
    CHECK(encode_to(PointType::s16, 1, 32768.0) == Reason::out_of_range);
    CHECK(encode_to(PointType::s16, 1, -32769.0) == Reason::out_of_range);
    CHECK(encode_to(PointType::s32, 1000, 2147483.648) == Reason::out_of_range);
    CHECK(encode_to(PointType::u32, 1000, 4294967.296) == Reason::out_of_range);
    CHECK(encode_to(PointType::u64, 1, 18446744073709551616.0) == Reason::out_of_range);
    CHECK(encode_to(PointType::u16, 10, 23.05) == Reason::not_a_value);
    CHECK(encode_to(PointType::s32, 1000, 0.0004) == Reason::not_a_value);
    CHECK(encode_to(PointType::u16, 1, std::nan("")) == Reason::not_a_value);
    CHECK(encode_to(PointType::u16, 1, std::numeric_limits<double>::infinity()) == Reason::not_a_value);
    CHECK(encode_to(PointType::u16, 1, std::string("5")) == Reason::not_a_value);
    CHECK(reason_of([] { encode(plant("remote_ems_mode"), 7.0); }) == Reason::out_of_range);
    CHECK(encode(plant("remote_ems_mode"), 8.0) == Words{8});
    CHECK(encode(number(PointType::s16, 1), -0.0) == Words{0});
}

TEST_CASE("Decimals that binary cannot hold are still on the step") {
    const auto point = number(PointType::u32, 1000);
    for (int raw = 0; raw < 100000; raw += 7) CHECK(encode(point, raw / 1000.0).back() == raw % 65536);
    CHECK(encode(number(PointType::u16, 10), 0.1 + 0.2) == Words{3});
}

TEST_CASE("Text is two characters a register, cut at the first NUL") {
    const auto& serial = inverter("serial_number");
    CHECK(read(serial, encode(serial, std::string("CMU123A45BC678"))).value == Value(std::string("CMU123A45BC678")));
    Words words(10, 0);
    words[0] = 0x4142;
    words[1] = 0x4300;
    words[2] = 0x5858;
    CHECK(read(serial, words).value == Value(std::string("ABC")));
    CHECK(encode(serial, std::string(20, 'x')).size() == 10);
    CHECK(reason_of([&] { encode(serial, std::string(21, 'x')); }) == Reason::out_of_range);
    CHECK(reason_of([&] { encode(serial, std::string("Größe")); }) == Reason::not_a_value);
    CHECK(reason_of([&] { encode(serial, 5.0); }) == Reason::not_a_value);

    CHECK(read(serial, Words(10, 0)).quality == Quality::not_available);
    CHECK(read(serial, Words(10, 0xFFFF)).quality == Quality::not_available);
    words[0] = 0x4107;
    CHECK(read(serial, words).quality == Quality::malformed);
    words[0] = 0xC041;
    CHECK(read(serial, words).quality == Quality::malformed);
    words[0] = 0xC3B6;
    words[1] = 0;
    CHECK(read(serial, words).value == Value(std::string("ö")));
    CHECK(read(serial, Words(9, 0x4141)).quality == Quality::malformed);
}

TEST_CASE("Not available is never zero") {
    const auto absent = read(inverter("pv_9_voltage"), {0xFFFF});
    CHECK(absent.quality == Quality::not_available);
    CHECK_FALSE(absent.number());
    CHECK_FALSE(absent.value);
    CHECK(absent.raw == Words{0xFFFF});
    CHECK(read(inverter("pv_9_voltage"), {0xFFFE}).number() == -0.2);
    CHECK(read(inverter("shutdown_time"), {0, 0}).quality == Quality::not_available);
    CHECK(read(profiles().at("dc_charger").at("vehicle_soc"), {0}).quality == Quality::not_available);
    CHECK(read(inverter("rated_active_power"), {0}).quality == Quality::malformed);
    CHECK(to_text(absent) == "not available (the device says it has no value)");
}

TEST_CASE("Values are shown as people read them") {
    CHECK(to_text(read(inverter("phase_a_voltage"), {0, 23140})) == "231.40 V");
    CHECK(to_text(read(inverter("pcs_temperature"), {0xFFF6})) == "-1.0 °C");
    CHECK(to_text(read(inverter("insulation_resistance"), {1234})) == "1.234 MΩ");
    CHECK(to_text(read(plant("running_state"), {1})) == "Running");
    CHECK(to_text(read(plant("running_state"), {12})) == "unknown (12)");
    CHECK(read(plant("running_state"), {12}).good());
    CHECK(to_text(read(plant("pcs_max_export_power"), {0xFFFF, 0xFFFF})) == "none");
    CHECK(to_text(read(plant("pcs_max_export_power"), {0, 4000})) == "4.000 kW");
    CHECK(to_text(read(plant("system_time"), {0x6924, 0x2B9F})) == "2025-11-24 09:55:43 UTC");
    CHECK(to_text(read(inverter("startup_time"), {0x6924, 0x2B9F})) == "2025-11-24 09:55:43 local time");
    CHECK(to_text(read(plant("grid_active_power"), {0, 0})) == "0.000 kW");
    CHECK(to_text(number(PointType::s16, 10), -0.01) == "0.0");
    CHECK(to_text(number(PointType::s16, 10), -12.5) == "-12.5");
    CHECK(to_text(inverter("serial_number"), std::string("ABC")) == "ABC");
}

TEST_CASE("Alarm words are named bit by bit, unknown bits too") {
    const auto& word = plant("alarm_1_pcs_a");
    CHECK(to_text(word, 0.0) == "no alarm");
    CHECK(to_text(word, 1026.0) == "insulation resistance too low, grid voltage too high");
    REQUIRE(set_bits(word, 1026).size() == 2);
    CHECK(set_bits(word, 1026)[0]->code == "1002");
    CHECK(set_bits(word, 1026)[1]->code == "1011");
    CHECK(to_text(plant("alarm_2_pcs_b"), 64.0) == "unknown bit 6");
    CHECK(set_bits(plant("alarm_2_pcs_b"), 64).empty());
}

TEST_CASE("People give names, codes, numbers with point or comma, times") {
    CHECK(parse_value(plant("remote_ems_mode"), "standby") == Value(1.0));
    CHECK(parse_value(plant("remote_ems_mode"), " Discharge, PV first ") == Value(5.0));
    CHECK(parse_value(plant("remote_ems_mode"), "5") == Value(5.0));
    CHECK(reason_of([] { parse_value(plant("remote_ems_mode"), "7"); }) == Reason::not_a_value);
    CHECK(parse_value(plant("grid_max_export_power"), "4.5") == Value(4.5));
    CHECK(parse_value(plant("grid_max_export_power"), "4,5 kW") == Value(4.5));
    CHECK(parse_value(plant("target_active_power"), "-3") == Value(-3.0));
    CHECK(parse_value(plant("target_active_power"), "+3") == Value(3.0));
    CHECK(parse_value(plant("pcs_max_export_power"), "None") == Value(4294967.295));
    CHECK(encode(plant("pcs_max_export_power"), parse_value(plant("pcs_max_export_power"), "none"))
          == Words{0xFFFF, 0xFFFF});
    CHECK(parse_value(inverter("serial_number"), "ABC 1") == Value(std::string("ABC 1")));
    CHECK(parse_value(plant("preheat_tou_1_start"), "2025-11-24 09:55:43 local time") == Value(double(0x69242B9F)));
    CHECK(parse_value(plant("preheat_tou_1_start"), "2025-11-24 09:55") == Value(double(0x69242B9F - 43)));
    for (const auto* text : {"", "x", "1.234,5", "1e3", "0x10", "nan", "inf", "4 V", "--1", "1 2", "+-1"}) {
        CAPTURE(text);
        CHECK(reason_of([&] { parse_value(plant("grid_max_export_power"), text); }) == Reason::not_a_value);
    }
    for (const auto* text :
         {"2025-13-01 00:00", "2025-02-30 00:00", "2025-01-01 24:00", "2025-01-01", "2025-1-1 00:00"}) {
        CAPTURE(text);
        CHECK(reason_of([&] { parse_value(plant("preheat_tou_1_start"), text); }) == Reason::not_a_value);
    }
}

TEST_CASE("What is shown can be given back") {
    for (const auto& profile : profiles().all())
        for (const auto& point : profile->points) {
            if (!point.bits.empty() || point.is_text()) continue;
            CAPTURE(profile->id, point.name);
            const double value = point.choices.empty() ? 7 * point.sign / point.gain : point.choices.back().code;
            const auto raw = encode(point, value);
            const auto reading = decode(point, raw, {});
            REQUIRE(reading.good());
            CHECK(encode(point, parse_value(point, to_text(reading))) == raw);
        }
}

TEST_CASE("Ranges follow the points they refer to") {
    const auto& current = profiles().at("ac_charger").at("output_current");
    CHECK(range_references(current) == std::vector<std::string>{"rated_current", "input_breaker_rated_current"});
    const auto known = [](const std::string& point) -> std::optional<double> {
        if (point == "rated_current") return 32;
        if (point == "input_breaker_rated_current") return 20;
        if (point == "grid_code_rated_frequency") return 50;
        if (point == "max_apparent_power") return 10;
        return std::nullopt;
    };
    const auto unknown = [](const std::string&) { return std::optional<double>(); };
    const auto range = resolve_range(current, known);
    CHECK(range.low == 6);
    CHECK(range.high == 20);
    CHECK(to_text(current, range) == "6 to 20 A");
    CHECK_NOTHROW(check_range(current, 20.0, range));
    CHECK(reason_of([&] { check_range(current, 20.1, range); }) == Reason::out_of_range);
    CHECK(reason_of([&] { check_range(current, 5.9, range); }) == Reason::out_of_range);
    const auto open = resolve_range(current, unknown);
    CHECK_FALSE(open.high);
    CHECK(to_text(current, open) == "at least 6 A");

    const auto& trigger = plant("over_frequency_trigger");
    CHECK_NOTHROW(check_range(trigger, 60.0, resolve_range(trigger, known)));
    CHECK(reason_of([&] { check_range(trigger, 60.01, resolve_range(trigger, known)); }) == Reason::out_of_range);
    CHECK(reason_of([&] { check_range(trigger, 49.99, resolve_range(trigger, known)); }) == Reason::out_of_range);
    const auto& reactive = plant("target_reactive_power");
    CHECK(to_text(reactive, resolve_range(reactive, known)) == "-6 to 6 kvar");

    const auto& factor = plant("target_power_factor");
    const auto factors = resolve_range(factor, unknown);
    for (const double good : {-0.999, -0.8, 0.8, 1.0}) CHECK_NOTHROW(check_range(factor, good, factors));
    for (const double bad : {-1.0, -0.799, 0.0, 0.799, 1.001})
        CHECK(reason_of([&] { check_range(factor, bad, factors); }) == Reason::out_of_range);

    const auto& limit = plant("pcs_max_export_power");
    CHECK_NOTHROW(check_range(limit, parse_value(limit, "none"), resolve_range(limit, unknown)));
    const auto& vehicle = profiles().at("dc_charger").at("max_charge_power");
    CHECK(reason_of([&] { check_range(vehicle, 0.0, resolve_range(vehicle, unknown)); }) == Reason::out_of_range);
}

TEST_CASE("What is out of range is told with its unit of measure, a secret without its value") {
    Point limit = plant("grid_max_export_power");
    const auto told = [&](auto refuse) {
        try {
            refuse();
        } catch (const ValueNotAccepted& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    const auto out_of_range = [&] { check_range(limit, 20.5, Range{0, 12.5, {}, {}}); };
    const auto beyond_register = [&] { encode(limit, 1e9); };
    const auto no_number = [&] { parse_value(limit, "my-secret-word"); };
    CHECK(told(out_of_range).find("20.500 kW") != std::string::npos);
    CHECK(told(out_of_range).find("0 to 12.5 kW") != std::string::npos);
    CHECK(told(beyond_register).find("kW)") != std::string::npos);
    CHECK(told(no_number).find("my-secret-word") != std::string::npos);
    limit.secret = true;
    for (const auto& message : {told(out_of_range), told(beyond_register), told(no_number)}) {
        INFO(message);
        CHECK(message.find("the secret value") != std::string::npos);
        for (const auto* part : {"20.5", "1000000000", "my-secret-word"})
            CHECK(message.find(part) == std::string::npos);
    }
}

TEST_CASE("Decimals follow the gain") {
    CHECK(decimals(number(PointType::u16, 1)) == 0);
    CHECK(decimals(number(PointType::u16, 10)) == 1);
    CHECK(decimals(number(PointType::u32, 1000)) == 3);
}
