#pragma once

#include "simulator/scenario.h"
#include "transport/modbus_server.h"

#include <cstdint>
#include <random>
#include <vector>

/// Which transactions go wrong, and how.
namespace firstlight::simulator {

class FaultEngine {
  public:
    explicit FaultEngine(const Scenario& scenario);

    struct Decision {
        bool executed = true;  ///< false: the request is lost, nothing happens in the device
        std::optional<std::chrono::milliseconds> restart;
        std::optional<formats::ExceptionCode> exception;
        transport::ServerReply reply;  ///< delay and faults; the response is filled in by the station
        bool answered = true;
    };
    /// For transaction `number` (from 1) with `unit`. Counts it.
    Decision decide(std::uint64_t number, std::uint8_t unit);

    /// Damages outgoing bytes at the rate of the noise fault.
    void disturb(formats::Bytes& bytes);

  private:
    bool fires(std::size_t index, std::uint64_t number, std::uint8_t unit);
    void apply(const Fault& fault, Decision& decision);
    std::chrono::milliseconds with_jitter(std::chrono::milliseconds time, std::chrono::milliseconds jitter);

    struct Count {
        std::uint64_t seen = 0, fired = 0;
    };
    const Scenario& scenario_;
    std::vector<Count> counts_;
    std::mt19937 random_;
};

}  // namespace firstlight::simulator
