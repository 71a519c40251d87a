#pragma once

#include "formats/modbus.h"
#include "transport/endpoint.h"
#include "transport/runtime.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The answering side of Modbus on TCP, RTU over TCP, a serial port, a pty and a connection dialled out: what the
/// virtual station and the tests' peers speak through. Knows no meaning; faults are part of the reply.
namespace firstlight::transport {

/// What the device does with one request.
struct ServerReply {
    std::optional<formats::Response> response;    ///< nothing: stay silent
    std::chrono::steady_clock::duration delay{};  ///< turn-around before the first byte of the answer
    bool close_connection = false;                ///< break off (after the answer, if there is one)
    bool hold_others = false;                     ///< nobody else is answered during `delay` (a stalled server)
    std::optional<formats::Bytes> raw;            ///< these bytes instead of a proper frame (garble, noise)
    bool garble = false;                          ///< damage the frame: CRC on a line, header on TCP
    std::optional<std::uint8_t> answer_as_unit;   ///< answer with another unit id
    std::optional<std::uint16_t> answer_as_transaction_offset;  ///< TCP: add this to the transaction id
};

using RequestHandler = std::function<ServerReply(std::uint8_t unit, const formats::Request& request)>;

/// What a server saw of its master; on a serial line with times of the line as the baud rate gives them, not of this
/// computer.
struct LineObservation {
    std::uint64_t requests = 0;
    std::uint64_t silence_violations = 0;        ///< requests that began before 3.5 characters of silence
    std::uint64_t broken_requests = 0;           ///< CRC wrong or no Modbus
    std::chrono::steady_clock::duration busy{};  ///< time the wire carried bytes or a device prepared its answer
};

/// Destroy it before its runtime. After that its handler is not called again.
class ModbusServer {
  public:
    virtual ~ModbusServer() = default;
    /// Where it can be reached: the port the system chose, the name of the pty.
    virtual Endpoint endpoint() const = 0;
    virtual LineObservation observation() const = 0;
    /// Closes all connections and stops accepting; `resume` accepts again at the same place. A restart is both.
    virtual void interrupt() = 0;
    virtual void resume() = 0;
};

/// Port 0 takes a free one. Throws LinkError.
std::unique_ptr<ModbusServer> serve_tcp(Runtime& runtime, const std::string& address, std::uint16_t port,
                                        RequestHandler handler, bool rtu_frames = false);

struct SerialServerOptions {
    SerialSettings settings;
    bool pace_to_line_speed = true;                   ///< bytes take as long as on a wire of `settings.baud`
    bool echo = false;                                ///< repeat what the master sends, as some adapters do
    std::function<formats::Bytes()> foreign_traffic;  ///< polled each `foreign_period`: bytes of a second master
    std::chrono::milliseconds foreign_period{0};      ///< 0: none
    std::function<void(formats::Bytes&)> noise;       ///< may damage outgoing bytes
    bool speed_must_match = true;                     ///< pty: a master at another speed hears and sends nonsense
};

/// A pty pair; the returned endpoint names the side the master opens. A symbolic link at `link_path` when given.
/// Not on Windows (throws LinkError port_unsuitable).
std::unique_ptr<ModbusServer> serve_pty(Runtime& runtime, const std::string& link_path, SerialServerOptions options,
                                        RequestHandler handler);
std::unique_ptr<ModbusServer> serve_serial_port(Runtime& runtime, const std::string& port, SerialServerOptions options,
                                                RequestHandler handler);
/// Dials out to a master that listens, again every `retry` while it is not there.
std::unique_ptr<ModbusServer> dial_out(Runtime& runtime, const std::string& host, std::uint16_t port,
                                       std::chrono::milliseconds retry, RequestHandler handler);

}  // namespace firstlight::transport
