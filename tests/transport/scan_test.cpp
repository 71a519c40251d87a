#include "foreign_master.h"
#include "transport/discover_line.h"
#include "transport/errors.h"
#include "transport/modbus_server.h"

#include <map>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::transport;
using namespace std::chrono_literals;

namespace {

const formats::ReadRegisters probe{formats::Function::read_input_registers, 30051, 1};

RequestHandler units_with(std::map<std::uint8_t, Milliseconds> delays) {
    return [delays = std::move(delays)](std::uint8_t unit, const formats::Request&) {
        ServerReply reply;
        const auto known = delays.find(unit);
        if (known == delays.end()) return reply;
        reply.delay = known->second;
        reply.response = formats::Registers{{unit}};
        return reply;
    };
}

std::vector<std::uint8_t> numbers(std::uint8_t last) {
    std::vector<std::uint8_t> units;
    for (std::uint8_t unit = 1; unit <= last; ++unit) units.push_back(unit);
    return units;
}

std::vector<std::uint8_t> ids(const std::vector<UnitFound>& found) {
    std::vector<std::uint8_t> units;
    for (const auto& unit : found) units.push_back(unit.unit);
    return units;
}

}  // namespace

TEST_CASE("a scan finds fast and slow units on a line and what they answered") {
    Runtime runtime;
    SerialServerOptions line;
    line.settings.baud = 115200;
    const auto server = serve_pty(runtime, "", line, units_with({{2, 4ms}, {9, 80ms}, {17, 210ms}}));
    ScanOptions options;
    options.units = numbers(20);
    options.probe = probe;
    options.slowest = 300ms;
    std::vector<std::uint8_t> seen;
    int asked = 0;
    const auto progress = [&](const ScanProgress& now) {
        CHECK(now.total == 20);
        asked = now.asked;
        seen = now.found;
    };
    const auto found = runtime.run(scan_units(std::get<RtuEndpoint>(server->endpoint()), options, progress));
    REQUIRE(ids(found) == std::vector<std::uint8_t>{2, 9, 17});
    CHECK(found[1].answer == formats::Response{formats::Registers{{9}}});
    CHECK(found[0].answered_after < 60ms);
    CHECK(found[2].answered_after >= 200ms);
    CHECK(asked == 20);
    CHECK(seen == ids(found));
}

TEST_CASE("an empty line is scanned to its end") {
    Runtime runtime;
    test::PtyLine line;
    ScanOptions options;
    options.units = {20, 21, 22};
    options.window = 10ms;
    options.slowest = 50ms;
    CHECK(runtime.run(scan_units({line.name(), {115200, Parity::none, 1}}, options)).empty());
    CHECK(line.take().size() == 2 * 3 * 8);
}

TEST_CASE("a scan stops when somebody else asks on the line") {
    Runtime runtime;
    test::PtyLine line;
    const auto master = spawn(runtime.executor(), test::foreign_master(line, 100ms));
    try {
        runtime.run(scan_units({line.name(), {115200, Parity::none, 1}}, {}));
        FAIL("went on");
    } catch (const LinkError& error) {
        CHECK(error.fault().kind == LinkFailure::other_master);
    }
}
