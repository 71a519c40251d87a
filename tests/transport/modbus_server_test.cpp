#include "formats/modbus_frames.h"
#include "tests/transport/served_device.h"
#include "transport/errors.h"
#include "transport/server_line.h"

#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <thread>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/serial_port.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace std::chrono_literals;
using namespace firstlight::tests;
namespace asio = boost::asio;

namespace {

/// A blocking client that keeps no rules at all.
class TcpClient {
  public:
    explicit TcpClient(const transport::Endpoint& endpoint) : socket_(io_) {
        std::visit(
            [&](const auto& where) {
                if constexpr (requires { where.host; })
                    socket_.connect({asio::ip::make_address(where.host), where.port});
            },
            endpoint);
    }
    void send(const Bytes& bytes) { asio::write(socket_, asio::buffer(bytes)); }
    Bytes receive(std::size_t count) {
        Bytes bytes(count);
        asio::read(socket_, asio::buffer(bytes));
        return bytes;
    }
    bool closed_by_peer() {
        std::array<std::uint8_t, 1> byte{};
        boost::system::error_code error;
        return socket_.read_some(asio::buffer(byte), error) == 0 && error;
    }

  private:
    asio::io_context io_;
    asio::ip::tcp::socket socket_;
};

void serve_on_tcp(Served& served, bool rtu_frames = false) {
    served.server = transport::serve_tcp(served.runtime, "127.0.0.1", 0, served.device.handler(), rtu_frames);
    served.runtime.start_thread();
}

}  // namespace

TEST_CASE("TCP server answers pipelined requests in order") {
    Served served;
    serve_on_tcp(served);
    auto client = TcpClient(served.server->endpoint());
    Bytes both = formats::encode_tcp(1, 1, read_two);
    const auto second = formats::encode_tcp(2, 247, read_two);
    both.insert(both.end(), second.begin(), second.end());
    client.send(both);
    CHECK(client.receive(13) == formats::encode_tcp(1, 1, two_words));
    CHECK(client.receive(13) == formats::encode_tcp(2, 247, two_words));
    CHECK(served.server->observation().requests == 2);
}

TEST_CASE("TCP server takes a request that arrives in pieces") {
    Served served;
    serve_on_tcp(served);
    auto client = TcpClient(served.server->endpoint());
    for (const auto byte : formats::encode_tcp(9, 1, read_two)) client.send({byte});
    CHECK(client.receive(13) == formats::encode_tcp(9, 1, two_words));
}

TEST_CASE("TCP server refuses what it cannot read") {
    Served served;
    serve_on_tcp(served);
    auto client = TcpClient(served.server->endpoint());
    client.send(formats::encode_tcp(1, 1, Bytes{0x63, 0}));
    CHECK(client.receive(9) == formats::encode_tcp(1, 1, Bytes{0xE3, 1}));
    client.send(formats::encode_tcp(2, 1, Bytes{3, 0, 0, 0, 200}));
    CHECK(client.receive(9) == formats::encode_tcp(2, 1, Bytes{0x83, 3}));
    CHECK(served.device.asked == 0);
    client.send({'G', 'E', 'T', ' ', '/', ' ', 'H', 'T', 'T', 'P'});
    CHECK(client.closed_by_peer());
    CHECK(served.server->observation().broken_requests == 1);
}

TEST_CASE("TCP server carries out a broadcast and does not answer it") {
    Served served;
    serve_on_tcp(served);
    auto client = TcpClient(served.server->endpoint());
    client.send(formats::encode_tcp(1, 0, Bytes{6, 0x9C, 0x5D, 0, 1}));
    client.send(formats::encode_tcp(2, 1, read_two));
    CHECK(client.receive(13) == formats::encode_tcp(2, 1, two_words));
    CHECK(served.device.asked == 2);
}

TEST_CASE("TCP replies carry their faults") {
    Served served;
    served.device.special[2].answer_as_unit = 9;
    served.device.special[3].answer_as_transaction_offset = 5;
    served.device.special[4].raw = Bytes{1, 2, 3};
    served.device.special[5].garble = true;
    served.device.special[6].close_connection = true;
    serve_on_tcp(served);
    auto client = TcpClient(served.server->endpoint());
    client.send(formats::encode_tcp(1, 2, read_two));
    CHECK(client.receive(13) == formats::encode_tcp(1, 9, two_words));
    client.send(formats::encode_tcp(1, 3, read_two));
    CHECK(client.receive(13) == formats::encode_tcp(6, 3, two_words));
    client.send(formats::encode_tcp(1, 4, read_two));
    CHECK(client.receive(3) == Bytes{1, 2, 3});
    client.send(formats::encode_tcp(1, 5, read_two));
    CHECK_THROWS_AS(formats::decode_tcp(client.receive(13)), formats::FormatError);
    client.send(formats::encode_tcp(1, 6, read_two));
    CHECK(client.receive(13) == formats::encode_tcp(1, 6, two_words));
    CHECK(client.closed_by_peer());
}

TEST_CASE("A slow unit is overtaken by others, a stalling one holds them") {
    Served served;
    served.device.special[2].delay = 80ms;
    served.device.special[3].delay = 80ms;
    served.device.special[3].hold_others = true;
    serve_on_tcp(served);
    auto client = TcpClient(served.server->endpoint());
    client.send(formats::encode_tcp(1, 2, read_two));
    client.send(formats::encode_tcp(2, 1, read_two));
    CHECK(client.receive(13) == formats::encode_tcp(2, 1, two_words));
    CHECK(client.receive(13) == formats::encode_tcp(1, 2, two_words));

    auto other = TcpClient(served.server->endpoint());
    client.send(formats::encode_tcp(3, 3, read_two));
    while (served.device.asked < 3) std::this_thread::sleep_for(1ms);
    other.send(formats::encode_tcp(4, 1, read_two));
    CHECK(client.receive(13) == formats::encode_tcp(3, 3, two_words));
    CHECK(other.receive(13) == formats::encode_tcp(4, 1, two_words));
    CHECK(served.device.asked == 4);
}

TEST_CASE("A server that restarts drops its connections and comes back at the same port") {
    Served served;
    serve_on_tcp(served);
    auto client = TcpClient(served.server->endpoint());
    client.send(formats::encode_tcp(1, 1, read_two));
    client.receive(13);
    served.server->interrupt();
    CHECK(client.closed_by_peer());
    CHECK_THROWS(TcpClient(served.server->endpoint()));
    served.server->resume();
    std::optional<TcpClient> again;
    while (!again) {
        try {
            again.emplace(served.server->endpoint());
        } catch (const boost::system::system_error&) {
            std::this_thread::sleep_for(1ms);
        }
    }
    again->send(formats::encode_tcp(2, 1, read_two));
    CHECK(again->receive(13) == formats::encode_tcp(2, 1, two_words));
}

TEST_CASE("A port that is taken is reported as in use") {
    Served served;
    serve_on_tcp(served);
    const auto port = std::get<transport::TcpEndpoint>(served.server->endpoint()).port;
    try {
        transport::serve_tcp(served.runtime, "127.0.0.1", port, served.device.handler());
        FAIL("the second server took the port");
    } catch (const transport::LinkError& error) {
        CHECK(error.fault().kind == transport::LinkFailure::port_in_use);
    }
}

TEST_CASE("RTU frames over TCP, with noise before a frame") {
    Served served;
    serve_on_tcp(served, true);
    auto client = TcpClient(served.server->endpoint());
    client.send(formats::encode_rtu(1, read_two));
    CHECK(client.receive(9) == formats::encode_rtu(1, two_words));
    Bytes noisy{0xFF, 0x00};
    const auto frame = formats::encode_rtu(1, read_two);
    noisy.insert(noisy.end(), frame.begin(), frame.end());
    client.send(noisy);
    CHECK(client.receive(9) == formats::encode_rtu(1, two_words));
}

TEST_CASE("A dialling server serves the master that listens, and dials again after a cut") {
    asio::io_context io;
    asio::ip::tcp::acceptor master(io, {asio::ip::make_address("127.0.0.1"), 0});
    Served served;
    served.server =
        transport::dial_out(served.runtime, "127.0.0.1", master.local_endpoint().port(), 5ms, served.device.handler());
    served.runtime.start_thread();
    for (int i = 0; i < 2; ++i) {
        auto socket = master.accept();
        asio::write(socket, asio::buffer(formats::encode_tcp(1, 1, read_two)));
        Bytes answer(13);
        asio::read(socket, asio::buffer(answer));
        CHECK(answer == formats::encode_tcp(1, 1, two_words));
    }
}

TEST_CASE("Bytes at another speed become the shapes that the facts name") {
    const Bytes sent{1, 3, 6, 0, 0x55, 0xAA, 0x10, 0xF7};
    const transport::SerialSettings at_9600{9600, transport::Parity::none, 1};
    CHECK(transport::heard_at(sent, at_9600, 9600) == sent);
    for (const auto byte : transport::heard_at(sent, at_9600, 115200)) CHECK(byte == 0);
    for (const auto byte : transport::heard_at(sent, at_9600, 38400))
        CHECK((byte == 0 || byte == 0x78 || byte == 0x80 || byte == 0xF8));
}
