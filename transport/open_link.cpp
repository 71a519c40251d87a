#include "transport/rtu_link.h"
#include "transport/tcp_link.h"

#include <boost/asio/this_coro.hpp>

namespace firstlight::transport {

namespace {

awaitable<std::unique_ptr<Link>> open_tcp(Endpoint endpoint, const LinkOptions& options) {
    auto link = std::make_unique<TcpLink>(std::move(endpoint), options, co_await boost::asio::this_coro::executor);
    co_await link->connect();
    co_return std::move(link);
}

awaitable<std::unique_ptr<Link>> open_rtu(const RtuEndpoint& endpoint, const LinkOptions& options) {
    const auto executor = co_await boost::asio::this_coro::executor;
    auto open = [executor, endpoint, low_latency = options.low_latency]() -> awaitable<std::unique_ptr<ByteStream>> {
        co_return open_serial_line(executor, endpoint.port, endpoint.settings, SerialLineOptions{low_latency});
    };
    auto link = std::make_unique<RtuLink>(endpoint, options, timing_of(endpoint.settings), std::move(open));
    co_await link->reopen();
    co_return std::move(link);
}

awaitable<std::unique_ptr<Link>> open_rtu_over_tcp(const RtuOverTcpEndpoint& endpoint, const LinkOptions& options) {
    auto open = [endpoint, timeout = options.connect_timeout] { return open_tcp_stream(endpoint, timeout); };
    // The device server keeps the silence of the line behind it; only its own buffering shows here.
    const RtuTiming timing{{}, {}, std::chrono::milliseconds(100)};
    auto link = std::make_unique<RtuLink>(endpoint, options, timing, std::move(open));
    co_await link->reopen();
    co_return std::move(link);
}

}  // namespace

awaitable<std::unique_ptr<Link>> open_link(Endpoint endpoint, LinkOptions options) {
    if (std::holds_alternative<TcpEndpoint>(endpoint)) co_return co_await open_tcp(std::move(endpoint), options);
    if (const auto* serial = std::get_if<RtuEndpoint>(&endpoint)) co_return co_await open_rtu(*serial, options);
    if (const auto* server = std::get_if<RtuOverTcpEndpoint>(&endpoint))
        co_return co_await open_rtu_over_tcp(*server, options);
    throw std::invalid_argument("a listening endpoint waits for stations; it cannot be opened as one link");
}

}  // namespace firstlight::transport
