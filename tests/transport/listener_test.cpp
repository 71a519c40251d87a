#include "transport/listener.h"

#include "transport/errors.h"
#include "transport/modbus_server.h"

#include <atomic>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace firstlight;
using namespace firstlight::transport;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

namespace {

const formats::ReadRegisters serial_registers{formats::Function::read_input_registers, 30515, 10};

/// A station that tells its serial at unit 1 and takes any write.
RequestHandler station(std::string serial, std::atomic<int>* writes = nullptr) {
    return [serial = std::move(serial), writes](std::uint8_t unit, const formats::Request& request) {
        ServerReply reply;
        if (unit != 1) return reply;
        if (formats::is_write(request)) {
            if (writes != nullptr) ++*writes;
            reply.response = formats::Written{};
            return reply;
        }
        formats::Registers words{formats::Words(std::get<formats::ReadRegisters>(request).count, 0)};
        for (std::size_t i = 0; i < serial.size() && i / 2 < words.values.size(); ++i)
            words.values[i / 2] = static_cast<std::uint16_t>(
                words.values[i / 2] | (static_cast<std::uint8_t>(serial[i]) << (i % 2 == 0 ? 8 : 0)));
        reply.response = words;
        return reply;
    };
}

ListenerOptions quick() {
    ListenerOptions options;
    options.identify_within = 300ms;
    options.link.pace.interval = 0ms;
    options.link.connect_timeout = 2000ms;
    return options;
}

std::unique_ptr<Listener> listen_on_loopback(Runtime& runtime, ListenerOptions options) {
    return runtime.run(
        Listener::open({"127.0.0.1", 0}, std::move(options), identify_by_registers(1, serial_registers)));
}

std::unique_ptr<ModbusServer> dial(Runtime& runtime, const Listener& listener, RequestHandler handler) {
    return dial_out(runtime, "127.0.0.1", listener.endpoint().port, 20ms, std::move(handler));
}

/// Lets things happen until `enough` or about two seconds are over.
template <class Condition>
bool happens(Runtime& runtime, Condition enough) {
    for (int i = 0; i < 200 && !enough(); ++i) runtime.run(sleep_for(10ms));
    return enough();
}

}  // namespace

TEST_CASE("stations that dial in are told apart by their serial numbers") {
    Runtime runtime;
    const auto listener = listen_on_loopback(runtime, quick());
    const auto first = dial(runtime, *listener, station("CMU123A45AA678"));
    const auto one = runtime.run(listener->accept());
    const auto second = dial(runtime, *listener, station("CMU123A45AA679"));
    const auto two = runtime.run(listener->accept());
    CHECK(one.serial == "CMU123A45AA678");
    CHECK(two.serial == "CMU123A45AA679");
    CHECK_THAT(one.peer, ContainsSubstring("127.0.0.1:"));
    CHECK(std::holds_alternative<ListenEndpoint>(one.link->endpoint()));
    const auto words = runtime.run(one.link->read_registers(1, formats::Function::read_input_registers, 30515, 1));
    CHECK(words == formats::Words{0x434D});
    CHECK(one.link->statistics().all.answered == 2);
}

TEST_CASE("a link to a station that dialled in is read-only until writes are allowed") {
    const bool allowed = GENERATE(false, true);
    std::atomic<int> writes{0};
    Runtime runtime;
    auto options = quick();
    options.allow_writes = allowed;
    const auto listener = listen_on_loopback(runtime, options);
    const auto server = dial(runtime, *listener, station("A1", &writes));
    const auto guest = runtime.run(listener->accept());
    const auto answer = runtime.run(guest.link->ask(1, formats::WriteSingleRegister{40029, 1}));
    CHECK(std::holds_alternative<formats::Response>(answer) == allowed);
    CHECK(writes == (allowed ? 1 : 0));
    if (allowed) return;
    CHECK(std::get<LinkFault>(answer).kind == LinkFailure::not_accepted);
    CHECK_THROWS_AS(runtime.run(guest.link->broadcast(formats::WriteSingleRegister{40029, 1})), LinkError);
    CHECK(writes == 0);
}

TEST_CASE("a serial that is not on the list is turned away, others are not held up") {
    Runtime runtime;
    auto options = quick();
    options.allowed_serials = {"GOOD"};
    const auto listener = listen_on_loopback(runtime, options);
    const auto bad = dial(runtime, *listener, station("BAD"));
    CHECK(happens(runtime, [&] { return !listener->turned_away().empty(); }));
    const auto good = dial(runtime, *listener, station("GOOD"));
    CHECK(runtime.run(listener->accept()).serial == "GOOD");
    CHECK(listener->turned_away().front().serial == "BAD");
    CHECK_THAT(listener->turned_away().front().reason, ContainsSubstring("not on the list"));
}

TEST_CASE("callers that say nothing, refuse or have no serial are turned away with the reason") {
    Runtime runtime;
    const auto listener = listen_on_loopback(runtime, quick());
    RequestHandler silent = [](std::uint8_t, const formats::Request&) { return ServerReply{}; };
    RequestHandler refusing = [](std::uint8_t, const formats::Request& request) {
        ServerReply reply;
        reply.response =
            formats::Exception{formats::function_of(request), formats::ExceptionCode::illegal_data_address};
        return reply;
    };
    const auto row = GENERATE(0, 1, 2);
    const auto server = dial(runtime, *listener, row == 0 ? silent : row == 1 ? refusing : station(""));
    REQUIRE(happens(runtime, [&] { return !listener->turned_away().empty(); }));
    const char* reasons[] = {"did not tell", "refused to tell", "empty"};
    CHECK_THAT(listener->turned_away().front().reason, ContainsSubstring(reasons[row]));
}

TEST_CASE("a cut link waits for the same station to dial in again and keeps its statistics") {
    Runtime runtime;
    const auto listener = listen_on_loopback(runtime, quick());
    auto server = dial(runtime, *listener, station("S1"));
    const auto guest = runtime.run(listener->accept());
    server->interrupt();
    const auto read = formats::ReadRegisters{formats::Function::read_input_registers, 30515, 1};
    AskOptions once;
    once.read_retries = 0;
    CHECK(happens(runtime, [&] {
        const auto answer = runtime.run(guest.link->ask(1, read, once));
        const auto* fault = std::get_if<LinkFault>(&answer);
        return fault != nullptr && fault->kind == LinkFailure::closed;
    }));
    const auto asked = guest.link->statistics().all.asked;
    const auto other = dial(runtime, *listener, station("S2"));
    server->resume();
    runtime.run(guest.link->reopen());
    const auto answer = runtime.run(guest.link->ask(1, read, once));
    CHECK(std::holds_alternative<formats::Response>(answer));
    CHECK(guest.link->statistics().all.asked > asked);
    CHECK(guest.link->statistics().reconnects == 1);
    CHECK(runtime.run(listener->accept()).serial == "S2");
}

TEST_CASE("a station that does not return is an error, and so is a listener that is gone") {
    Runtime runtime;
    auto options = quick();
    options.link.connect_timeout = 100ms;
    auto listener = listen_on_loopback(runtime, options);
    auto server = dial(runtime, *listener, station("S1"));
    const auto guest = runtime.run(listener->accept());
    server.reset();
    CHECK_THROWS_AS(runtime.run(guest.link->reopen()), LinkError);
    listener.reset();
    CHECK_THROWS_AS(runtime.run(guest.link->reopen()), LinkError);
}

TEST_CASE("a link that was handed out works on after its listener is gone") {
    Runtime runtime;
    auto listener = listen_on_loopback(runtime, quick());
    const auto server = dial(runtime, *listener, station("S1"));
    const auto guest = runtime.run(listener->accept());
    listener.reset();
    const auto words = runtime.run(guest.link->read_registers(1, formats::Function::read_input_registers, 30515, 1));
    CHECK(words == formats::Words{0x5331});
}

TEST_CASE("a listener may go while somebody waits, a caller is being asked and guests were not fetched") {
    Runtime runtime;
    auto listener = listen_on_loopback(runtime, quick());
    std::atomic<int> asked{0};
    RequestHandler silent = [&asked](std::uint8_t, const formats::Request&) {
        ++asked;
        return ServerReply{};
    };
    const auto fetched = dial(runtime, *listener, station("S1"));
    const auto first = runtime.run(listener->accept());
    const auto mute = dial(runtime, *listener, silent);
    REQUIRE(happens(runtime, [&] { return asked > 0; }));
    std::optional<LinkFailure> ended;
    auto wait = [&]() -> awaitable<void> {
        try {
            co_await listener->accept();
        } catch (const LinkError& error) {
            ended = error.fault().kind;
        }
    };
    auto leave = [&]() -> awaitable<void> {
        auto waiting = co_await spawn_here(wait());
        co_await sleep_for(20ms);
        listener.reset();
        co_await waiting.join();
    };
    runtime.run(leave());
    CHECK(ended == LinkFailure::closed);
    runtime.run(sleep_for(400ms));  // longer than a caller may take to identify itself
    CHECK(first.serial == "S1");
}

TEST_CASE("an address in use or no address at all is told before anything waits") {
    Runtime runtime;
    const auto listener = listen_on_loopback(runtime, quick());
    const auto kind_at = [&](ListenEndpoint where) {
        try {
            runtime.run(Listener::open(where, quick(), identify_by_registers(1, serial_registers)));
        } catch (const LinkError& error) {
            return error.fault().kind;
        }
        return LinkFailure::silent;
    };
    CHECK(kind_at(listener->endpoint()) == LinkFailure::port_in_use);
    CHECK(kind_at({"not-an-address", 0}) == LinkFailure::name_unknown);
    CHECK(kind_at({"192.0.2.1", 0}) == LinkFailure::unreachable);
}

TEST_CASE("the warning about listening names what is missing") {
    CHECK_THAT(std::string(listen_warning()), ContainsSubstring("not encrypted"));
}

TEST_CASE("the link to a caller goes on listening for its return, and tells who was turned away") {
    Runtime runtime;
    std::uint16_t port = 0;
    {
        const auto free = listen_on_loopback(runtime, quick());
        port = free->endpoint().port;
    }
    std::vector<TurnedAway> away;
    auto options = quick();
    options.allowed_serials = {"CMU123A45AA678"};
    options.on_turned_away = [&away](const TurnedAway& caller) { away.push_back(caller); };
    std::optional<DialledIn> caller;
    auto wait = [&]() -> awaitable<void> {
        caller = co_await await_station({"127.0.0.1", port}, options, identify_by_registers(1, serial_registers));
    };
    auto waiting = spawn(runtime.executor(), wait());
    const auto stranger = dial_out(runtime, "127.0.0.1", port, 20ms, station("CMU123A45AA999"));
    REQUIRE(happens(runtime, [&] { return !away.empty(); }));
    CHECK(away.front().serial == "CMU123A45AA999");
    CHECK_FALSE(caller);
    auto known = dial_out(runtime, "127.0.0.1", port, 20ms, station("CMU123A45AA678"));
    runtime.run(waiting.join());
    REQUIRE(caller);
    CHECK(caller->serial == "CMU123A45AA678");

    known.reset();
    known = dial_out(runtime, "127.0.0.1", port, 20ms, station("CMU123A45AA678"));
    runtime.run(caller->link->reopen());
    CHECK(runtime.run(caller->link->read_registers(1, formats::Function::read_input_registers, 30515, 1))
          == formats::Words{0x434D});
    caller.reset();
    // With the link the listening ends: the place is free again.
    CHECK_NOTHROW(
        runtime.run(Listener::open({"127.0.0.1", port}, quick(), identify_by_registers(1, serial_registers))));
}
