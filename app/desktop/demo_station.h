#pragma once

#include "simulator/virtual_station.h"
#include "transport/endpoint.h"
#include "transport/modbus_server.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace firstlight::app::desktop {

/// A virtual station inside the program, answering over TCP on the loopback address from a thread of its own.
class DemoStation {
  public:
    /// Throws formats::FileError (scenario) and transport::LinkError (no port).
    DemoStation(const station::ProfileSet& profiles, const std::filesystem::path& scenario);
    ~DemoStation();

    transport::Endpoint endpoint() const { return server_->endpoint(); }
    /// As a pulled cable and a cable put back.
    void interrupt();
    void resume();

  private:
    simulator::VirtualStation station_;
    transport::Runtime runtime_;
    std::unique_ptr<transport::ModbusServer> server_;
};

struct DemoScenario {
    std::filesystem::path file;
    std::string name, description;
};
/// The scenarios that ship, healthy house first. Throws formats::FileError.
std::vector<DemoScenario> demo_scenarios(const std::filesystem::path& data);

}  // namespace firstlight::app::desktop
