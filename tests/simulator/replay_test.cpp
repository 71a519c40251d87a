#include "simulator/replay.h"

#include "station/station.h"
#include "tests/simulator/house_of_test.h"
#include "transport/modbus_server.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::tests;
using namespace std::chrono_literals;
using station::Quality;

namespace {

const std::chrono::system_clock::time_point begin{std::chrono::seconds(1795430527)};

station::Recording evening() {
    station::Recording recording;
    recording.station = "CMU123A45AA001";
    recording.points = {{"plant", "grid_active_power", "kW"},
                        {"inverter 1", "pcs_temperature", "degC"},
                        {"ac charger 3", "charge_power", "kW"}};
    recording.rows = {{begin, {-3.2, 41.5, std::nullopt}}, {begin + 20ms, {1.4, std::nullopt, std::nullopt}}};
    return recording;
}

/// The value at a device of a station that is served on a free port.
class Replayed {
  public:
    explicit Replayed(const station::Recording& recording)
        : house_(profiles(), simulator::scenario_of(recording, profiles(), "evening.csv")),
          server_(transport::serve_tcp(runtime_, "127.0.0.1", 0, house_.handler())) {
        transport::LinkOptions options;
        options.pace.interval = {};
        options.answer_timeout = 400ms;
        link_ = runtime_.run(transport::open_link(server_->endpoint(), options));
        session_ = std::make_unique<station::Station>(*link_, profiles());
        runtime_.run(simulator::replay(house_, profiles(), recording, 1));
        station::DiscoveryOptions discovery;
        discovery.units = {1, 3};
        runtime_.run(session_->discover(discovery));
    }

    const station::Discovery& discovery() const { return session_->discovery(); }
    station::Reading read(const std::string& device, const std::string& point) {
        const auto& found = *discovery().find(device);
        return runtime_.run(session_->read(found, found.profile->at(point)));
    }

  private:
    transport::Runtime runtime_;
    simulator::VirtualStation house_;
    std::unique_ptr<transport::ModbusServer> server_;
    std::unique_ptr<transport::Link> link_;
    std::unique_ptr<station::Station> session_;
};

std::size_t line_of_mistake(const station::Recording& recording) {
    try {
        simulator::scenario_of(recording, profiles(), "evening.csv");
        return 0;
    } catch (const formats::FileError& error) {
        return error.line();
    }
}

}  // namespace

TEST_CASE("a recording is served again as the station it came from") {
    Replayed replayed(evening());
    CHECK(replayed.discovery().anchor_serial == "CMU123A45AA001");
    REQUIRE(replayed.discovery().find("plant"));
    REQUIRE(replayed.discovery().find("inverter 1"));
    REQUIRE(replayed.discovery().find("ac charger 3"));
    CHECK(replayed.read("plant", "grid_active_power").number() == 1.4);
    // An empty cell leaves the value before it.
    CHECK(replayed.read("inverter 1", "pcs_temperature").number() == 41.5);
}

TEST_CASE("what was not recorded is refused, not invented") {
    Replayed replayed(evening());
    CHECK(replayed.read("plant", "ess_rated_charge_power").quality == Quality::unsupported);
    CHECK(replayed.read("inverter 1", "ess_power").quality == Quality::unsupported);
}

TEST_CASE("rows are replayed when their time has come") {
    transport::Runtime runtime;
    const auto recording = evening();
    simulator::VirtualStation house(profiles(), simulator::scenario_of(recording, profiles(), "evening.csv"));
    const auto& point = profiles().at("plant").at("grid_active_power");
    const auto now = [&] {
        const auto words = house.registers(247, point.table, point.address, point.count);
        REQUIRE(words);
        return station::decode(point, *words, begin).number();
    };
    auto slow = recording;
    slow.rows.back().at = begin + 1h;
    const auto story = [&]() -> transport::awaitable<void> {
        auto task = co_await transport::spawn_here(simulator::replay(house, profiles(), slow, 1));
        while (now() != -3.2) co_await transport::sleep_for(1ms);
        task.cancel();
        co_await task.join();
    };
    runtime.run(story());
    CHECK(now() == -3.2);
    runtime.run(simulator::replay(house, profiles(), slow, 1e6));
    CHECK(now() == 1.4);
}

TEST_CASE("a device or point that no profile has is a mistake of the file") {
    auto recording = evening();
    recording.points[1].device = "toaster 1";
    CHECK(line_of_mistake(recording) == 2);
    recording = evening();
    recording.points[1].point = "crumbs";
    CHECK(line_of_mistake(recording) == 3);
    recording.points[1].point = "serial_number";
    CHECK(line_of_mistake(recording) == 3);
    CHECK(line_of_mistake(evening()) == 0);
}
