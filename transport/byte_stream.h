#pragma once

#include "formats/bytes.h"
#include "transport/link.h"

#include <memory>
#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>

namespace firstlight::transport {

/// Bytes to and from one line (serial port, pty, TCP connection), as RTU needs them: everything that comes is kept with
/// the time it came, also between transactions, so that a timed-out frame keeps its bytes for the diagnosis.
class ByteStream {
  public:
    virtual ~ByteStream() = default;

    /// Returns when the bytes were handed to the system, not when the wire has carried them. A failure is remembered.
    virtual awaitable<void> write(formats::ByteView bytes) = 0;
    /// Returns when more bytes came, the stream failed or the time was reached, whichever is first.
    virtual awaitable<void> wait(Clock::time_point until) = 0;

    /// What came and was not taken yet; the reader erases what it has used.
    virtual formats::Bytes& received() = 0;
    virtual Clock::time_point last_received() const = 0;
    /// All bytes ever received.
    virtual std::uint64_t total_received() const = 0;
    /// Why the stream no longer works, if so.
    virtual const std::optional<LinkFault>& failure() const = 0;
    virtual void close() = 0;
};

struct SerialLineOptions {
    bool low_latency = true;
    bool mark_errors = false;  ///< bytes come in PARMRK form (MarkDecoder); only where `ports_mark_errors`
};

/// Whether this system's ports can tell damaged bytes from sound ones.
bool ports_mark_errors();

/// Opens a serial port or pty with all settings at once; exclusive. Throws LinkError.
std::unique_ptr<ByteStream> open_serial_line(boost::asio::any_io_executor executor, const std::string& port,
                                             const SerialSettings& settings, SerialLineOptions options = {});
/// Throws LinkError.
awaitable<std::unique_ptr<ByteStream>> open_tcp_stream(const RtuOverTcpEndpoint& endpoint, Milliseconds timeout);

}  // namespace firstlight::transport
