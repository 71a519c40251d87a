#pragma once

#include "formats/modbus.h"
#include "transport/endpoint.h"
#include "transport/line_traffic.h"
#include "transport/link.h"
#include "transport/runtime.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Finding out about a serial line before and while anything is asked: listen, find the settings, find the units.
namespace firstlight::transport {

struct ListenProgress {
    LineTraffic so_far;
    std::string last_frame;  ///< in words
};

/// Listens at the endpoint's settings for `time`. Throws LinkError.
awaitable<LineTraffic> listen_on_line(RtuEndpoint endpoint, Clock::duration time,
                                      std::function<void(const ListenProgress&)> progress = {});

struct SettingsFound {
    SerialSettings settings;
    std::uint8_t unit = 0;  ///< that answered
    std::string how;        ///< "answer from unit 247", "exception 2 from unit 1"
};

struct SettingsProgress {
    SerialSettings trying;
    int tried = 0, total = 0;
    Clock::duration left{};
};

struct FindSettingsOptions {
    Clock::duration listen_first{std::chrono::seconds(3)};
    std::vector<std::uint32_t> bauds{9600, 19200, 115200, 38400, 4800, 57600};
    std::vector<std::uint8_t> units{247, 1, 2, 3, 10, 11, 126};
    Milliseconds window{100};
    std::optional<SerialSettings> last_known;  ///< tried first
    /// Any answer will do, a refusal too; the caller takes a register that every station has from a profile.
    formats::ReadRegisters probe{formats::Function::read_input_registers, 0, 1};
};

/// Speeds and parities by the strategy of facts rs485_practice 6.3. Throws LinkError other_master when somebody else
/// asks on the line (nothing was sent then). Nothing when no setting answered.
awaitable<std::optional<SettingsFound>> find_settings(std::string port, FindSettingsOptions options,
                                                      std::function<void(const SettingsProgress&)> progress = {});

struct UnitFound {
    std::uint8_t unit = 0;
    Clock::duration answered_after{};
    formats::Response answer;  ///< exceptions count as presence
};

struct ScanProgress {
    int asked = 0, total = 0;
    std::vector<std::uint8_t> found;
    Clock::duration left{};
};

struct ScanOptions {
    std::vector<std::uint8_t> units;                                                                 ///< empty: 1..247
    formats::Request probe = formats::ReadRegisters{formats::Function::read_input_registers, 0, 1};  ///< as above
    Milliseconds window{30};    ///< wait for each unit before the next is asked
    Milliseconds slowest{600};  ///< slowest answer that must still be found
};

/// Which units answer on a serial line: short windows, late answers credited to the unit that sent them, disturbed
/// units asked again. Throws LinkError.
awaitable<std::vector<UnitFound>> scan_units(RtuEndpoint endpoint, ScanOptions options,
                                             std::function<void(const ScanProgress&)> progress = {});

}  // namespace firstlight::transport
