#include "tests/transport/scripted_device.h"
#include "transport/link.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace firstlight;
using namespace firstlight::transport;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using formats::Function;

namespace {

const formats::Request read_two = formats::ReadRegisters{Function::read_input_registers, 30000, 2};
const formats::Response two_words = formats::Registers{{30000, 30001}};

LinkOptions fast() {
    LinkOptions options;
    options.pace.interval = {};
    options.answer_timeout = 100ms;
    options.connect_timeout = 2s;
    return options;
}

/// A scripted device on TCP and a link to it, on one thread.
struct Bench {
    test::ScriptedDevice device;
    Runtime runtime;
    std::unique_ptr<ModbusServer> server = serve_tcp(runtime, "127.0.0.1", 0, device.handler());
    std::unique_ptr<Link> link;

    explicit Bench(LinkOptions options = fast()) { link = runtime.run(open_link(server->endpoint(), options)); }

    Answer ask(formats::Request request = read_two, std::uint8_t unit = 247, AskOptions options = {}) {
        return runtime.run(link->ask(unit, std::move(request), options));
    }
};

LinkFailure failure_of(const Answer& answer) {
    REQUIRE(std::holds_alternative<LinkFault>(answer));
    return std::get<LinkFault>(answer).kind;
}

}  // namespace

TEST_CASE("a TCP link reads and writes and counts what it did") {
    Bench bench;
    CHECK(bench.ask() == Answer{two_words});
    CHECK(bench.ask(formats::WriteSingleRegister{40029, 1}) == Answer{formats::Response{formats::Written{}}});
    CHECK(bench.device.asked.size() == 2);
    const auto& all = bench.link->statistics().all;
    CHECK(all.asked == 2);
    CHECK(all.answered == 2);
    CHECK(bench.link->statistics().units.at(247).answered == 2);
    CHECK(bench.link->statistics().bytes_sent == 24);
}

TEST_CASE("an exception is an answer, never repeated, and thrown by transact") {
    Bench bench;
    const formats::Response refusal = formats::Exception{Function::read_input_registers, formats::ExceptionCode(2)};
    ServerReply reply;
    reply.response = refusal;
    bench.device.next(reply);
    CHECK(bench.ask() == Answer{refusal});
    CHECK(bench.device.asked.size() == 1);
    bench.device.next(reply);
    try {
        bench.runtime.run(bench.link->transact(247, read_two));
        FAIL("must throw");
    } catch (const DeviceRefused& refused) {
        CHECK(refused.code() == formats::ExceptionCode::illegal_data_address);
        CHECK(refused.unit() == 247);
    }
}

TEST_CASE("silence: a read is asked twice, a write once") {
    Bench bench;
    bench.device.next_silent();
    CHECK(bench.ask() == Answer{two_words});
    CHECK(bench.device.asked.size() == 2);

    bench.device.next_silent();
    CHECK(failure_of(bench.ask(formats::WriteSingleRegister{40029, 1})) == LinkFailure::silent);
    CHECK(bench.device.asked.size() == 3);
}

TEST_CASE("a unit that stays silent is left alone, others are not") {
    Bench bench;
    for (int i = 0; i < 4; ++i) bench.device.next_silent();
    CHECK(failure_of(bench.ask(read_two, 3)) == LinkFailure::silent);
    CHECK(failure_of(bench.ask(read_two, 3)) == LinkFailure::silent);
    const auto asked = bench.device.asked.size();
    CHECK(failure_of(bench.ask(read_two, 3)) == LinkFailure::backed_off);
    CHECK(bench.device.asked.size() == asked);
    CHECK(bench.ask(read_two, 4) == Answer{two_words});
    AskOptions insist;
    insist.despite_back_off = true;
    CHECK(bench.ask(read_two, 3, insist) == Answer{two_words});
    CHECK(bench.ask(read_two, 3) == Answer{two_words});
}

TEST_CASE("a late answer is counted for its unit and does not answer the next question") {
    Bench bench;
    ServerReply late;
    late.delay = 130ms;
    bench.device.next(late);
    AskOptions once;
    once.read_retries = 0;
    CHECK(failure_of(bench.ask(read_two, 5, once)) == LinkFailure::silent);
    ServerReply slow;
    slow.delay = 60ms;
    bench.device.next(slow);
    const formats::Request other = formats::ReadRegisters{Function::read_input_registers, 100, 2};
    CHECK(bench.ask(other, 5) == Answer{formats::Response{formats::Registers{{100, 101}}}});
    CHECK(bench.link->statistics().units.at(5).late == 1);
    CHECK(bench.link->statistics().reconnects == 0);
}

TEST_CASE("answers with another transaction or unit are dropped") {
    Bench bench;
    AskOptions once;
    once.read_retries = 0;
    ServerReply reply;
    reply.answer_as_transaction_offset = 7;
    bench.device.next(reply);
    CHECK(failure_of(bench.ask(read_two, 1, once)) == LinkFailure::silent);
    ServerReply foreign;
    foreign.answer_as_unit = 9;
    bench.device.next(foreign);
    CHECK(failure_of(bench.ask(read_two, 1, once)) == LinkFailure::silent);
    CHECK(bench.link->statistics().all.late == 2);
}

TEST_CASE("a cut connection: a read reconnects by itself, a write reports the cut") {
    Bench bench;
    ServerReply cut;
    cut.close_connection = true;
    bench.device.next(cut, true);
    CHECK(bench.ask() == Answer{two_words});
    CHECK(bench.link->statistics().reconnects == 1);

    bench.device.next(cut, true);
    CHECK(failure_of(bench.ask(formats::WriteSingleRegister{40029, 1})) == LinkFailure::closed);
    // Another station may be at the address by now: no write over a connection that nobody has looked through.
    const auto asked = bench.device.asked.size();
    CHECK(failure_of(bench.ask(formats::WriteSingleRegister{40029, 1})) == LinkFailure::closed);
    CHECK(bench.device.asked.size() == asked);
    CHECK(bench.ask() == Answer{two_words});
    CHECK(bench.ask(formats::WriteSingleRegister{40029, 1}) == Answer{formats::Response{formats::Written{}}});
}

TEST_CASE("a server that is no Modbus device is told from a silent one") {
    Bench bench;
    AskOptions once;
    once.read_retries = 0;
    ServerReply garbage;
    garbage.raw = formats::Bytes{'H', 'T', 'T', 'P', '/', '1', '.', '1', ' ', '4', '0', '0'};
    bench.device.next(garbage);
    const auto answer = bench.ask(read_two, 247, once);
    CHECK(failure_of(answer) == LinkFailure::not_modbus);
    CHECK(std::get<LinkFault>(answer).received.size() == 12);
}

TEST_CASE("nobody listening, and a station that restarts") {
    Bench bench;
    bench.server->interrupt();
    const auto answer = bench.ask();
    CHECK((failure_of(answer) == LinkFailure::refused || failure_of(answer) == LinkFailure::closed));
    try {
        bench.runtime.run(open_link(bench.server->endpoint(), fast()));
        FAIL("must throw");
    } catch (const LinkError& error) {
        CHECK(error.fault().kind == LinkFailure::refused);
    }
    bench.server->resume();
    CHECK(bench.ask() == Answer{two_words});
}

TEST_CASE("a host name that does not exist is told") {
    Runtime runtime;
    try {
        runtime.run(open_link(TcpEndpoint{"no-such-host.invalid", 502}, fast()));
        FAIL("must throw");
    } catch (const LinkError& error) {
        CHECK(error.fault().kind == LinkFailure::name_unknown);
    }
}

TEST_CASE("pipelined requests are matched to their answers") {
    auto options = fast();
    options.pipeline_depth = 4;
    options.answer_timeout = 2s;
    Bench bench(options);
    constexpr int count = 12;
    int good = 0;
    auto one = [&](std::uint16_t address) -> awaitable<void> {
        formats::Request request = formats::ReadRegisters{Function::read_input_registers, address, 1};
        const auto answer = co_await bench.link->ask(1, std::move(request));
        if (answer == Answer{formats::Response{formats::Registers{{address}}}}) ++good;
    };
    auto all = [&]() -> awaitable<void> {
        std::vector<Task> tasks;
        for (std::uint16_t i = 0; i < count; ++i) tasks.push_back(co_await spawn_here(one(i)));
        for (auto& task : tasks) co_await task.join();
    };
    bench.runtime.run(all());
    CHECK(good == count);
}

TEST_CASE("pipelined requests that find the connection cut open it again once") {
    auto options = fast();
    options.pipeline_depth = 4;
    Bench bench(options);
    int good = 0;
    auto one = [&](std::uint16_t address) -> awaitable<void> {
        formats::Request request = formats::ReadRegisters{Function::read_input_registers, address, 1};
        const auto answer = co_await bench.link->ask(1, std::move(request));
        if (answer == Answer{formats::Response{formats::Registers{{address}}}}) ++good;
    };
    auto all = [&]() -> awaitable<void> {
        std::vector<Task> tasks;
        for (std::uint16_t i = 0; i < 4; ++i) tasks.push_back(co_await spawn_here(one(i)));
        for (auto& task : tasks) co_await task.join();
    };
    bench.server->interrupt();
    bench.runtime.run(sleep_for(50ms));
    bench.server->resume();
    bench.runtime.run(all());
    CHECK(good == 4);
    CHECK(bench.link->statistics().reconnects == 1);
}

TEST_CASE("a write that never left says so, one that may have left does not") {
    Bench bench;
    const formats::Request write = formats::WriteSingleRegister{40029, 1};
    bench.device.next_silent();
    CHECK_FALSE(std::get<LinkFault>(bench.ask(write)).sent_nothing);
    bench.server->interrupt();
    bench.runtime.run(sleep_for(50ms));
    const auto asked = bench.device.asked.size();
    CHECK(std::get<LinkFault>(bench.ask(write)).sent_nothing);
    CHECK(bench.device.asked.size() == asked);
}

TEST_CASE("a cancelled question frees its turn") {
    Bench bench;
    bench.device.next_silent();
    auto job = [&]() -> awaitable<void> {
        AskOptions patient;
        patient.timeout = 10s;
        auto ask_and_drop = [&]() -> awaitable<void> { co_await bench.link->ask(1, read_two, patient); };
        auto waiting = co_await spawn_here(ask_and_drop());
        auto queued = co_await spawn_here(ask_and_drop());
        co_await sleep_for(20ms);
        queued.cancel();
        waiting.cancel();
        co_await waiting.join();
        co_await queued.join();
        const auto answer = co_await bench.link->ask(1, read_two);
        CHECK(answer == Answer{two_words});
    };
    bench.runtime.run(job());
}

TEST_CASE("the trace reads as words and keeps secrets") {
    const auto file = std::filesystem::temp_directory_path() / "firstlight_trace_test.log";
    std::filesystem::remove(file);
    auto options = fast();
    options.trace = file;
    {
        Bench bench(options);
        bench.ask();
        AskOptions secret;
        secret.secret = true;
        bench.ask(formats::WriteMultipleRegisters{60000, {0x6869, 0x6464}}, 247, secret);
    }
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    CHECK_THAT(text.str(), ContainsSubstring("-> unit 247: read 2 input registers from 30000"));
    CHECK_THAT(text.str(), ContainsSubstring("<- unit 247: 2 registers: 7530 7531"));
    CHECK_THAT(text.str(), ContainsSubstring("secret, 10 bytes"));
    CHECK_THAT(text.str(), !ContainsSubstring("6869"));
    std::filesystem::remove(file);
}
