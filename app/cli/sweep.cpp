#include "app/cli/sweep.h"

#include "app/cli/errors.h"
#include "text/text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <regex>
#include <utility>

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

constexpr int connections_at_once = 32;
constexpr transport::Milliseconds connect_time{700};

[[noreturn]] void no_net(const std::string& text, const std::string& why) {
    throw WrongUse(text::tr("The network was not understood"), fmt::format("\"{}\": {}", text, why),
                   text::tr("Write it like tcp:192.168.1.0/24."));
}

std::uint32_t number(const std::string& digits) {
    std::uint32_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::string dotted(std::uint32_t address) {
    return fmt::format("{}.{}.{}.{}", address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255);
}

/// What the workers of one sweep share.
struct Sweep {
    std::vector<transport::TcpEndpoint> hosts;
    std::function<void(int, int)> progress;
    std::size_t next = 0;
    int done = 0;
    std::vector<transport::TcpEndpoint> listening;
};

transport::awaitable<void> work(Sweep& sweep) {
    while (sweep.next < sweep.hosts.size()) {
        const auto host = sweep.hosts[sweep.next++];
        transport::LinkOptions options;
        options.connect_timeout = connect_time;
        bool open = true;
        try {
            const auto link = co_await transport::open_link(host, options);
        } catch (const transport::LinkError&) {
            open = false;  // most addresses of a net have nobody behind them
        }
        if (open) sweep.listening.push_back(host);
        sweep.progress(++sweep.done, static_cast<int>(sweep.hosts.size()));
    }
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
    const std::uint32_t size = 1u << (32 - bits);
    const std::uint32_t first = address & ~(size - 1);
    std::vector<transport::TcpEndpoint> hosts;
    for (std::uint32_t i = 1; i + 1 < size; ++i) hosts.push_back({dotted(first + i), static_cast<std::uint16_t>(port)});
    return hosts;
}

transport::awaitable<std::vector<transport::TcpEndpoint>> listening_hosts(std::vector<transport::TcpEndpoint> hosts,
                                                                          std::function<void(int, int)> progress) {
    Sweep sweep;
    sweep.hosts = std::move(hosts);
    sweep.progress = std::move(progress);
    std::vector<transport::Task> workers;
    for (int i = 0; i < connections_at_once; ++i) workers.push_back(co_await transport::spawn_here(work(sweep)));
    for (auto& worker : workers) co_await worker.join();
    std::sort(sweep.listening.begin(), sweep.listening.end(), [&](const auto& a, const auto& b) {
        const auto place = [&](const auto& host) { return std::find(sweep.hosts.begin(), sweep.hosts.end(), host); };
        return place(a) < place(b);
    });
    co_return std::move(sweep.listening);
}

}  // namespace firstlight::app::cli
