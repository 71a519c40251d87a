#pragma once

#include "formats/bytes.h"
#include "transport/modbus_server.h"

#include <cstdint>
#include <mutex>
#include <optional>

/// What the servers share: one request PDU in, one reply out. Private to transport.
namespace firstlight::transport {

/// The handler behind a lock, so that a server can be taken away while another thread runs its connections: after
/// `clear` the handler is never called again.
class HandlerSlot {
  public:
    explicit HandlerSlot(RequestHandler handler) : handler_(std::move(handler)) {}
    void clear();
    /// The reply and, when something is to be answered, its PDU. Requests that cannot be read get exception 1
    /// (unknown function) or 3 (wrong length or count). Unit 0 is a broadcast: carried out, never answered.
    struct Served {
        ServerReply reply;
        std::optional<formats::Bytes> pdu;
    };
    Served serve(std::uint8_t unit, formats::ByteView pdu);

  private:
    std::recursive_mutex mutex_;
    RequestHandler handler_;
};

}  // namespace firstlight::transport
