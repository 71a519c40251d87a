#pragma once

#include "formats/bytes.h"
#include "transport/endpoint.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>

/// The wire behind a serial server. Private to transport's sources.
namespace firstlight::transport {

class ServerLine {
  public:
    virtual ~ServerLine() = default;
    /// The name a master opens (pty) or the port itself.
    virtual std::string name() const = 0;
    /// `heard` is called with each run of bytes until the line is destroyed or fails.
    virtual void listen(std::function<void(formats::ByteView)> heard) = 0;
    /// Never waits: what the other side does not take is lost, as on a wire.
    virtual void write(formats::ByteView bytes) = 0;
    /// The speed the master set, where it can be seen (pty).
    virtual std::optional<std::uint32_t> master_baud() const = 0;
    /// True when bytes pass at once and the wire's time must be made up: a pty, also one that was opened by name.
    virtual bool is_instant() const = 0;
};

/// Throws LinkError. Not on Windows.
std::unique_ptr<ServerLine> make_pty_line(boost::asio::any_io_executor executor, const std::string& link_path,
                                          const SerialSettings& settings);
/// Throws LinkError.
std::unique_ptr<ServerLine> open_serial_line(boost::asio::any_io_executor executor, const std::string& port,
                                             const SerialSettings& settings);

/// What a receiver at another speed makes of bytes: each bit is sampled where the receiver expects it
/// (facts: rs485_practice.md 6.4).
formats::Bytes heard_at(formats::ByteView bytes, const SerialSettings& sender, std::uint32_t receiver_baud);

}  // namespace firstlight::transport
