#include "transport/asio_stream.h"
#include "transport/connect.h"

namespace firstlight::transport {

awaitable<std::unique_ptr<ByteStream>> open_tcp_stream(const RtuOverTcpEndpoint& endpoint, Milliseconds timeout) {
    auto socket = co_await connect_tcp(endpoint, endpoint.host, endpoint.port, timeout);
    co_return std::make_unique<AsioStream<boost::asio::ip::tcp::socket>>(std::move(socket), &fault_of);
}

}  // namespace firstlight::transport
