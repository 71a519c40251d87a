#include "transport/internet_route.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

namespace firstlight::transport {

namespace {

// Documentation networks (RFC 5737, RFC 3849): routed like any far address, and nobody is there.
constexpr const char* far_addresses[] = {"192.0.2.1", "2001:db8::1"};

}  // namespace

bool has_internet_route() {
    namespace asio = boost::asio;
    asio::io_context context;
    for (const char* address : far_addresses) {
        boost::system::error_code error;
        asio::ip::udp::socket socket(context);
        const asio::ip::udp::endpoint target(asio::ip::make_address(address), 9);
        socket.open(target.protocol(), error);
        if (!error) socket.connect(target, error);
        if (!error) return true;
    }
    return false;
}

}  // namespace firstlight::transport
