#include "shipped_profiles.h"
#include "simulator/scenario.h"
#include "simulator/virtual_station.h"
#include "station/live_station.h"
#include "transport/modbus_server.h"

#include <catch2/catch_test_macros.hpp>

// A live station at a listen: endpoint: the virtual station dials in, vanishes and dials in again.

using namespace firstlight;
using namespace firstlight::tests;
using namespace std::chrono_literals;
using Phase = station::LiveState::Phase;

namespace {

std::uint16_t free_port(transport::Runtime& runtime) {
    const transport::IdentifyStation nobody = [](transport::Link&) -> transport::awaitable<std::string> {
        co_return "";
    };
    return runtime.run(transport::Listener::open({"127.0.0.1", 0}, {}, nobody))->endpoint().port;
}

/// Lets things happen until `enough` or about five seconds are over.
template <class Condition>
bool happens(transport::Runtime& runtime, Condition enough) {
    for (int i = 0; i < 500 && !enough(); ++i) runtime.run(transport::sleep_for(10ms));
    return enough();
}

}  // namespace

TEST_CASE("a station that dials in is found, read, and waited for when it is lost") {
    transport::Runtime runtime;
    const std::string file = std::string(FIRSTLIGHT_SOURCE_DIR) + "/data/scenarios/healthy_house.json";
    simulator::VirtualStation house(shipped_profiles(), simulator::load_scenario(file, shipped_profiles()));
    const auto port = free_port(runtime);

    station::LiveOptions options;
    options.link.pace.interval = {};
    options.link.answer_timeout = 300ms;
    options.dial_in.identify_within = 10s;
    options.discovery.units = {1};
    options.refresh = 20ms;
    options.first_retry = 20ms;
    std::vector<Phase> phases;
    int readings = 0;
    station::LiveState latest;
    station::LiveStation live(
        shipped_profiles(), transport::ListenEndpoint{"127.0.0.1", port}, options,
        [&](const station::LiveState& state) {
            latest = state;
            if (phases.empty() || phases.back() != state.phase) phases.push_back(state.phase);
        },
        [&](const station::DeviceReadings&) { ++readings; });
    live.watch({{"inverter 1", {"active_power"}}});
    auto running = transport::spawn(runtime.executor(), live.run());

    auto dialling = transport::dial_out(runtime, "127.0.0.1", port, 20ms, house.handler());
    REQUIRE(happens(runtime, [&] { return latest.phase == Phase::live && readings > 2; }));
    CHECK(latest.discovery->anchor_serial == "CMU123A45AA001");
    CHECK(phases == std::vector{Phase::opening, Phase::finding, Phase::live});

    dialling.reset();
    REQUIRE(happens(runtime, [&] { return latest.phase == Phase::lost; }));
    dialling = transport::dial_out(runtime, "127.0.0.1", port, 20ms, house.handler());
    readings = 0;
    CHECK(happens(runtime, [&] { return latest.phase == Phase::live && readings > 2; }));
    running.cancel();
    runtime.run(running.join());
}
