#pragma once

#include "simulator/virtual_station.h"
#include "station/profile.h"
#include "transport/modbus_server.h"
#include "transport/runtime.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

/// A virtual station in the test's own process, for programs that run beside it.
namespace firstlight::tests {

/// One inverter with DC charger, battery and two strings at unit 1, an AC charger at unit 2. Its time stands still, so
/// that what is served now is what was served then. `more` are further members of the scenario.
std::string still_house(const std::string& version = "2.9", const std::string& more = "");

/// Of data/scenarios, as text.
std::string shipped_scenario(const std::string& name);

const station::ProfileSet& shipped_profiles();

class ServedHouse {
  public:
    enum class Over { tcp, pty };
    /// Sees each transaction before it is handled and may answer in the station's place; on the I/O thread.
    using Intercept = std::function<std::optional<transport::ServerReply>(std::uint64_t number, std::uint8_t unit,
                                                                          const formats::Request& request)>;

    explicit ServedHouse(const std::string& scenario, Over over = Over::tcp, Intercept intercept = {});
    ~ServedHouse();
    ServedHouse(const ServedHouse&) = delete;
    ServedHouse& operator=(const ServedHouse&) = delete;

    std::string endpoint() const;
    /// Ends the serving; only then may `station` be asked from the test's thread.
    void stop();
    simulator::VirtualStation& station() { return station_; }
    std::uint64_t transactions() const { return transactions_; }
    /// The station is gone: connections break, new ones are refused. From any thread but the I/O thread.
    void interrupt();
    /// It is back when this returns (TCP only).
    void resume();

    /// What the station holds now, as people read it; "-" when it has no such value. After `stop`.
    std::string served_text(std::uint8_t unit, const std::string& profile, const std::string& point);

  private:
    transport::ServerReply answer(std::uint8_t unit, const formats::Request& request);

    simulator::VirtualStation station_;
    Intercept intercept_;
    std::uint64_t transactions_ = 0;
    transport::Runtime runtime_;
    std::unique_ptr<transport::ModbusServer> server_;
    bool running_ = true;
};

}  // namespace firstlight::tests
