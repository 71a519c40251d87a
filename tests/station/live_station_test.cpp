// A live station over loopback TCP: opened, found, watched, lost and back, held.
#include "station/live_station.h"

#include "shipped_profiles.h"
#include "simulator/scenario.h"
#include "simulator/virtual_station.h"
#include "transport/modbus_server.h"

#include <algorithm>
#include <memory>
#include <set>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::tests;
using namespace std::chrono_literals;
using station::LiveState;
using Phase = station::LiveState::Phase;
using transport::awaitable;

namespace {

station::LiveOptions quick_options() {
    station::LiveOptions options;
    options.link.pace.interval = {};
    options.link.answer_timeout = 300ms;
    options.discovery.units = {1, 2};
    options.refresh = 10ms;
    options.first_retry = 10ms;
    options.longest_retry = 50ms;
    return options;
}

/// The healthy house behind a connection that can break, and the live station that looks at it.
class Watched {
  public:
    Watched()
        : house_(shipped_profiles(),
                 simulator::load_scenario(std::string(FIRSTLIGHT_SOURCE_DIR) + "/data/scenarios/healthy_house.json",
                                          shipped_profiles())),
          server_(transport::serve_tcp(runtime_, "127.0.0.1", 0,
                                       [this](std::uint8_t unit, const formats::Request& request) {
                                           if (silent.contains(unit)) return transport::ServerReply{};
                                           return house_.handle(unit, request);
                                       })),
          live_(
              shipped_profiles(), server_->endpoint(), quick_options(), [this](const LiveState& now) { took(now); },
              [this](const station::DeviceReadings& now) { readings.push_back(now); }) {}

    /// Lets the station live beside `story` until it ends.
    void tell(std::function<awaitable<void>(Watched&)> story) { runtime_.run(beside(std::move(story))); }

    awaitable<void> until(std::function<bool()> condition) {
        while (!condition()) co_await transport::sleep_for(1ms);
    }
    awaitable<void> until(Phase phase) {
        return until([this, phase] { return state.phase == phase; });
    }
    /// A reading of the device that came after this call.
    awaitable<station::DeviceReadings> next_of(std::string device) {
        std::size_t at = readings.size();
        while (true) {
            for (; at < readings.size(); ++at)
                if (readings[at].device == device) co_return readings[at];
            co_await transport::sleep_for(1ms);
        }
    }

    station::LiveStation& live() { return live_; }
    transport::ModbusServer& server() { return *server_; }

    std::set<std::uint8_t> silent;
    LiveState state;
    std::vector<Phase> phases;  ///< each change
    std::vector<station::DeviceReadings> readings;
    std::exception_ptr failure;  ///< with which the live station ended

  private:
    void took(const LiveState& now) {
        if (phases.empty() || phases.back() != now.phase) phases.push_back(now.phase);
        state = now;
    }
    awaitable<void> run_live() {
        try {
            co_await live_.run();
        } catch (...) {
            if (!transport::is_cancellation(std::current_exception())) failure = std::current_exception();
        }
    }
    awaitable<void> beside(std::function<awaitable<void>(Watched&)> story) {
        const auto task = co_await transport::spawn_here(run_live());
        co_await story(*this);
    }

    transport::Runtime runtime_;
    simulator::VirtualStation house_;
    std::unique_ptr<transport::ModbusServer> server_;
    station::LiveStation live_;
};

bool all_good(const station::DeviceReadings& read) {
    return std::ranges::all_of(read.readings, &station::Reading::good);
}

}  // namespace

TEST_CASE("a live station is opened, its devices are found, what is watched is read again and again") {
    Watched watched;
    watched.tell([](Watched& w) -> awaitable<void> {
        w.live().watch({{"plant", {"ess_soc", "grid_active_power"}}});
        co_await w.until(Phase::live);
        CHECK(w.phases == std::vector{Phase::opening, Phase::finding, Phase::live});
        REQUIRE(w.state.discovery);
        CHECK(w.state.discovery->find("inverter 1"));
        for (int round = 0; round < 3; ++round) {
            const auto read = co_await w.next_of("plant");
            CHECK(read.readings.size() == 2);
            CHECK(all_good(read));
        }
        CHECK(w.state.quality.asked > 0);
        CHECK(w.state.quality.lost == 0);
    });
}

TEST_CASE("watching other points replaces those before") {
    Watched watched;
    watched.tell([](Watched& w) -> awaitable<void> {
        w.live().watch({{"plant", {"ess_soc"}}, {"inverter 1", {"active_power"}}});
        co_await w.next_of("inverter 1");
        w.live().watch({{"inverter 1", {"pcs_temperature"}}});
        co_await w.next_of("inverter 1");
        const auto read = co_await w.next_of("inverter 1");
        REQUIRE(read.readings.size() == 1);
        CHECK(read.readings.front().point->name == "pcs_temperature");
        CHECK(w.readings.back().device == "inverter 1");
        CHECK(w.readings[w.readings.size() - 2].device == "inverter 1");
    });
}

TEST_CASE("what is watched in turn is read one after the other, beside what is read in every round") {
    Watched watched;
    watched.tell([](Watched& w) -> awaitable<void> {
        w.live().watch({{"plant", {"ess_soc"}},
                        {"plant", {"total_load_power"}, true},
                        {"inverter 1", {"active_power"}, true},
                        {"inverter 1", {"pcs_temperature"}, true}});
        co_await w.until([&w] { return w.readings.size() >= 12; });
    });
    std::vector<std::string> order;
    for (const auto& one : watched.readings) order.push_back(one.readings.front().point->name);
    order.resize(12);
    CHECK(order
          == std::vector<std::string>{"ess_soc", "total_load_power", "ess_soc", "active_power",  //
                                      "ess_soc", "pcs_temperature", "ess_soc", "total_load_power", "ess_soc",
                                      "active_power", "ess_soc", "pcs_temperature"});
}

TEST_CASE("two requests a round: the fullest one in each, all others in turn") {
    Watched watched;
    watched.tell([](Watched& w) -> awaitable<void> {
        co_await w.until(Phase::live);
        const auto shared = station::two_requests_a_round(
            *w.state.discovery, {{"plant", {"ess_soc", "grid_active_power", "total_load_power"}},
                                 {"inverter 1", {"active_power"}},
                                 {"nobody", {"active_power"}}});
        REQUIRE(shared.size() == 3);
        CHECK(shared[0].points == std::set<std::string>{"ess_soc", "grid_active_power"});
        CHECK_FALSE(shared[0].in_turn);
        CHECK(shared[1].device == "plant");
        CHECK(shared[1].points == std::set<std::string>{"total_load_power"});
        CHECK(shared[1].in_turn);
        CHECK(shared[2].device == "inverter 1");
        CHECK(shared[2].in_turn);
        CHECK(station::two_requests_a_round(*w.state.discovery, {}).empty());
    });
}

TEST_CASE("a link that is lost is told and comes back by itself") {
    Watched watched;
    watched.tell([](Watched& w) -> awaitable<void> {
        w.live().watch({{"plant", {"ess_soc"}}});
        co_await w.next_of("plant");
        w.server().interrupt();
        co_await w.until(Phase::lost);
        CHECK(w.state.error);
        CHECK(w.state.retry_in >= 1s);  // rounded up to what a person reads
        CHECK(w.state.discovery);
        co_await transport::sleep_for(30ms);  // some tries fail
        w.server().resume();
        co_await w.until(Phase::live);
        CHECK_FALSE(w.state.error);
        CHECK(all_good(co_await w.next_of("plant")));
    });
    CHECK_FALSE(watched.failure);
}

TEST_CASE("one silent device does not lose the link; when nobody answers it is lost") {
    Watched watched;
    watched.tell([](Watched& w) -> awaitable<void> {
        w.live().watch({{"plant", {"ess_soc"}}, {"inverter 1", {"active_power"}}});
        co_await w.next_of("plant");
        w.silent = {1};
        co_await w.next_of("inverter 1");
        const auto dead = co_await w.next_of("inverter 1");
        CHECK(dead.readings.front().quality == station::Quality::not_read);
        co_await w.next_of("plant");
        CHECK(w.state.phase == Phase::live);
        CHECK(std::ranges::count(w.phases, Phase::lost) == 0);
        w.silent = {1, 2, 247};
        co_await w.until(Phase::lost);
        w.silent.clear();
        co_await w.until(Phase::live);
    });
}

TEST_CASE("a lost link is noticed though nobody watches anything") {
    Watched watched;
    watched.tell([](Watched& w) -> awaitable<void> {
        co_await w.until(Phase::live);
        w.server().interrupt();
        co_await w.until(Phase::lost);
        w.server().resume();
        co_await w.until(Phase::live);
    });
}

TEST_CASE("a lost link cannot be held: the job hears why at once") {
    Watched watched;
    watched.tell([](Watched& w) -> awaitable<void> {
        w.live().watch({{"plant", {"ess_soc"}}});
        co_await w.next_of("plant");
        w.server().interrupt();
        co_await w.until(Phase::lost);
        bool refused = false;
        try {
            co_await w.live().hold();
        } catch (const transport::LinkError&) {
            refused = true;
        }
        CHECK(refused);
        CHECK(w.state.phase == Phase::lost);
    });
}

TEST_CASE("a job that holds the station has it alone") {
    Watched watched;
    watched.tell([](Watched& w) -> awaitable<void> {
        w.live().watch({{"plant", {"ess_soc"}}});
        co_await w.next_of("plant");
        std::size_t before = 0;
        {
            const auto hold = co_await w.live().hold();
            before = w.readings.size();
            co_await transport::sleep_for(100ms);  // ten rounds, if there were any
            CHECK(w.readings.size() == before);
            const auto* plant = hold.station.discovery().find("plant");
            const auto reading = co_await hold.station.read(*plant, plant->profile->at("ess_soc"));
            CHECK(reading.good());
        }
        co_await w.next_of("plant");
        CHECK(w.readings.size() > before);
    });
}

TEST_CASE("without a station the first opening fails, and nothing can be held") {
    Watched watched;
    watched.server().interrupt();
    watched.tell([](Watched& w) -> awaitable<void> {
        co_await w.until([&w] { return w.failure != nullptr; });
        bool refused = false;
        try {
            co_await w.live().hold();
        } catch (const transport::LinkError&) {
            refused = true;
        }
        CHECK(refused);
    });
    CHECK_THROWS_AS(std::rethrow_exception(watched.failure), transport::LinkError);
}
