#pragma once

#include "transport/link.h"

#include <boost/asio/ip/tcp.hpp>

namespace firstlight::transport {

/// Connects; the socket is lively. Numeric addresses are never looked up; names are looked up on a thread of
/// their own that can be abandoned. Throws LinkError (name_unknown, unreachable, refused).
awaitable<boost::asio::ip::tcp::socket> connect_tcp(const Endpoint& endpoint, std::string host, std::uint16_t port,
                                                    Milliseconds timeout);

/// The failure that a socket's error code stands for.
LinkFault fault_of(const boost::system::error_code& error);

}  // namespace firstlight::transport
