#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

/// How a station is reached, as a value that prints and parses: it goes to the command line, logs, settings, journal
/// and report unchanged.
namespace firstlight::transport {

enum class Parity { none, even, odd };

/// Eight data bits always. `baud` 300..4000000, `stop_bits` 1 or 2.
struct SerialSettings {
    std::uint32_t baud = 9600;
    Parity parity = Parity::none;
    int stop_bits = 1;
    bool operator==(const SerialSettings&) const = default;
};

/// "9600:8N1"
std::string to_string(const SerialSettings& settings);
/// Bits of one character on the wire: start, eight data, parity, stop.
int bits_per_character(const SerialSettings& settings);

struct RtuEndpoint {  ///< rtu:/dev/ttyUSB0:9600:8N1
    std::string port;
    SerialSettings settings;
    bool operator==(const RtuEndpoint&) const = default;
};

struct TcpEndpoint {  ///< tcp:192.168.4.1:502, tcp:[fe80::1]:502
    std::string host;
    std::uint16_t port = 502;
    bool operator==(const TcpEndpoint&) const = default;
};

struct RtuOverTcpEndpoint {  ///< rtutcp:192.168.1.50:4001 - RTU frames through a serial device server
    std::string host;
    std::uint16_t port = 4001;
    bool operator==(const RtuOverTcpEndpoint&) const = default;
};

struct ListenEndpoint {  ///< listen:0.0.0.0:1502 - the station dials in and stays the Modbus server
    std::string address;
    std::uint16_t port = 1502;
    bool operator==(const ListenEndpoint&) const = default;
};

using Endpoint = std::variant<RtuEndpoint, TcpEndpoint, RtuOverTcpEndpoint, ListenEndpoint>;

/// Text that is no endpoint; the message says which part and what was expected.
class EndpointError : public std::invalid_argument {
  public:
    EndpointError(std::string text, const std::string& reason);
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

std::string to_string(const Endpoint& endpoint);
/// Parts that may be left out take their defaults: "tcp:10.0.0.5", "rtu:COM5". Throws EndpointError.
Endpoint parse_endpoint(std::string_view text);

}  // namespace firstlight::transport
