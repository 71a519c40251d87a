#include "transport/modbus_server.h"

#include "formats/modbus_frames.h"
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
using formats::Bytes;
namespace asio = boost::asio;

namespace {

/// Answers reads with the address of each register, and remembers what it was asked.
struct Device {
    std::map<std::uint8_t, transport::ServerReply> special;  ///< by unit; its response is filled in
    std::atomic<int> asked{0};

    transport::RequestHandler handler() {
        return [this](std::uint8_t unit, const formats::Request& request) {
            ++asked;
            transport::ServerReply reply = special.contains(unit) ? special.at(unit) : transport::ServerReply{};
            if (const auto* read = std::get_if<formats::ReadRegisters>(&request)) {
                formats::Registers values;
                for (int i = 0; i < read->count; ++i)
                    values.values.push_back(static_cast<std::uint16_t>(read->address + i));
                reply.response = values;
            } else if (formats::is_write(request)) {
                reply.response = formats::Written{};
            } else {
                reply.response = formats::Exception{formats::function_of(request), formats::ExceptionCode(1)};
            }
            return reply;
        };
    }
};

const Bytes read_two{4, 0x77, 0x4C, 0, 2};
const Bytes two_words{4, 4, 0x77, 0x4C, 0x77, 0x4D};

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

struct Served {
    transport::Runtime runtime;
    Device device;
    std::unique_ptr<transport::ModbusServer> server;

    ~Served() { runtime.stop(); }
    TcpClient connect() { return TcpClient(server->endpoint()); }
};

void serve_on_tcp(Served& served, bool rtu_frames = false) {
    served.server = transport::serve_tcp(served.runtime, "127.0.0.1", 0, served.device.handler(), rtu_frames);
    served.runtime.start_thread();
}

}  // namespace

TEST_CASE("TCP server answers pipelined requests in order") {
    Served served;
    serve_on_tcp(served);
    auto client = served.connect();
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
    auto client = served.connect();
    for (const auto byte : formats::encode_tcp(9, 1, read_two)) client.send({byte});
    CHECK(client.receive(13) == formats::encode_tcp(9, 1, two_words));
}

TEST_CASE("TCP server refuses what it cannot read") {
    Served served;
    serve_on_tcp(served);
    auto client = served.connect();
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
    auto client = served.connect();
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
    auto client = served.connect();
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
    auto client = served.connect();
    client.send(formats::encode_tcp(1, 2, read_two));
    client.send(formats::encode_tcp(2, 1, read_two));
    CHECK(client.receive(13) == formats::encode_tcp(2, 1, two_words));
    CHECK(client.receive(13) == formats::encode_tcp(1, 2, two_words));

    auto other = served.connect();
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
    auto client = served.connect();
    client.send(formats::encode_tcp(1, 1, read_two));
    client.receive(13);
    served.server->interrupt();
    CHECK(client.closed_by_peer());
    CHECK_THROWS(served.connect());
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
    auto client = served.connect();
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

#ifndef _WIN32

namespace {

class SerialClient {
  public:
    explicit SerialClient(const transport::Endpoint& endpoint, unsigned baud = 0) : port_(io_) {
        const auto& where = std::get<transport::RtuEndpoint>(endpoint);
        port_.open(where.port);
        port_.set_option(asio::serial_port_base::baud_rate(baud ? baud : where.settings.baud));
    }
    void send(const Bytes& bytes) { asio::write(port_, asio::buffer(bytes)); }
    Bytes receive(std::size_t count) {
        Bytes bytes(count);
        asio::read(port_, asio::buffer(bytes));
        return bytes;
    }
    /// What comes within `time`.
    Bytes hear_for(std::chrono::milliseconds time) {
        Bytes bytes(1024);
        std::size_t count = 0;
        asio::async_read(port_, asio::buffer(bytes), [&](auto, std::size_t read) { count = read; });
        io_.restart();
        io_.run_for(time);
        port_.cancel();
        io_.run();
        bytes.resize(count);
        return bytes;
    }

  private:
    asio::io_context io_;
    asio::serial_port port_;
};

void serve_on_pty(Served& served, transport::SerialServerOptions options) {
    served.server = transport::serve_pty(served.runtime, "", std::move(options), served.device.handler());
    served.runtime.start_thread();
}

transport::SerialServerOptions at_baud(std::uint32_t baud) {
    transport::SerialServerOptions options;
    options.settings.baud = baud;
    return options;
}

}  // namespace

TEST_CASE("A pty server takes as long as the wire would") {
    Served served;
    serve_on_pty(served, at_baud(19200));
    SerialClient client(served.server->endpoint());
    const auto start = std::chrono::steady_clock::now();
    client.send(formats::encode_rtu(1, Bytes{4, 0, 0, 0, 100}));
    const auto answer = client.receive(205);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    CHECK(formats::decode_rtu(answer));
    const double wire = (8 + 205) * 10.0 / 19200 + 3.5 * 11 / 19200;
    CHECK(took.count() >= wire);
    const auto seen = served.server->observation();
    CHECK(seen.requests == 1);
    CHECK(seen.silence_violations == 0);
    CHECK(std::abs(std::chrono::duration<double>(seen.busy).count() - wire) < 1e-4);
}

TEST_CASE("A master that asks without silence is noticed") {
    Served served;
    serve_on_pty(served, at_baud(9600));
    SerialClient client(served.server->endpoint());
    auto two = formats::encode_rtu(0, Bytes{6, 0, 1, 0, 1});
    const auto second = formats::encode_rtu(1, read_two);
    two.insert(two.end(), second.begin(), second.end());
    client.send(two);
    CHECK(client.receive(9) == formats::encode_rtu(1, two_words));
    CHECK(served.server->observation().silence_violations == 1);
    CHECK(served.device.asked == 2);
}

TEST_CASE("What overlaps on the wire is lost") {
    Served served;
    serve_on_pty(served, at_baud(9600));
    SerialClient client(served.server->endpoint());
    client.send(formats::encode_rtu(1, Bytes{4, 0, 0, 0, 50}));
    client.receive(20);
    client.send(formats::encode_rtu(2, read_two));
    const auto rest = client.hear_for(150ms);
    CHECK(rest.size() == 105 - 20);
    CHECK(served.device.asked == 1);
    CHECK(served.server->observation().broken_requests == 1);
}

TEST_CASE("Broken requests are not answered, unknown functions are refused") {
    Served served;
    serve_on_pty(served, at_baud(115200));
    SerialClient client(served.server->endpoint());
    auto broken = formats::encode_rtu(1, read_two);
    broken.back() ^= 1;
    client.send(broken);
    CHECK(client.hear_for(40ms).empty());
    CHECK(served.server->observation().broken_requests == 1);
    client.send(formats::encode_rtu(1, Bytes{0x63, 1}));
    CHECK(client.receive(5) == formats::encode_rtu(1, Bytes{0xE3, 1}));
}

TEST_CASE("A master at another speed gets nothing sensible") {
    Served served;
    serve_on_pty(served, at_baud(9600));
    SerialClient client(served.server->endpoint(), 19200);
    client.send(formats::encode_rtu(1, read_two));
    CHECK(client.hear_for(60ms).empty());
    CHECK(served.device.asked == 0);
}

TEST_CASE("Echo, noise and a second master on the line") {
    Served served;
    auto options = at_baud(115200);
    SECTION("echo") {
        options.echo = true;
        serve_on_pty(served, options);
        SerialClient client(served.server->endpoint());
        const auto request = formats::encode_rtu(1, read_two);
        client.send(request);
        CHECK(client.receive(8) == request);
        CHECK(client.receive(9) == formats::encode_rtu(1, two_words));
    }
    SECTION("noise") {
        options.noise = [](Bytes& bytes) { bytes[3] ^= 1; };
        serve_on_pty(served, options);
        SerialClient client(served.server->endpoint());
        client.send(formats::encode_rtu(1, read_two));
        CHECK_FALSE(formats::decode_rtu(client.receive(9)));
    }
    SECTION("second master") {
        options.foreign_period = 10ms;
        options.foreign_traffic = [] { return formats::encode_rtu(7, read_two); };
        serve_on_pty(served, options);
        SerialClient client(served.server->endpoint());
        CHECK(client.receive(8) == formats::encode_rtu(7, read_two));
        CHECK(served.device.asked == 0);
    }
}

TEST_CASE("An interrupted line is silent until it resumes") {
    Served served;
    serve_on_pty(served, at_baud(115200));
    SerialClient client(served.server->endpoint());
    served.server->interrupt();
    client.send(formats::encode_rtu(1, read_two));
    CHECK(client.hear_for(30ms).empty());
    served.server->resume();
    client.send(formats::encode_rtu(1, read_two));
    CHECK(client.receive(9) == formats::encode_rtu(1, two_words));
}

#endif
