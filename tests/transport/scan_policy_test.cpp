#include "bus_model.h"
#include "transport/unit_scan.h"

#include <numeric>
#include <set>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace firstlight;
using namespace firstlight::transport;

namespace {

struct Outcome {
    int present = 0, missed = 0, invented = 0;
    std::uint64_t collisions = 0, hasty = 0;
    double mean_seconds = 0;
};

struct Bus {
    std::uint32_t baud = 115200;
    double fastest_ms = 4, slowest_ms = 6;
    bool neighbours = false;  ///< units 1..5 instead of any
    bool exceptions = false;
    std::size_t present = 5;
};

std::set<std::uint8_t> choose_units(const Bus& bus, std::mt19937& random) {
    std::set<std::uint8_t> units;
    while (units.size() < bus.present)
        units.insert(static_cast<std::uint8_t>(bus.neighbours ? units.size() + 1 : 1 + random() % 247));
    return units;
}

test::BusModel::Delay delay_between(double low, double high) {
    return [low, high](std::mt19937& random) {
        const auto ms = std::uniform_real_distribution<double>(low, high)(random);
        return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double, std::milli>(ms));
    };
}

Outcome scan_many(const Bus& bus, int runs, ScanOptions options = {}) {
    Outcome outcome;
    const SerialSettings settings{bus.baud, Parity::none, 1};
    for (int run = 0; run < runs; ++run) {
        std::mt19937 random(static_cast<std::uint32_t>(run) * 31 + 7);
        test::BusModel model(settings, static_cast<std::uint32_t>(run) + 1);
        if (bus.exceptions) model.answer_with_exceptions();
        const auto units = choose_units(bus, random);
        for (const auto unit : units) model.add_unit(unit, delay_between(bus.fastest_ms, bus.slowest_ms));
        UnitScan scan(options, settings);
        outcome.mean_seconds += std::chrono::duration<double>(model.run(scan)).count() / runs;
        outcome.collisions += model.collisions();
        outcome.hasty += model.hasty_questions();
        std::set<std::uint8_t> found;
        for (const auto& unit : scan.found()) found.insert(unit.unit);
        for (const auto unit : units) outcome.missed += !found.contains(unit);
        for (const auto unit : found) outcome.invented += !units.contains(unit);
        outcome.present += static_cast<int>(units.size());
    }
    return outcome;
}

/// Seconds a scan of 247 units takes that waits `window_ms` for each of the 242 silent ones.
double plain_scan(std::uint32_t baud, double window_ms) {
    return 242 * (8 * 10.0 / baud + window_ms / 1000);
}

}  // namespace

TEST_CASE("a fast bus is scanned in 0.4 of the time of 100 ms windows, with nobody missed") {
    const auto baud = GENERATE(9600U, 19200U, 115200U);
    const auto neighbours = GENERATE(false, true);
    const auto exceptions = GENERATE(false, true);
    const auto outcome = scan_many({baud, 4, 6, neighbours, exceptions}, 40);
    CAPTURE(baud, neighbours, exceptions, outcome.mean_seconds);
    CHECK(outcome.missed == 0);
    CHECK(outcome.invented == 0);
    CHECK(outcome.hasty == 0);
    CHECK(outcome.mean_seconds < 0.4 * plain_scan(baud, 100));
}

TEST_CASE("at 115200 no slow unit is missed, in 0.2 of the time of 500 ms windows") {
    const auto delays = GENERATE(std::pair{20, 60}, std::pair{100, 400}, std::pair{20, 400});
    const auto neighbours = GENERATE(false, true);
    const auto exceptions = GENERATE(false, true);
    const Bus bus{115200, static_cast<double>(delays.first), static_cast<double>(delays.second), neighbours,
                  exceptions};
    const auto outcome = scan_many(bus, 100);
    CAPTURE(delays.first, delays.second, outcome.mean_seconds);
    CHECK(outcome.missed == 0);
    CHECK(outcome.invented == 0);
    CHECK(outcome.hasty == 0);
    CHECK(outcome.mean_seconds < 0.2 * plain_scan(115200, 500));
}

TEST_CASE("a slow unit that is alone on the line is found although its first answer may vanish unseen") {
    const auto exceptions = GENERATE(false, true);
    const auto outcome = scan_many({115200, 20, 400, false, exceptions, 1}, 300);
    CHECK(outcome.missed == 0);
    CHECK(outcome.mean_seconds < 0.2 * plain_scan(115200, 500));
}

TEST_CASE("at 9600 a slow unit is missed less than once in a hundred, in 0.2 of the time of 500 ms windows") {
    const auto outcome = scan_many({9600, 20, 400, false, false}, 100);
    CAPTURE(outcome.mean_seconds);
    CHECK(outcome.missed * 100 < outcome.present);
    CHECK(outcome.collisions > 100);
    CHECK(outcome.invented == 0);
    CHECK(outcome.hasty == 0);
    CHECK(outcome.mean_seconds < 0.2 * plain_scan(9600, 500));
}

TEST_CASE("only the units asked for are asked, and an empty line is asked twice") {
    ScanOptions options;
    options.units = {20, 21, 22};
    UnitScan scan(options, {115200, Parity::none, 1});
    auto now = Clock::time_point{} + std::chrono::hours(1);
    std::multiset<std::uint8_t> asked;
    for (auto step = scan.next(now); step.kind != UnitScan::Step::Kind::done; step = scan.next(now)) {
        if (step.kind == UnitScan::Step::Kind::send) {
            asked.insert(step.frame[0]);
            scan.sent(now);
        } else {
            REQUIRE(step.until > now);
            now = step.until;
        }
    }
    CHECK(asked == std::multiset<std::uint8_t>{20, 20, 21, 21, 22, 22});
    CHECK(scan.found().empty());
    CHECK_FALSE(scan.other_master());
}

TEST_CASE("an echoing adapter, noise around an answer and an answer in pieces do not hide it") {
    ScanOptions options;
    options.units = {7};
    UnitScan scan(options, {9600, Parity::none, 1});
    auto now = Clock::time_point{} + std::chrono::hours(1);
    const auto question = scan.next(now).frame;
    scan.heard(now, question);
    scan.sent(now);
    now += Milliseconds(12);
    auto answer = formats::encode_rtu(7, formats::Bytes{4, 2, 0x12, 0x34});
    answer.insert(answer.begin(), 0x00);
    answer.push_back(0xFF);
    scan.heard(now, formats::ByteView(answer).first(3));
    scan.heard(now + Milliseconds(5), formats::ByteView(answer).subspan(3));
    const auto found = scan.found();
    REQUIRE(found.size() == 1);
    CHECK(found[0].unit == 7);
    CHECK(found[0].answered_after == Milliseconds(12));
    CHECK(found[0].answer == formats::Response{formats::Registers{{0x1234}}});
}

TEST_CASE("frames of somebody else's conversation are another master, not found units") {
    ScanOptions options;
    options.units = {7, 8};
    UnitScan scan(options, {9600, Parity::none, 1});
    auto now = Clock::time_point{} + std::chrono::hours(1);
    scan.next(now);
    scan.sent(now);
    for (int i = 0; i < 2; ++i) {
        now += Milliseconds(200);
        const formats::ReadRegisters theirs{formats::Function::read_holding_registers, 1, 2};
        scan.heard(now, formats::encode_rtu(3, formats::encode_request(theirs)));
        now += Milliseconds(50);
        scan.next(now);
    }
    CHECK(scan.found().empty());
    CHECK(scan.other_master());
}
