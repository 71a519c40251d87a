#include "formats/modbus_frames.h"
#include "tests/transport/served_device.h"

#include <chrono>
#include <cmath>

#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/serial_port.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::tests;
using namespace std::chrono_literals;
namespace asio = boost::asio;

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
