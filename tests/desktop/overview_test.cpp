// The overview asks little of the station: what goes over the wire is counted at the station's end.
#include "simulator/scenario.h"
#include "simulator/virtual_station.h"
#include "tests/desktop/opened_window.h"
#include "transport/modbus_server.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <vector>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::tests;

namespace {

/// A virtual station that writes down what it is asked.
class CountingStation {
  public:
    using Asked = std::pair<std::uint8_t, formats::ReadRegisters>;

    CountingStation(const station::ProfileSet& profiles, const std::string& scenario)
        : station_(profiles,
                   simulator::load_scenario(FIRSTLIGHT_SOURCE_DIR "/data/scenarios/" + scenario + ".json", profiles)),
          server_(transport::serve_tcp(runtime_, "127.0.0.1", 0,
                                       [this](std::uint8_t unit, const formats::Request& request) {
                                           const std::scoped_lock lock(mutex_);
                                           asked_.emplace_back(unit, std::get<formats::ReadRegisters>(request));
                                           return station_.handle(unit, request);
                                       })) {
        runtime_.start_thread();
    }
    ~CountingStation() { runtime_.stop(); }

    transport::Endpoint endpoint() const { return server_->endpoint(); }
    std::vector<Asked> asked() const {
        const std::scoped_lock lock(mutex_);
        return asked_;
    }

  private:
    mutable std::mutex mutex_;
    std::vector<Asked> asked_;
    simulator::VirtualStation station_;
    transport::Runtime runtime_;
    std::unique_ptr<transport::ModbusServer> server_;
};

/// How many requests there were from each request for `mark` to the next.
std::vector<std::ptrdiff_t> between(const std::vector<CountingStation::Asked>& asked,
                                    const CountingStation::Asked& mark) {
    std::vector<std::ptrdiff_t> counts;
    auto at = std::ranges::find(asked, mark);
    while (at != asked.end()) {
        const auto next = std::find(at + 1, asked.end(), mark);
        if (next != asked.end()) counts.push_back(next - at);
        at = next;
    }
    return counts;
}

}  // namespace

TEST_CASE("a refresh of the overview is two requests, though there are three inverters and two chargers") {
    OpenedWindow window;
    auto& connection = window.workspace().connection();
    CountingStation station(window.workspace().profiles(), "three_inverters_two_chargers");
    auto options = station::LiveOptions();
    options.link.pace.interval = {};
    options.discovery.units = {1, 2, 3, 4};
    options.refresh = std::chrono::milliseconds(20);
    window.show("Overview");
    connection.open(station.endpoint(), options);
    window.wait_for(OpenedWindow::Phase::live);
    wait_until("every charger and the plant are read", [&] {
        return connection.number("plant", "pv_power") && connection.number("plant", "general_load_power")
               && connection.number("dc charger 1", "output_power")
               && connection.number("ac charger 4", "charge_power");
    });

    const auto settled = static_cast<std::ptrdiff_t>(station.asked().size());
    wait_until("some refreshes more", [&] { return std::ssize(station.asked()) > settled + 24; });
    auto asked = station.asked();
    asked.erase(asked.begin(), asked.begin() + settled);
    const auto longest = std::ranges::max(asked, {}, [](const auto& one) { return one.second.count; });
    const auto requests = between(asked, longest);  // the one that every refresh has
    REQUIRE(requests.size() > 8);
    CHECK(std::ranges::max(requests) <= 2);
    connection.close();
}

TEST_CASE("the overview says how a home stands, and of chargers alone what each does") {
    OpenedWindow window;
    window.open_demo();
    window.show("Overview");
    wait_until("the insulation is told", [&] { return shows_text(*window, "Insulation 1."); });
    CHECK(shows_text(*window, "4 devices"));
    window.open_demo("charger_only");
    window.show("Overview");
    wait_until("the charger is told", [&] { return shows_text(*window, "kWh in all"); });
    CHECK_FALSE(shows_text(*window, "Insulation"));
}
