#include "transport/lively_socket.h"

#include "transport/connect.h"
#include "transport/runtime.h"

#include <array>
#include <chrono>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

using namespace firstlight::transport;
using namespace std::chrono_literals;
using boost::asio::ip::tcp;

namespace {

/// The socket's system throws away whatever arrives for it, as if cable or power were gone.
void vanish(tcp::socket& socket) {
    sock_filter drop_all{BPF_RET | BPF_K, 0, 0, 0};
    const sock_fprog program{1, &drop_all};
    REQUIRE(setsockopt(socket.native_handle(), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0);
}

int option_of(tcp::socket& socket, int name) {
    int value = 0;
    socklen_t size = sizeof value;
    REQUIRE(getsockopt(socket.native_handle(), IPPROTO_TCP, name, &value, &size) == 0);
    return value;
}

}  // namespace

TEST_CASE("a station that vanishes without a word is noticed, idle or with bytes on their way") {
    const bool idle = GENERATE(true, false);
    boost::asio::io_context io;
    tcp::acceptor acceptor(io, {boost::asio::ip::address_v4::loopback(), 0});
    tcp::socket here(io), there(io);
    here.connect(acceptor.local_endpoint());
    acceptor.accept(there);
    make_lively(here, {1s, 1s, 2});
    vanish(there);
    if (!idle) boost::asio::write(here, boost::asio::buffer("question", 8));
    std::array<char, 8> answer{};
    boost::system::error_code failure;
    here.async_read_some(boost::asio::buffer(answer),
                         [&](boost::system::error_code error, std::size_t) { failure = error; });
    io.run_for(30s);
    CHECK(failure == boost::asio::error::timed_out);
}

TEST_CASE("a connection to a station is lively") {
    Runtime runtime;
    boost::asio::io_context io;
    tcp::acceptor acceptor(io, {boost::asio::ip::address_v4::loopback(), 0});
    const auto port = acceptor.local_endpoint().port();
    auto socket = runtime.run(connect_tcp(TcpEndpoint{"127.0.0.1", port}, "127.0.0.1", port, 2000ms));
    CHECK(option_of(socket, TCP_USER_TIMEOUT) == 15000);
    CHECK(option_of(socket, TCP_KEEPIDLE) == 6);
    CHECK(option_of(socket, TCP_KEEPINTVL) == 3);
    CHECK(option_of(socket, TCP_KEEPCNT) == 3);
    CHECK(option_of(socket, TCP_NODELAY) == 1);
}
