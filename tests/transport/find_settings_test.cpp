#include "foreign_master.h"
#include "transport/discover_line.h"
#include "transport/errors.h"
#include "transport/modbus_server.h"
#include "transport/settings_plan.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace firstlight;
using namespace firstlight::transport;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

namespace {

/// One device that answers, late, with an exception or with noise in front, at one unit id.
struct Device {
    std::uint8_t unit = 1;
    Milliseconds delay{5};
    bool refuses = false;

    RequestHandler handler() const {
        return [device = *this](std::uint8_t asked, const formats::Request& request) {
            ServerReply reply;
            reply.delay = device.delay;
            if (asked != device.unit) return reply;
            reply.response = formats::Registers{{42}};
            if (device.refuses)
                reply.response =
                    formats::Exception{formats::function_of(request), formats::ExceptionCode::illegal_data_address};
            return reply;
        };
    }
};

FindSettingsOptions quick(std::vector<std::uint32_t> bauds, std::vector<std::uint8_t> units) {
    FindSettingsOptions options;
    options.listen_first = 60ms;
    options.bauds = std::move(bauds);
    options.units = std::move(units);
    options.window = 40ms;
    return options;
}

std::string port_of(const ModbusServer& server) {
    return std::get<RtuEndpoint>(server.endpoint()).port;
}

SerialServerOptions speaks(std::uint32_t baud) {
    SerialServerOptions options;
    options.settings.baud = baud;
    return options;
}

}  // namespace

TEST_CASE("the plan tries what is known first, then likely speeds, and never the same bytes twice") {
    FindSettingsOptions options;
    options.last_known = SerialSettings{19200, Parity::none, 2};
    const auto plan = plan_settings(options);
    REQUIRE(plan.size() == 18);
    CHECK(to_string(plan[0].send) == "19200:8N2");
    CHECK(to_string(plan[0].report) == "19200:8N2");
    CHECK(to_string(plan[1].send) == "9600:8N2");
    CHECK(to_string(plan[1].report) == "9600:8N1");
    CHECK(to_string(plan[2].send) == "9600:8E1");
    CHECK(to_string(plan[3].send) == "9600:8O1");
    CHECK(to_string(plan[4].send) == "19200:8E1");
    CHECK(plan[0].units == options.units);
}

TEST_CASE("replies are judged by what they are, echo or not") {
    const formats::ReadRegisters probe{formats::Function::read_input_registers, 30051, 1};
    const auto asked = formats::encode_rtu(1, formats::encode_request(probe));
    const auto answer = formats::encode_rtu(1, formats::Bytes{4, 2, 0, 7});
    const auto refusal = formats::encode_rtu(9, formats::Bytes{0x84, 2});
    const auto join = [](formats::Bytes a, const formats::Bytes& b) {
        a.insert(a.end(), b.begin(), b.end());
        return a;
    };
    CHECK(judge_reply({}, asked, probe).kind == Heard::Kind::nothing);
    CHECK(judge_reply(asked, asked, probe).kind == Heard::Kind::nothing);
    CHECK(judge_reply(join(asked, answer), asked, probe).kind == Heard::Kind::answer);
    CHECK(judge_reply(join({0x00, 0xFF}, answer), asked, probe).unit == 1);
    CHECK_THAT(judge_reply(refusal, asked, probe).how, ContainsSubstring("exception 2") && ContainsSubstring("unit 9"));
    CHECK(judge_reply({0x12, 0x34, 0x56}, asked, probe).kind == Heard::Kind::garble);
    const formats::ReadRegisters theirs{formats::Function::read_holding_registers, 1, 1};
    const auto foreign = formats::encode_rtu(5, formats::encode_request(theirs));
    CHECK(judge_reply(foreign, asked, probe).kind == Heard::Kind::foreign);
}

TEST_CASE("settings are found by an answer, an exception or a late answer") {
    struct Row {
        Device device;
        std::uint32_t baud;
        const char* how;
    };
    const auto row =
        GENERATE(Row{{1, 5ms, false}, 19200, "answer from unit 1"}, Row{{3, 5ms, true}, 9600, "exception 2"},
                 Row{{247, 90ms, false}, 38400, "answer from unit 247"});
    Runtime runtime;
    const auto server = serve_pty(runtime, "", speaks(row.baud), row.device.handler());
    int tried = 0;
    int total = 0;
    const auto progress = [&](const SettingsProgress& now) {
        CHECK(now.tried >= tried);
        CHECK(now.left > 0ms);
        tried = now.tried;
        total = now.total;
    };
    const auto found =
        runtime.run(find_settings(port_of(*server), quick({9600, 19200, 38400}, {247, 1, 2, 3}), progress));
    REQUIRE(found);
    CHECK(found->settings == SerialSettings{row.baud, Parity::none, 1});
    CHECK(found->unit == row.device.unit);
    CHECK_THAT(found->how, ContainsSubstring(row.how));
    CHECK(total == 36);
}

TEST_CASE("an echoing adapter is not taken for a device") {
    Runtime runtime;
    auto options = speaks(9600);
    options.echo = true;
    const auto server = serve_pty(runtime, "", options, Device{200}.handler());
    CHECK_FALSE(runtime.run(find_settings(port_of(*server), quick({9600}, {1, 2}))));
    const auto found = runtime.run(find_settings(port_of(*server), quick({9600}, {1, 200})));
    REQUIRE(found);
    CHECK(found->unit == 200);
}

TEST_CASE("with another master on the line nothing is sent") {
    Runtime runtime;
    test::PtyLine line;
    const auto master = spawn(runtime.executor(), test::foreign_master(line, 300ms));
    auto options = quick({9600}, {1});
    options.listen_first = 3s;
    try {
        runtime.run(find_settings(line.name(), options));
        FAIL("went on");
    } catch (const LinkError& error) {
        CHECK(error.fault().kind == LinkFailure::other_master);
        CHECK_THAT(error.fault().detail, ContainsSubstring("Unit 3"));
    }
    CHECK(line.take().empty());
}

TEST_CASE("a master at a speed we cannot read is still another master") {
    Runtime runtime;
    test::PtyLine line;
    const auto babble = [](test::PtyLine& to) -> awaitable<void> {
        for (;;) {
            to.write({0x00, 0x78, 0xF8, 0x80, 0x78});
            co_await sleep_for(100ms);
        }
    };
    const auto master = spawn(runtime.executor(), babble(line));
    auto options = quick({9600}, {1});
    options.listen_first = 400ms;
    CHECK_THROWS_AS(runtime.run(find_settings(line.name(), options)), LinkError);
    CHECK(line.take().empty());
}

TEST_CASE("looking for settings can be cancelled at any time") {
    Runtime runtime;
    const auto server = serve_pty(runtime, "", speaks(9600), Device{200}.handler());
    bool started = false;
    bool ended = false;
    const auto look = [](std::string port, bool& begun, bool& over) -> awaitable<void> {
        auto options = quick({9600, 19200, 38400}, {1, 2, 3});
        co_await find_settings(std::move(port), std::move(options),
                               [&begun](const SettingsProgress&) { begun = true; });
        over = true;
    };
    const auto cancel_soon = [&](std::string port) -> awaitable<void> {
        auto task = co_await spawn_here(look(std::move(port), started, ended));
        while (!started) co_await sleep_for(10ms);
        task.cancel();
        co_await task.join();
    };
    runtime.run(cancel_soon(port_of(*server)));
    CHECK(started);
    CHECK_FALSE(ended);
}
