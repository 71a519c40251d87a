#include "transport/scan_network.h"

#include "transport/connect.h"

#include <algorithm>
#include <utility>

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

namespace firstlight::transport {

namespace {

constexpr int widest_scan_bits = 24;

std::string dotted(std::uint32_t address) {
    return fmt::format("{}.{}.{}.{}", address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255);
}

std::uint32_t first_address(const Network& network) {
    return network.bits == 0 ? 0 : network.address & (~std::uint32_t{0} << (32 - network.bits));
}

/// What the workers of one scan share; they may outlive a scan that was cancelled by a moment.
struct Scan {
    std::vector<TcpEndpoint> hosts;
    NetworkScanOptions options;
    std::function<void(const NetworkProgress&)> progress;
    std::size_t next = 0;
    std::vector<bool> open;
    NetworkProgress state;
};

void tell(Scan& scan) {
    ++scan.state.asked;
    const auto rounds = (scan.state.total - scan.state.asked + scan.options.at_once - 1) / scan.options.at_once;
    scan.state.left = scan.options.connect_time * rounds;
    scan.state.found.clear();
    for (std::size_t i = 0; i < scan.hosts.size(); ++i)
        if (scan.open[i]) scan.state.found.push_back(scan.hosts[i]);
    if (scan.progress) scan.progress(scan.state);
}

awaitable<void> work(std::shared_ptr<Scan> scan) {
    while (scan->next < scan->hosts.size()) {
        const auto index = scan->next++;
        const auto host = scan->hosts[index];
        try {
            const auto socket = co_await connect_tcp(host, host.host, host.port, scan->options.connect_time);
            scan->open[index] = true;
        } catch (const LinkError&) {
            // Most addresses of a network have nobody behind them.
        }
        const auto cancellation = co_await boost::asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != boost::asio::cancellation_type::none) co_return;
        tell(*scan);
    }
}

}  // namespace

std::string to_string(const Network& network) {
    return fmt::format("{}/{}", dotted(first_address(network)), network.bits);
}

std::string address_of(const Network& network) {
    return dotted(network.address);
}

std::vector<TcpEndpoint> hosts_of(const Network& network, std::uint16_t port) {
    const auto first = first_address(network);
    const auto size = std::uint64_t{1} << (32 - network.bits);
    std::vector<TcpEndpoint> hosts;
    for (std::uint64_t i = 1; i + 1 < size; ++i) hosts.push_back({dotted(first + static_cast<std::uint32_t>(i)), port});
    return hosts;
}

Network narrowed(Network network) {
    network.bits = std::max(network.bits, widest_scan_bits);
    return network;
}

awaitable<std::vector<TcpEndpoint>> scan_network(std::vector<TcpEndpoint> hosts, NetworkScanOptions options,
                                                 std::function<void(const NetworkProgress&)> progress) {
    auto scan = std::make_shared<Scan>();
    scan->hosts = std::move(hosts);
    scan->options = options;
    scan->progress = std::move(progress);
    scan->open.resize(scan->hosts.size());
    scan->state.total = static_cast<int>(scan->hosts.size());
    std::vector<Task> workers;
    for (int i = 0; i < options.at_once; ++i) workers.push_back(co_await spawn_here(work(scan)));
    for (auto& worker : workers) co_await worker.join();
    co_return std::move(scan->state.found);
}

}  // namespace firstlight::transport
