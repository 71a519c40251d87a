#pragma once

#include "transport/endpoint.h"
#include "transport/link.h"
#include "transport/runtime.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The far end of a `listen:` endpoint: stations dial in and stay the Modbus server (facts: behaviour.md section 1).
namespace firstlight::transport {

/// Tells the serial number of a station that dialled in. Throws LinkError or DeviceRefused when it cannot.
using IdentifyStation = std::function<awaitable<std::string>(Link&)>;

/// Reads the registers and takes their text up to the first zero byte.
IdentifyStation identify_by_registers(std::uint8_t unit, formats::ReadRegisters request);

struct TurnedAway {
    std::string peer;
    std::string serial;  ///< empty when it did not tell
    std::string reason;
};

struct ListenerOptions {
    std::set<std::string> allowed_serials;  ///< empty: every station that tells its serial
    bool allow_writes = false;              ///< otherwise writes fail with LinkFailure::not_accepted
    Milliseconds identify_within{5000};     ///< a caller that does not tell its serial by then is turned away
    LinkOptions link;
    std::function<void(const TurnedAway&)> on_turned_away;  ///< on the I/O thread
};

struct DialledIn {
    std::string serial;
    std::string peer;  ///< "192.168.1.20:49152"
    std::unique_ptr<Link> link;
};

/// Accepts as long as it lives. The links it hands out stay usable after it; `Link::reopen` on one of them waits
/// (at most `LinkOptions::connect_timeout`) until the same station dials in again, which needs the listener alive.
class Listener {
  public:
    /// Throws LinkError (address in use, no such address). Call on the I/O thread.
    static awaitable<std::unique_ptr<Listener>> open(ListenEndpoint endpoint, ListenerOptions options,
                                                     IdentifyStation identify);
    virtual ~Listener() = default;

    /// With the port the system chose, if 0 was asked for.
    virtual ListenEndpoint endpoint() const = 0;
    /// The next station that was identified and is allowed; waits without limit.
    virtual awaitable<DialledIn> accept() = 0;
    virtual const std::vector<TurnedAway>& turned_away() const = 0;
};

/// The first station that is identified and allowed. Its link goes on listening, for its return, as long as it lives.
awaitable<DialledIn> await_station(ListenEndpoint endpoint, ListenerOptions options, IdentifyStation identify);

/// What a person must know before listening: the link is not encrypted.
std::string_view listen_warning();

}  // namespace firstlight::transport
