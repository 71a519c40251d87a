#pragma once

#include "formats/bytes.h"
#include "formats/modbus.h"
#include "transport/endpoint.h"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace firstlight::transport {

enum class LinkFailure {
    port_missing,     ///< no such serial port
    port_denied,      ///< the port needs a permission (Linux: a group) that the person lacks
    port_in_use,      ///< another program holds the port
    port_vanished,    ///< the adapter was pulled
    port_unsuitable,  ///< not a serial port, or it refuses these settings
    name_unknown,     ///< host name not found
    unreachable,      ///< no route, or connecting took too long
    refused,          ///< nobody listens at that port
    closed,           ///< the other side closed the connection
    silent,           ///< no answer in time
    garbled,          ///< bytes came that are no frame (CRC, framing)
    not_modbus,       ///< TCP answers, but not with Modbus
    wrong_answer,     ///< a sound frame that does not answer the request
    backed_off,       ///< not asked: this unit was silent lately and is left alone for a while
    other_master,     ///< somebody else asks on this line; nothing was sent
    not_accepted,     ///< a station that dialled in is not on the allow-list, or the link is read-only
    other_station,    ///< behind a connection opened anew another station answers, or one that does not say which
};

std::string_view to_string(LinkFailure failure);

/// What is known about an exchange that failed. A value, because among hundreds of readings one failing is ordinary.
struct LinkFault {
    LinkFailure kind = LinkFailure::silent;
    std::optional<std::uint8_t> unit;
    formats::Bytes sent;
    formats::Bytes received;
    std::string detail;         ///< the system's own words, a time, a count
    bool sent_nothing = false;  ///< no byte of the request has left this computer
    bool operator==(const LinkFault&) const = default;
};

/// The link failed: nothing is known about what the device thinks of the request.
class LinkError : public std::runtime_error {
  public:
    LinkError(Endpoint endpoint, LinkFault fault);
    const Endpoint& endpoint() const { return endpoint_; }
    const LinkFault& fault() const { return fault_; }

  private:
    Endpoint endpoint_;
    LinkFault fault_;
};

/// The device answered with an exception. Never retried.
class DeviceRefused : public std::runtime_error {
  public:
    /// Of a secret only the function is kept.
    DeviceRefused(std::uint8_t unit, const formats::Request& request, formats::ExceptionCode code, bool secret = false);
    std::uint8_t unit() const { return unit_; }
    const std::string& asked() const { return asked_; }  ///< in words
    bool was_write() const { return was_write_; }
    formats::ExceptionCode code() const { return code_; }

  private:
    std::uint8_t unit_;
    std::string asked_;
    bool was_write_;
    formats::ExceptionCode code_;
};

}  // namespace firstlight::transport
