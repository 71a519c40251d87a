#include "transport/tcp_link.h"

#include "formats/modbus_frames.h"
#include "text/text.h"
#include "transport/connect.h"
#include "transport/lively_socket.h"

#include <algorithm>
#include <cstring>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

namespace firstlight::transport {

namespace asio = boost::asio;

TcpLink::TcpLink(Endpoint endpoint, const LinkOptions& options, asio::any_io_executor executor)
    : PacedLink(std::move(endpoint), options, std::max(1, options.pipeline_depth)),
      options_(options),
      executor_(executor),
      socket_(executor),
      watchdog_(executor) {}

TcpLink::~TcpLink() {
    receiving_->alive = false;
    drop_connection();
}

awaitable<void> TcpLink::connect() {
    const auto& target = std::get<TcpEndpoint>(endpoint());
    socket_ = co_await connect_tcp(endpoint(), target.host, target.port, options_.connect_timeout);
    start_reading();
}

void TcpLink::adopt(asio::ip::tcp::socket socket) {
    make_lively(socket);
    socket_ = std::move(socket);
    adopted_ = true;
    start_reading();
}

void TcpLink::start_reading() {
    connected_ = true;
    receiving_->filled = 0;
    reader_ = spawn(executor_, read_answers(++connection_));
}

awaitable<void> TcpLink::reopen() {
    drop_connection();
    if (auto fault = co_await ensure_connected()) throw LinkError(endpoint(), std::move(*fault));
}

awaitable<void> TcpLink::close() {
    LinkFault closed{LinkFailure::closed, {}, {}, {}, text::tr("closed here")};
    fail_all(closed);
    drop_connection();
    co_return;
}

void TcpLink::drop_connection() {
    connected_ = false;
    ++connection_;
    boost::system::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
}

awaitable<std::optional<LinkFault>> TcpLink::ensure_connected() {
    if (connected_) co_return std::nullopt;
    const auto turn = co_await connecting_.take();
    if (connected_) co_return std::nullopt;
    if (adopted_) co_return LinkFault{LinkFailure::closed, {}, {}, {}, text::tr("the station has to dial in again")};
    try {
        co_await connect();
    } catch (const LinkError& error) {
        co_return error.fault();
    }
    count_reconnect();
    co_return std::nullopt;
}

awaitable<std::optional<LinkFault>> TcpLink::send(const formats::Bytes& frame) {
    boost::system::error_code error;
    const auto left =
        co_await asio::async_write(socket_, asio::buffer(frame), asio::redirect_error(asio::use_awaitable, error));
    if (!error) {
        statistics_.bytes_sent += frame.size();
        co_return std::nullopt;
    }
    if (error == asio::error::operation_aborted) {
        drop_connection();  // half a frame may have left
        throw boost::system::system_error(error);
    }
    auto fault = fault_of(error);
    fail_all(fault);
    drop_connection();
    fault.sent = frame;
    fault.sent_nothing = left == 0;
    co_return fault;
}

awaitable<Answer> TcpLink::exchange(std::uint8_t unit, const formats::Request& request, Milliseconds timeout) {
    if (auto fault = co_await ensure_connected()) {
        fault->unit = unit;
        fault->sent_nothing = true;
        co_return std::move(*fault);
    }
    const auto mine = pending_.emplace(pending_.end());
    // Leaves the list whatever way this coroutine ends.
    const auto leave = [this](const std::list<Pending>::iterator* entry) { pending_.erase(*entry); };
    const std::unique_ptr<const std::list<Pending>::iterator, decltype(leave)> guard(&mine, leave);
    mine->transaction = ++next_transaction_;
    mine->unit = unit;
    mine->deadline = Clock::now() + timeout;
    const auto frame = formats::encode_tcp(mine->transaction, unit, encode_request(request));
    if (auto fault = co_await send(frame)) {
        fault->unit = unit;
        co_return std::move(*fault);
    }
    watch_deadline(mine->deadline);
    if (!mine->over()) co_await mine->arrived.wait();
    if (mine->fault) {
        auto fault = *mine->fault;
        fault.unit = unit;
        fault.sent = frame;
        if (fault.kind == LinkFailure::silent) fault.detail = text::trf("no answer within {} ms", timeout.count());
        co_return fault;
    }
    try {
        co_return formats::decode_response(*mine->pdu, request);
    } catch (const formats::FormatError& error) {
        co_return LinkFault{LinkFailure::wrong_answer, unit, frame, *mine->pdu, error.what()};
    }
}

awaitable<void> TcpLink::send_only(const formats::Request& request) {
    if (auto fault = co_await ensure_connected()) throw LinkError(endpoint(), std::move(*fault));
    const auto frame = formats::encode_tcp(++next_transaction_, 0, encode_request(request));
    if (auto fault = co_await send(frame)) throw LinkError(endpoint(), std::move(*fault));
}

awaitable<void> TcpLink::read_answers(std::uint64_t connection) {
    const auto receiving = receiving_;
    auto& [alive, buffer, filled] = *receiving;
    for (;;) {
        boost::system::error_code error;
        auto room = asio::buffer(buffer.data() + filled, buffer.size() - filled);
        const auto count = co_await socket_.async_read_some(room, asio::redirect_error(asio::use_awaitable, error));
        if (!alive || connection != connection_) co_return;
        if (error) {
            fail_all(fault_of(error));
            drop_connection();
            co_return;
        }
        statistics_.bytes_received += count;
        filled += count;
        try {
            take_frames();
        } catch (const formats::FormatError& wrong) {
            LinkFault fault{LinkFailure::not_modbus, {}, {}, {}, wrong.what()};
            fault.received.assign(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(filled));
            fail_all(fault);
            drop_connection();
            co_return;
        }
    }
}

void TcpLink::take_frames() {
    auto& [alive, buffer, filled] = *receiving_;
    std::size_t used = 0;
    while (used < filled) {
        const formats::ByteView rest(buffer.data() + used, filled - used);
        const auto size = formats::tcp_frame_size(rest);
        if (!size || *size > rest.size()) break;
        deliver(rest.first(*size));
        used += *size;
    }
    std::memmove(buffer.data(), buffer.data() + used, filled - used);
    filled -= used;
}

void TcpLink::deliver(formats::ByteView bytes) {
    auto frame = formats::decode_tcp(bytes);
    const auto waiting = std::ranges::find_if(pending_, [&](const Pending& pending) {
        return !pending.over() && pending.transaction == frame.transaction && pending.unit == frame.unit;
    });
    if (waiting == pending_.end()) {
        count_late(frame.unit, frame.pdu);
        return;
    }
    waiting->pdu = std::move(frame.pdu);
    waiting->arrived.notify();
}

void TcpLink::fail_all(const LinkFault& fault) {
    for (auto& pending : pending_) {
        if (pending.over()) continue;
        pending.fault = fault;
        pending.arrived.notify();
    }
}

void TcpLink::watch_deadline(Clock::time_point deadline) {
    if (watching_ && *watching_ <= deadline) return;
    watching_ = deadline;
    watchdog_.expires_at(deadline);
    watchdog_.async_wait([this, receiving = receiving_](boost::system::error_code error) {
        if (error || !receiving->alive) return;
        expire();
    });
}

void TcpLink::expire() {
    watching_.reset();
    const auto now = Clock::now();
    std::optional<Clock::time_point> next;
    for (auto& pending : pending_) {
        if (pending.over()) continue;
        if (pending.deadline <= now) {
            pending.fault = LinkFault{LinkFailure::silent, pending.unit, {}, {}, {}};
            pending.arrived.notify();
        } else if (!next || pending.deadline < *next) {
            next = pending.deadline;
        }
    }
    if (next) watch_deadline(*next);
}

}  // namespace firstlight::transport
