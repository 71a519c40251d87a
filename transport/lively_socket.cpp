#include "transport/lively_socket.h"

#ifdef _WIN32
#include <ws2tcpip.h>
#else
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#endif

namespace firstlight::transport {

namespace {

/// Best effort: an old system may not know the option.
void set_tcp_option(boost::asio::ip::tcp::socket& socket, int name, int value) {
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, name, reinterpret_cast<const char*>(&value), sizeof value);
}

/// Keep-alive asks only on an idle connection; bytes on their way would be repeated for a quarter of an hour.
void limit_unacknowledged(boost::asio::ip::tcp::socket& socket, std::chrono::seconds longest) {
    const auto seconds = static_cast<int>(longest.count());
#if defined(TCP_USER_TIMEOUT)
    set_tcp_option(socket, TCP_USER_TIMEOUT, seconds * 1000);
#elif defined(TCP_RXT_CONNDROPTIME)
    set_tcp_option(socket, TCP_RXT_CONNDROPTIME, seconds);
#elif defined(TCP_MAXRT)
    set_tcp_option(socket, TCP_MAXRT, seconds);
#endif
}

}  // namespace

void make_lively(boost::asio::ip::tcp::socket& socket, Liveliness liveliness) {
    boost::system::error_code ignored;
    socket.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    socket.set_option(boost::asio::socket_base::keep_alive(true), ignored);
#if defined(TCP_KEEPIDLE)
    set_tcp_option(socket, TCP_KEEPIDLE, static_cast<int>(liveliness.idle.count()));
#elif defined(TCP_KEEPALIVE)
    set_tcp_option(socket, TCP_KEEPALIVE, static_cast<int>(liveliness.idle.count()));
#endif
#if defined(TCP_KEEPINTVL) && defined(TCP_KEEPCNT)
    set_tcp_option(socket, TCP_KEEPINTVL, static_cast<int>(liveliness.interval.count()));
    set_tcp_option(socket, TCP_KEEPCNT, liveliness.probes);
#endif
    limit_unacknowledged(socket, liveliness.longest_doubt());
}

}  // namespace firstlight::transport
