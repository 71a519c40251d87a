#include "tests/simulator/house_of_test.h"
#include "transport/link.h"

#include <catch2/catch_test_macros.hpp>

/// The virtual station behind real sockets and pseudo terminals, asked through the suite's own links.
using namespace firstlight;
using namespace firstlight::tests;
using namespace std::chrono_literals;

namespace {

using transport::Answer;

transport::LinkOptions quick() {
    transport::LinkOptions options;
    options.pace.interval = 0ms;
    options.answer_timeout = 150ms;
    return options;
}

transport::awaitable<Answer> ask(transport::Link& link, std::uint8_t unit, std::uint16_t address) {
    formats::Request request = formats::ReadRegisters{formats::Function::read_input_registers, address, 1};
    transport::AskOptions options;
    options.read_retries = 0;
    options.despite_back_off = true;
    co_return co_await link.ask(unit, std::move(request), options);
}

std::optional<std::uint16_t> word(const Answer& answer) {
    const auto* response = std::get_if<formats::Response>(&answer);
    const auto* registers = response ? std::get_if<formats::Registers>(response) : nullptr;
    return registers ? std::optional(registers->values.at(0)) : std::nullopt;
}

transport::LinkFailure failure(const Answer& answer) {
    return std::get<transport::LinkFault>(answer).kind;
}

struct Site {
    transport::Runtime runtime;
    simulator::VirtualStation station;

    Site(const std::string& units, const std::string& more) : station(profiles(), house(units, more)) {
        station.serve(runtime);
    }
    transport::Endpoint place() const { return station.endpoints().at(0); }
    void run(std::function<transport::awaitable<void>(transport::Link&)> body) {
        const auto job = [](transport::Endpoint endpoint, auto& with) -> transport::awaitable<void> {
            auto options = quick();
            auto link = co_await transport::open_link(std::move(endpoint), std::move(options));
            co_await with(*link);
            co_await link->close();
        };
        runtime.run(job(place(), body));
    }
};

const std::string on_tcp = R"(, "serve": {"tcp": [{"port": 0}]})";
[[maybe_unused]] const std::string on_pty = R"(, "serve": {"pty": [{"line": "115200:8N1"}]})";

}  // namespace

TEST_CASE("one station serves several places at once") {
    Site site(hybrid, R"(, "serve": {"tcp": [{"port": 0}], "rtu_over_tcp": [{"port": 0}]})");
    const auto places = site.station.endpoints();
    REQUIRE(places.size() == 2);
    CHECK(std::holds_alternative<transport::TcpEndpoint>(places[0]));
    CHECK(std::holds_alternative<transport::RtuOverTcpEndpoint>(places[1]));
    const auto job = [&]() -> transport::awaitable<void> {
        for (const auto& place : places) {
            auto options = quick();
            auto link = co_await transport::open_link(place, std::move(options));
            CHECK(word(co_await ask(*link, 1, 30578)) == 1);
            co_await link->close();
        }
    };
    site.runtime.run(job());
    CHECK(site.station.transactions() == 2);
}

TEST_CASE("a stalling charger keeps the inverter from answering") {
    Site site(hybrid + "," + wall_box,
              R"(, "faults": [{"kind": "stall", "unit": 2, "ms": 400, "answers": false}])" + on_tcp);
    const auto body = [](transport::Link& link) -> transport::awaitable<void> {
        CHECK(word(co_await ask(link, 1, 30578)) == 1);
        CHECK(failure(co_await ask(link, 2, 32000)) == transport::LinkFailure::silent);
        CHECK(failure(co_await ask(link, 1, 30578)) == transport::LinkFailure::silent);
        co_await transport::sleep_for(300ms);
        CHECK(word(co_await ask(link, 1, 30578)) == 1);
    };
    site.run(body);
}

TEST_CASE("a station that restarts is away and comes back at the same place") {
    Site site(hybrid, R"(, "faults": [{"kind": "restart", "after": 1, "times": 1, "ms": 50}])" + on_tcp);
    const auto body = [](transport::Link& link) -> transport::awaitable<void> {
        CHECK(word(co_await ask(link, 1, 30578)) == 1);
        CHECK_FALSE(word(co_await ask(link, 1, 30578)));
        co_await transport::sleep_for(100ms);
        co_await link.reopen();
        CHECK(word(co_await ask(link, 1, 30578)) == 1);
    };
    site.run(body);
}

TEST_CASE("a hook sees each transaction before it is handled") {
    Site site(hybrid, on_tcp);
    std::vector<std::uint64_t> seen;
    site.station.on_transaction([&](std::uint64_t number) {
        seen.push_back(number);
        site.station.set_point(1, "inverter", "running_state", static_cast<double>(number));
    });
    const auto body = [](transport::Link& link) -> transport::awaitable<void> {
        CHECK(word(co_await ask(link, 1, 30578)) == 1);
        CHECK(word(co_await ask(link, 1, 30578)) == 2);
    };
    site.run(body);
    CHECK(seen == std::vector<std::uint64_t>{1, 2});
}

#ifndef _WIN32

TEST_CASE("a line with echo and one with noise") {
    Site echo(hybrid, R"(, "faults": [{"kind": "echo"}])" + on_pty);
    const auto twice = [](transport::Link& link) -> transport::awaitable<void> {
        CHECK(word(co_await ask(link, 1, 30578)) == 1);
        CHECK(word(co_await ask(link, 1, 30578)) == 1);
        CHECK(link.statistics().echo_seen);
    };
    echo.run(twice);
    Site noisy(hybrid, R"(, "faults": [{"kind": "noise", "rate": 1}])" + on_pty);
    const auto once = [](transport::Link& link) -> transport::awaitable<void> {
        CHECK_FALSE(word(co_await ask(link, 1, 30578)));
    };
    noisy.run(once);
}

TEST_CASE("garbled answers fail their check sum, late ones come to nobody") {
    Site site(hybrid + "," + wall_box, R"(, "faults": [{"kind": "garble", "unit": 1, "times": 1},
        {"kind": "late", "unit": 2, "ms": 250, "times": 1}])"
                                           + on_pty);
    const auto body = [](transport::Link& link) -> transport::awaitable<void> {
        CHECK(failure(co_await ask(link, 1, 30578)) == transport::LinkFailure::garbled);
        CHECK(failure(co_await ask(link, 2, 32000)) == transport::LinkFailure::silent);
        co_await transport::sleep_for(150ms);
        CHECK(word(co_await ask(link, 1, 30578)) == 1);
    };
    site.run(body);
}

#endif
