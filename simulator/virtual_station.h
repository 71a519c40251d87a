#pragma once

#include "formats/modbus.h"
#include "station/profile.h"
#include "transport/modbus_server.h"
#include "transport/runtime.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The virtual station: answers from the same profiles the suite reads, moves energy plausibly, fails on command.
/// Which house it is and which faults it has stands in a scenario file (docs/scenarios.md).
namespace firstlight::simulator {

struct Scenario;

/// Throws formats::FileError with the line of the mistake. `profiles` checks point names.
std::shared_ptr<const Scenario> load_scenario(const std::filesystem::path& file, const station::ProfileSet& profiles);
std::shared_ptr<const Scenario> parse_scenario(const std::string& json, const station::ProfileSet& profiles);

class VirtualStation {
  public:
    /// `profiles` must outlive it.
    VirtualStation(const station::ProfileSet& profiles, std::shared_ptr<const Scenario> scenario);
    /// Destroy it before the runtime that serves it.
    ~VirtualStation();

    /// The device side of one transaction. Moves the house to the present first.
    transport::ServerReply handle(std::uint8_t unit, const formats::Request& request);
    transport::RequestHandler handler();

    /// Serves as the scenario says (TCP, pty or port, dialling out). Endpoints are those of the servers. `runtime` must
    /// outlive the station.
    void serve(transport::Runtime& runtime);
    std::vector<transport::Endpoint> endpoints() const;
    std::vector<std::shared_ptr<transport::ModbusServer>> servers() const;

    /// Registers as they would be answered now, without faults; nothing when the firmware lacks one of them.
    std::optional<formats::Words> registers(std::uint8_t unit, station::Table table, std::uint16_t address,
                                            std::uint16_t count);
    /// Value of a point at a unit, set from outside (tests): stays until the model moves it again, `hold` keeps it.
    void set_point(std::uint8_t unit, const std::string& profile, const std::string& point, double value,
                   bool hold = true);
    /// Every transaction that was handled, in order: for tests that cut at each one.
    std::uint64_t transactions() const;
    /// Called before each transaction is handled with its number (from 1); for fault injection.
    void on_transaction(std::function<void(std::uint64_t)> hook);
    /// Lets simulated time run on by `seconds` at once.
    void advance(double seconds);
    /// Point names ("profile/point") that the model tells but no profile has: must be empty.
    std::vector<std::string> unknown_names() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace firstlight::simulator
