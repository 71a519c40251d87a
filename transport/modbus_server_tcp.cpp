#include "text/text.h"
#include "transport/errors.h"
#include "transport/modbus_server.h"
#include "transport/server_connection.h"

#include <utility>

#include <boost/asio/connect.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace firstlight::transport {
namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

// Elsewhere it gives a restarted server its port back at once; on Windows it would let two servers have one port.
#ifdef _WIN32
constexpr bool reuse_address = false;
#else
constexpr bool reuse_address = true;
#endif

LinkFailure failure_of(boost::system::error_code error) {
    if (error == asio::error::address_in_use) return LinkFailure::port_in_use;
    if (error == asio::error::access_denied) return LinkFailure::port_denied;
    return LinkFailure::unreachable;
}

[[noreturn]] void fail(const Endpoint& endpoint, LinkFailure kind, const std::string& detail) {
    LinkFault fault;
    fault.kind = kind;
    fault.detail = detail;
    throw LinkError(endpoint, std::move(fault));
}

/// Accepts connections; kept alive by its own pending operations until it is closed.
class Acceptor : public std::enable_shared_from_this<Acceptor> {
  public:
    Acceptor(asio::any_io_executor executor, const std::string& address, std::uint16_t port, RequestHandler handler,
             bool rtu)
        : shared(std::make_shared<ServerShared>(executor, std::move(handler), rtu)), acceptor_(executor) {
        const TcpEndpoint wanted{address, port};
        boost::system::error_code error;
        place_ = tcp::endpoint(asio::ip::make_address(address, error), port);
        if (error)
            fail(wanted, LinkFailure::name_unknown, text::tr("to serve, give a numeric address such as 127.0.0.1"));
        if (const auto failed = open()) fail(wanted, failure_of(failed), failed.message());
        place_ = acceptor_.local_endpoint();
    }

    const tcp::endpoint& place() const { return place_; }

    void accept() {
        acceptor_.async_accept([self = shared_from_this()](boost::system::error_code error, tcp::socket socket) {
            if (error == asio::error::operation_aborted || !self->acceptor_.is_open()) return;
            if (!error) std::make_shared<ServerConnection>(self->shared, std::move(socket))->start();
            self->accept();
        });
    }

    void close() {
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        shared->close_all();
    }

    /// The same port may be taken by then; the server stays closed in that case.
    void resume() {
        if (acceptor_.is_open() || open()) return;
        accept();
    }

    std::shared_ptr<ServerShared> shared;

  private:
    boost::system::error_code open() {
        boost::system::error_code error;
        acceptor_.open(place_.protocol(), error);
        if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(reuse_address), error);
        if (!error) acceptor_.bind(place_, error);
        if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
        boost::system::error_code ignored;
        if (error) acceptor_.close(ignored);
        return error;
    }

    tcp::endpoint place_;
    tcp::acceptor acceptor_;
};

class TcpServer final : public ModbusServer {
  public:
    explicit TcpServer(std::shared_ptr<Acceptor> acceptor) : acceptor_(std::move(acceptor)) { acceptor_->accept(); }
    ~TcpServer() override {
        acceptor_->shared->slot.clear();
        interrupt();
    }
    Endpoint endpoint() const override {
        const auto address = acceptor_->place().address().to_string();
        const auto port = acceptor_->place().port();
        if (acceptor_->shared->rtu_frames) return RtuOverTcpEndpoint{address, port};
        return TcpEndpoint{address, port};
    }
    LineObservation observation() const override { return acceptor_->shared->observation(); }
    void interrupt() override {
        asio::dispatch(acceptor_->shared->executor, [acceptor = acceptor_] { acceptor->close(); });
    }
    void resume() override {
        asio::dispatch(acceptor_->shared->executor, [acceptor = acceptor_] { acceptor->resume(); });
    }

  private:
    std::shared_ptr<Acceptor> acceptor_;
};

/// Dials a master that listens, serves it, and dials again when the connection ends.
class Dialer : public std::enable_shared_from_this<Dialer> {
  public:
    Dialer(asio::any_io_executor executor, std::string host, std::uint16_t port, std::chrono::milliseconds retry,
           RequestHandler handler)
        : shared(std::make_shared<ServerShared>(executor, std::move(handler), false)),
          host(std::move(host)),
          port(port),
          retry_(retry),
          timer_(executor),
          resolver_(executor),
          socket_(executor) {}

    void dial() {
        boost::system::error_code no_number;
        const auto address = asio::ip::make_address(host, no_number);
        if (!no_number) return connect({tcp::endpoint(address, port)});
        resolver_.async_resolve(host, std::to_string(port),
                                [self = shared_from_this()](boost::system::error_code error, const auto& found) {
                                    if (error) return self->again();
                                    self->connect({found.begin(), found.end()});
                                });
    }

    void stop() {
        stopped_ = true;
        timer_.cancel();
        resolver_.cancel();
        boost::system::error_code ignored;
        socket_.close(ignored);
        shared->close_all();
    }

    void resume() {
        if (!std::exchange(stopped_, false)) return;
        dial();
    }

    std::shared_ptr<ServerShared> shared;
    const std::string host;
    const std::uint16_t port;

  private:
    void connect(std::vector<tcp::endpoint> places) {
        if (stopped_) return;
        socket_ = tcp::socket(shared->executor);
        auto keep = std::make_shared<std::vector<tcp::endpoint>>(std::move(places));
        asio::async_connect(
            socket_, *keep, [self = shared_from_this(), keep](boost::system::error_code error, const tcp::endpoint&) {
                if (error) return self->again();
                auto connection = std::make_shared<ServerConnection>(self->shared, std::move(self->socket_));
                connection->start([self] { self->again(); });
            });
    }

    void again() {
        if (stopped_) return;
        timer_.expires_after(retry_);
        timer_.async_wait([self = shared_from_this()](boost::system::error_code error) {
            if (!error && !self->stopped_) self->dial();
        });
    }

    std::chrono::milliseconds retry_;
    asio::steady_timer timer_;
    tcp::resolver resolver_;
    tcp::socket socket_;
    bool stopped_ = false;
};

class DialingServer final : public ModbusServer {
  public:
    explicit DialingServer(std::shared_ptr<Dialer> dialer) : dialer_(std::move(dialer)) { dialer_->dial(); }
    ~DialingServer() override {
        dialer_->shared->slot.clear();
        interrupt();
    }
    Endpoint endpoint() const override { return TcpEndpoint{dialer_->host, dialer_->port}; }
    LineObservation observation() const override { return dialer_->shared->observation(); }
    void interrupt() override {
        asio::dispatch(dialer_->shared->executor, [dialer = dialer_] { dialer->stop(); });
    }
    void resume() override {
        asio::dispatch(dialer_->shared->executor, [dialer = dialer_] { dialer->resume(); });
    }

  private:
    std::shared_ptr<Dialer> dialer_;
};

}  // namespace

std::unique_ptr<ModbusServer> serve_tcp(Runtime& runtime, const std::string& address, std::uint16_t port,
                                        RequestHandler handler, bool rtu_frames) {
    return std::make_unique<TcpServer>(
        std::make_shared<Acceptor>(runtime.executor(), address, port, std::move(handler), rtu_frames));
}

std::unique_ptr<ModbusServer> dial_out(Runtime& runtime, const std::string& host, std::uint16_t port,
                                       std::chrono::milliseconds retry, RequestHandler handler) {
    return std::make_unique<DialingServer>(
        std::make_shared<Dialer>(runtime.executor(), host, port, retry, std::move(handler)));
}

}  // namespace firstlight::transport
