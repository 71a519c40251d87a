#include "app/cli/sweep.h"

#include "app/cli/errors.h"
#include "text/text.h"
#include "transport/scan_network.h"

#include <charconv>
#include <cstdint>
#include <regex>

namespace firstlight::app::cli {

namespace {

[[noreturn]] void no_net(const std::string& text, const std::string& why) {
    throw WrongUse(text::tr("The network was not understood"), fmt::format("\"{}\": {}", text, why),
                   text::tr("Write it like tcp:192.168.1.0/24."));
}

std::uint32_t number(const std::string& digits) {
    std::uint32_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

}  // namespace

std::optional<std::vector<transport::TcpEndpoint>> parse_net(const std::string& text) {
    if (!text.starts_with("tcp:") || text.find('/') == std::string::npos) return std::nullopt;
    static const std::regex form(R"(tcp:(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})/(\d{1,2})(:(\d{1,5}))?)");
    std::smatch part;
    if (!std::regex_match(text, part, form)) no_net(text, text::tr("that is no IPv4 network."));
    std::uint32_t address = 0;
    for (int i = 1; i <= 4; ++i) {
        if (number(part[i]) > 255) no_net(text, text::trf("{} is no part of an address.", part[i].str()));
        address = address << 8 | number(part[i]);
    }
    const auto bits = number(part[5]);
    if (bits < 22 || bits > 30) no_net(text, text::tr("networks from /22 to /30 can be searched."));
    const std::uint32_t port = part[7].matched ? number(part[7]) : 502;
    if (port < 1 || port > 65535) no_net(text, text::trf("{} is no port.", part[7].str()));
    return transport::hosts_of({address, static_cast<int>(bits)}, static_cast<std::uint16_t>(port));
}

}  // namespace firstlight::app::cli
