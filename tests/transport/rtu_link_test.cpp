#include "tests/transport/scripted_device.h"
#include "transport/link.h"

#include <array>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <pty.h>
#include <unistd.h>

using namespace firstlight;
using namespace firstlight::transport;
using namespace std::chrono_literals;
using formats::Function;

namespace {

const formats::Request read_two = formats::ReadRegisters{Function::read_input_registers, 30000, 2};
const formats::Response two_words = formats::Registers{{30000, 30001}};
const formats::Request write_one = formats::WriteSingleRegister{40029, 1};
const formats::Response written = formats::Written{};

LinkOptions fast() {
    LinkOptions options;
    options.pace.interval = {};
    options.answer_timeout = 150ms;
    return options;
}

SerialServerOptions line(std::uint32_t baud = 115200) {
    SerialServerOptions options;
    options.settings.baud = baud;
    return options;
}

/// A scripted device on a pty that is as slow as a real line.
struct Bench {
    test::ScriptedDevice device;
    Runtime runtime;
    std::unique_ptr<ModbusServer> server;
    std::unique_ptr<Link> link;

    explicit Bench(SerialServerOptions options = line()) {
        server = serve_pty(runtime, "", std::move(options), device.handler());
        link = runtime.run(open_link(server->endpoint(), fast()));
    }

    Answer ask(formats::Request request = read_two, std::uint8_t unit = 1, AskOptions options = {}) {
        return runtime.run(link->ask(unit, std::move(request), options));
    }
};

LinkFailure failure_of(const Answer& answer) {
    REQUIRE(std::holds_alternative<LinkFault>(answer));
    return std::get<LinkFault>(answer).kind;
}

AskOptions once() {
    AskOptions options;
    options.read_retries = 0;
    return options;
}

}  // namespace

TEST_CASE("an RTU link reads and writes and keeps the silence before each request") {
    Bench bench(line(GENERATE(9600U, 19200U, 115200U)));
    for (int i = 0; i < 5; ++i) CHECK(bench.ask() == Answer{two_words});
    CHECK(bench.ask(write_one) == Answer{written});
    CHECK(bench.server->observation().requests == 6);
    CHECK(bench.server->observation().silence_violations == 0);
    CHECK_FALSE(bench.link->statistics().echo_seen);
}

TEST_CASE("an adapter that repeats what it sends is recognised") {
    auto options = line();
    options.echo = true;
    Bench bench(options);
    CHECK(bench.ask() == Answer{two_words});
    CHECK(bench.link->statistics().echo_seen);
    CHECK(bench.ask(write_one) == Answer{written});
    CHECK(bench.ask() == Answer{two_words});
    CHECK(bench.link->statistics().all.garbled == 0);
}

TEST_CASE("noise around a sound frame does not hurt it") {
    auto options = line();
    options.noise = [](formats::Bytes& bytes) {
        bytes.insert(bytes.begin(), {0x00, 0xFF});
        bytes.push_back(0xFE);
    };
    Bench bench(options);
    CHECK(bench.ask() == Answer{two_words});
    CHECK(bench.ask() == Answer{two_words});
    CHECK(bench.link->statistics().stray_bytes >= 5);
}

TEST_CASE("a damaged answer is asked again, a silent unit is told from a garbled one") {
    Bench bench;
    ServerReply damaged;
    damaged.garble = true;
    bench.device.next(damaged);
    CHECK(bench.ask() == Answer{two_words});
    CHECK(bench.link->statistics().all.garbled == 1);
    bench.device.next(damaged);
    const auto answer = bench.ask(read_two, 1, once());
    CHECK(failure_of(answer) == LinkFailure::garbled);
    CHECK_FALSE(std::get<LinkFault>(answer).received.empty());
    bench.device.next_silent();
    CHECK(failure_of(bench.ask(read_two, 1, once())) == LinkFailure::silent);
}

TEST_CASE("a write is not repeated") {
    Bench bench;
    bench.device.next_silent();
    CHECK(failure_of(bench.ask(write_one)) == LinkFailure::silent);
    CHECK(bench.device.asked.size() == 1);
}

TEST_CASE("a late answer is credited to the unit that sent it") {
    Bench bench;
    ServerReply late;
    late.delay = 220ms;
    bench.device.next(late);
    CHECK(failure_of(bench.ask(read_two, 7, once())) == LinkFailure::silent);
    ServerReply slow;
    slow.delay = 120ms;
    bench.device.next(slow);
    CHECK(bench.ask(read_two, 8) == Answer{two_words});
    CHECK(bench.link->statistics().units.at(7).late == 1);
    CHECK(bench.link->statistics().units.at(8).late == 0);
}

TEST_CASE("an answer that comes after the retry's answer does not answer the next question") {
    Bench bench;
    ServerReply late;
    late.delay = 200ms;
    bench.device.next(late);
    CHECK(bench.ask() == Answer{two_words});
    const formats::Request other = formats::ReadRegisters{Function::read_input_registers, 100, 2};
    CHECK(bench.ask(other) == Answer{formats::Response{formats::Registers{{100, 101}}}});
}

TEST_CASE("an answer owed to one question is not taken for the answer to the next that looks alike") {
    Bench bench;
    ServerReply late;
    late.delay = 200ms;
    bench.device.next(late);
    CHECK(failure_of(bench.ask(read_two, 1, once())) == LinkFailure::silent);
    const formats::Request other = formats::ReadRegisters{Function::read_input_registers, 100, 2};
    CHECK(bench.ask(other) == Answer{formats::Response{formats::Registers{{100, 101}}}});
    CHECK(bench.link->statistics().units.at(1).late == 1);
}

TEST_CASE("a write waits as long as the unit may need, however fast its reads are") {
    LinkOptions patient = fast();
    patient.answer_timeout = 600ms;
    Bench bench;
    bench.link = nullptr;
    bench.link = bench.runtime.run(open_link(bench.server->endpoint(), patient));
    for (int read = 0; read < 6; ++read) CHECK(bench.ask() == Answer{two_words});
    ServerReply slow;
    slow.delay = 350ms;
    bench.device.next(slow);
    CHECK(bench.ask(write_one) == Answer{written});
}

TEST_CASE("a broadcast is sent and nobody answers") {
    Bench bench;
    bench.runtime.run(bench.link->broadcast(write_one));
    CHECK(bench.ask() == Answer{two_words});
    REQUIRE(bench.device.asked.size() == 2);
    CHECK(bench.device.asked.front().first == 0);
}

TEST_CASE("ports that are missing, in use or no ports") {
    Runtime runtime;
    const auto kind_of = [&](const std::string& port) {
        try {
            runtime.run(open_link(RtuEndpoint{port, {}}, fast()));
        } catch (const LinkError& error) {
            return error.fault().kind;
        }
        return LinkFailure::silent;
    };
    CHECK(kind_of("/dev/firstlight-no-such-port") == LinkFailure::port_missing);
    CHECK(kind_of("/dev/null") == LinkFailure::port_unsuitable);
    Bench bench;
    const auto port = std::get<RtuEndpoint>(bench.server->endpoint()).port;
    CHECK(kind_of(port) == LinkFailure::port_in_use);
}

TEST_CASE("a pulled adapter is told as such") {
    int far_end = -1;
    int near_end = -1;
    std::array<char, 64> name{};
    REQUIRE(::openpty(&far_end, &near_end, name.data(), nullptr, nullptr) == 0);
    ::close(near_end);
    Runtime runtime;
    auto link = runtime.run(open_link(RtuEndpoint{name.data(), {}}, fast()));
    auto job = [&]() -> awaitable<void> {
        auto pull = [&]() -> awaitable<void> {
            co_await sleep_for(10ms);
            ::close(far_end);
        };
        const auto pulling = co_await spawn_here(pull());
        AskOptions patient = once();
        patient.timeout = 10s;
        const auto answer = co_await link->ask(1, write_one, patient);
        CHECK(failure_of(answer) == LinkFailure::port_vanished);
        const auto later = co_await link->ask(1, read_two, once());
        CHECK(failure_of(later) == LinkFailure::port_missing);
    };
    runtime.run(job());
}

TEST_CASE("RTU frames through a serial device server") {
    test::ScriptedDevice device;
    Runtime runtime;
    auto server = serve_tcp(runtime, "127.0.0.1", 0, device.handler(), true);
    auto link = runtime.run(open_link(server->endpoint(), fast()));
    CHECK(to_string(link->endpoint()).starts_with("rtutcp:"));
    const auto answer = runtime.run(link->ask(1, read_two));
    CHECK(answer == Answer{two_words});
    ServerReply cut;
    cut.close_connection = true;
    device.next(cut, true);
    const auto after_cut = runtime.run(link->ask(1, read_two));
    CHECK((after_cut == Answer{two_words} || failure_of(after_cut) == LinkFailure::port_vanished));
}
