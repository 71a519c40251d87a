#pragma once

#include "formats/bytes.h"
#include "transport/serve_request.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

/// The answering side of one stream connection, accepted or dialled. Private to transport's sources.
namespace firstlight::transport {

class ServerConnection;

/// What all connections of one server have in common. Lives on the I/O thread.
struct ServerShared {
    ServerShared(boost::asio::any_io_executor runs_on, RequestHandler handler, bool rtu)
        : executor(std::move(runs_on)), slot(std::move(handler)), rtu_frames(rtu) {}

    boost::asio::any_io_executor executor;
    HandlerSlot slot;
    bool rtu_frames;
    std::chrono::steady_clock::time_point hold_until{};  ///< a stalled server answers nobody before
    std::atomic<std::uint64_t> requests{0}, broken{0};
    /// Kept alive by their own pending operations, so that a runtime that ends takes them along.
    std::set<std::weak_ptr<ServerConnection>, std::owner_less<>> connections;

    void close_all();
    LineObservation observation() const;
};

class ServerConnection : public std::enable_shared_from_this<ServerConnection> {
  public:
    ServerConnection(std::shared_ptr<ServerShared> shared, boost::asio::ip::tcp::socket socket);
    /// `closed` is called once, when the connection has ended.
    void start(std::function<void()> closed = {});
    void close();

  private:
    struct Request {
        std::uint16_t transaction = 0;
        std::uint8_t unit = 0;
        formats::ByteView pdu;
        std::size_t size = 0;
    };

    void read();
    void consume();
    std::optional<Request> next_request();
    std::optional<Request> next_tcp_request(formats::ByteView bytes);
    std::optional<Request> next_rtu_request(formats::ByteView bytes);
    void drop(std::size_t count);
    void answer(const Request& request);
    void send_later(std::chrono::steady_clock::time_point due, formats::Bytes bytes, bool close_after, bool holder);
    void send(const formats::Bytes& bytes, bool close_after);
    void flush();
    void wait_for_release();

    std::shared_ptr<ServerShared> shared_;
    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer release_;
    std::array<std::uint8_t, 4096> in_{};
    std::size_t begin_ = 0, end_ = 0;
    formats::Bytes out_, writing_;
    bool close_when_sent_ = false;
    std::function<void()> closed_;
};

}  // namespace firstlight::transport
