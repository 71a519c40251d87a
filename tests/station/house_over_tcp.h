#pragma once

#include "shipped_profiles.h"
#include "simulator/scenario.h"
#include "simulator/virtual_station.h"
#include "station/station.h"
#include "transport/modbus_server.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>

namespace firstlight::tests {

/// A shipped house served on a free port of this computer; its energy stands still.
class ServedHouse {
  public:
    explicit ServedHouse(const std::string& scenario_name,
                         const std::function<void(simulator::Scenario&)>& change = {}) {
        const std::string file = std::string(FIRSTLIGHT_SOURCE_DIR) + "/data/scenarios/" + scenario_name + ".json";
        simulator::Scenario scenario = *simulator::load_scenario(file, shipped_profiles());
        scenario.speed = 0;
        if (change) change(scenario);
        for (const auto& unit : scenario.units) {
            const bool known = std::ranges::find(options.units, unit.unit) != options.units.end();
            if (unit.unit != 247 && !known) options.units.push_back(unit.unit);
        }
        house = std::make_unique<simulator::VirtualStation>(
            shipped_profiles(), std::make_shared<const simulator::Scenario>(std::move(scenario)));
        answer = house->handler();
        server = transport::serve_tcp(
            runtime, "127.0.0.1", 0,
            [this](std::uint8_t unit, const formats::Request& request) { return answer(unit, request); });
        transport::LinkOptions link_options;
        link_options.pace.interval = {};
        link_options.answer_timeout = std::chrono::milliseconds(400);
        link = runtime.run(transport::open_link(server->endpoint(), link_options));
        session = std::make_unique<station::Station>(*link, shipped_profiles());
    }

    transport::Runtime runtime;
    std::unique_ptr<simulator::VirtualStation> house;
    transport::RequestHandler answer;  ///< the house, unless a test has something else behind the address
    std::unique_ptr<transport::ModbusServer> server;
    std::unique_ptr<transport::Link> link;
    std::unique_ptr<station::Station> session;
    station::DiscoveryOptions options;
};

}  // namespace firstlight::tests
