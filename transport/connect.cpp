#include "transport/connect.h"

#include "text/text.h"
#include "transport/deadline.h"
#include "transport/lively_socket.h"

#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <fmt/format.h>

namespace firstlight::transport {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// Shared with a look-up thread that may outlive its caller: a resolver that hangs must not hold anything up.
struct LookUp {
    explicit LookUp(asio::any_io_executor on) : timer(std::move(on)) {}
    asio::steady_timer timer;
    boost::system::error_code error = asio::error::timed_out;
    std::vector<tcp::endpoint> found;
    bool abandoned = false;
};

void look_up_beside(const std::shared_ptr<LookUp>& look_up, asio::any_io_executor home, const std::string& host,
                    std::uint16_t port) {
    std::weak_ptr<LookUp> weak = look_up;
    std::thread([weak, home = std::move(home), host, port] {
        asio::io_context own;
        tcp::resolver resolver(own);
        boost::system::error_code error;
        auto found = resolver.resolve(host, std::to_string(port), error);
        const auto waiting = weak.lock();
        if (!waiting) return;
        asio::post(home, [waiting, error, found = std::move(found)] {
            if (waiting->abandoned) return;
            waiting->error = error;
            for (const auto& entry : found) waiting->found.push_back(entry.endpoint());
            waiting->timer.cancel();
        });
    }).detach();
}

awaitable<std::vector<tcp::endpoint>> look_up(const Endpoint& endpoint, const std::string& host, std::uint16_t port,
                                              Milliseconds timeout) {
    boost::system::error_code not_numeric;
    if (const auto address = asio::ip::make_address(host, not_numeric); !not_numeric)
        co_return std::vector<tcp::endpoint>{tcp::endpoint(address, port)};
    const auto home = co_await asio::this_coro::executor;
    const auto shared = std::make_shared<LookUp>(home);
    shared->timer.expires_after(timeout);
    look_up_beside(shared, home, host, port);
    boost::system::error_code ignored;
    co_await shared->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    shared->abandoned = true;
    if (!shared->found.empty()) co_return shared->found;
    LinkFault fault{LinkFailure::name_unknown, {}, {}, {}, {}};
    fault.detail = fmt::format("{}: {}", host, shared->error.message());
    throw LinkError(endpoint, std::move(fault));
}

}  // namespace

LinkFault fault_of(const boost::system::error_code& error) {
    LinkFault fault;
    fault.detail = error.message();
    if (error == asio::error::connection_refused)
        fault.kind = LinkFailure::refused;
    else if (error == asio::error::eof || error == asio::error::connection_reset || error == asio::error::broken_pipe
             || error == asio::error::connection_aborted || error == asio::error::not_connected)
        fault.kind = LinkFailure::closed;
    else
        fault.kind = LinkFailure::unreachable;
    return fault;
}

awaitable<tcp::socket> connect_tcp(const Endpoint& endpoint, std::string host, std::uint16_t port,
                                   Milliseconds timeout) {
    const auto places = co_await look_up(endpoint, host, port, timeout);
    boost::system::error_code error;
    for (const auto& place : places) {
        tcp::socket socket(co_await asio::this_coro::executor);
        auto connecting = [&](auto token) { return socket.async_connect(place, std::move(token)); };
        error = co_await with_deadline(std::move(connecting), timeout);
        if (!error) {
            make_lively(socket);
            co_return std::move(socket);
        }
    }
    auto fault = fault_of(error);
    if (error == asio::error::timed_out) fault.detail = text::trf("no connection within {} ms", timeout.count());
    throw LinkError(endpoint, std::move(fault));
}

}  // namespace firstlight::transport
