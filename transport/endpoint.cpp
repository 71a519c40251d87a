#include "transport/endpoint.h"

#include "text/text.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace firstlight::transport {

namespace {

constexpr std::uint32_t slowest_baud = 300;
constexpr std::uint32_t fastest_baud = 4000000;

std::optional<std::uint32_t> number(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return value;
}

/// Splits "head:tail" at the last colon.
std::pair<std::string_view, std::optional<std::string_view>> split_last(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return {text, std::nullopt};
    return {text.substr(0, colon), text.substr(colon + 1)};
}

bool is_frame(std::string_view text) {
    return text.size() == 3 && text[0] == '8' && (text[2] == '1' || text[2] == '2')
           && std::string_view("NEO").find(text[1]) != std::string_view::npos;
}

void apply_frame(std::string_view frame, SerialSettings& settings) {
    settings.parity = frame[1] == 'E' ? Parity::even : frame[1] == 'O' ? Parity::odd : Parity::none;
    settings.stop_bits = frame[2] - '0';
}

/// Reads from the right, because a port's name may hold colons.
RtuEndpoint parse_rtu(std::string_view whole, std::string_view rest) {
    RtuEndpoint endpoint;
    auto [before_frame, frame] = split_last(rest);
    if (frame && is_frame(*frame)) {
        apply_frame(*frame, endpoint.settings);
        rest = before_frame;
    } else if (frame && frame->size() == 3 && frame->front() >= '5' && frame->front() <= '9') {
        throw EndpointError(std::string(whole), text::trf("\"{}\" is no frame form; use 8N1, 8E1, 8O1 or 8N2", *frame));
    }
    auto [port, baud] = split_last(rest);
    if (const auto value = baud ? number(*baud) : std::nullopt) {
        if (*value < slowest_baud || *value > fastest_baud)
            throw EndpointError(std::string(whole), text::trf("speed {} is outside 300..4000000 baud", *value));
        endpoint.settings.baud = *value;
        rest = port;
    }
    if (rest.empty()) throw EndpointError(std::string(whole), text::tr("the port's name is missing"));
    endpoint.port = rest;
    return endpoint;
}

struct HostAndPort {
    std::string host;
    std::uint16_t port = 0;
};

HostAndPort parse_host(std::string_view whole, std::string_view rest, std::uint16_t default_port) {
    std::string_view host = rest;
    std::optional<std::string_view> port;
    if (rest.starts_with('[')) {
        const auto close = rest.find(']');
        if (close == std::string_view::npos)
            throw EndpointError(std::string(whole), text::tr("the closing ] is missing"));
        host = rest.substr(1, close - 1);
        if (const auto after = rest.substr(close + 1); !after.empty()) {
            if (after.front() != ':')
                throw EndpointError(std::string(whole), text::tr("after ] only :port may follow"));
            port = after.substr(1);
        }
    } else if (const auto [head, tail] = split_last(rest); tail) {
        if (head.find(':') != std::string_view::npos)
            throw EndpointError(std::string(whole), text::tr("write an IPv6 address in brackets: [fe80::1]"));
        host = head;
        port = tail;
    }
    if (host.empty()) throw EndpointError(std::string(whole), text::tr("the host's name or address is missing"));
    if (host.find_first_of(" \t/@[]") != std::string_view::npos)
        throw EndpointError(std::string(whole), text::trf("\"{}\" is no host name or address", host));
    const auto value = port ? number(*port) : default_port;
    if (!value || *value == 0 || *value > 0xFFFF)
        throw EndpointError(std::string(whole), text::trf("\"{}\" is no port number (1 to 65535)", port.value_or("")));
    return {std::string(host), static_cast<std::uint16_t>(*value)};
}

std::string host_text(const std::string& host) {
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

}  // namespace

EndpointError::EndpointError(std::string text, const std::string& reason)
    : std::invalid_argument(text::trf("\"{}\" is no endpoint: {}", text, reason)), text_(std::move(text)) {}

std::string to_string(const SerialSettings& settings) {
    const char parity = settings.parity == Parity::even ? 'E' : settings.parity == Parity::odd ? 'O' : 'N';
    return fmt::format("{}:8{}{}", settings.baud, parity, settings.stop_bits);
}

int bits_per_character(const SerialSettings& settings) {
    return 9 + (settings.parity == Parity::none ? 0 : 1) + settings.stop_bits;
}

std::string to_string(const Endpoint& endpoint) {
    struct {
        std::string operator()(const RtuEndpoint& e) const { return "rtu:" + e.port + ":" + to_string(e.settings); }
        std::string operator()(const TcpEndpoint& e) const {
            return fmt::format("tcp:{}:{}", host_text(e.host), e.port);
        }
        std::string operator()(const RtuOverTcpEndpoint& e) const {
            return fmt::format("rtutcp:{}:{}", host_text(e.host), e.port);
        }
        std::string operator()(const ListenEndpoint& e) const {
            return fmt::format("listen:{}:{}", host_text(e.address), e.port);
        }
    } visitor;
    return std::visit(visitor, endpoint);
}

Endpoint parse_endpoint(std::string_view text) {
    const auto colon = text.find(':');
    const auto kind = text.substr(0, colon);
    if (colon == std::string_view::npos)
        throw EndpointError(std::string(text), text::tr("it must begin with rtu:, tcp:, rtutcp: or listen:"));
    const auto rest = text.substr(colon + 1);
    if (kind == "rtu") return parse_rtu(text, rest);
    if (kind == "tcp") {
        auto [host, port] = parse_host(text, rest, 502);
        return TcpEndpoint{std::move(host), port};
    }
    if (kind == "rtutcp") {
        auto [host, port] = parse_host(text, rest, 4001);
        return RtuOverTcpEndpoint{std::move(host), port};
    }
    if (kind == "listen") {
        auto [host, port] = parse_host(text, rest, 1502);
        return ListenEndpoint{std::move(host), port};
    }
    throw EndpointError(std::string(text), text::trf("\"{}:\" is unknown; use rtu:, tcp:, rtutcp: or listen:", kind));
}

}  // namespace firstlight::transport
