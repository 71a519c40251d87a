#include "transport/server_connection.h"

#include "formats/modbus_frames.h"

#include <algorithm>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace firstlight::transport {
namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

namespace {

formats::Bytes frame_of(bool rtu, std::uint16_t transaction, std::uint8_t unit, formats::ByteView pdu) {
    return rtu ? formats::encode_rtu(unit, pdu) : formats::encode_tcp(transaction, unit, pdu);
}

/// On RTU the CRC no longer fits; on TCP the protocol field is no longer Modbus.
void damage(formats::Bytes& frame, bool rtu) {
    if (frame.size() > 3) frame[rtu ? frame.size() / 2 : 2] ^= 0x5B;
}

}  // namespace

void ServerShared::close_all() {
    const auto all = connections;
    for (const auto& connection : all) {
        if (const auto alive = connection.lock()) alive->close();
    }
}

LineObservation ServerShared::observation() const {
    LineObservation seen;
    seen.requests = requests;
    seen.broken_requests = broken;
    return seen;
}

ServerConnection::ServerConnection(std::shared_ptr<ServerShared> shared, asio::ip::tcp::socket socket)
    : shared_(std::move(shared)), socket_(std::move(socket)), release_(shared_->executor) {}

void ServerConnection::start(std::function<void()> closed) {
    closed_ = std::move(closed);
    boost::system::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.set_option(asio::socket_base::keep_alive(true), ignored);
    socket_.non_blocking(true, ignored);
    shared_->connections.insert(weak_from_this());
    read();
}

void ServerConnection::close() {
    boost::system::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
    release_.cancel();
    if (shared_->connections.erase(weak_from_this()) == 0) return;
    if (closed_) std::exchange(closed_, nullptr)();
}

void ServerConnection::read() {
    socket_.async_read_some(asio::buffer(in_.data() + end_, in_.size() - end_),
                            [self = shared_from_this()](boost::system::error_code error, std::size_t count) {
                                if (error) return self->close();
                                self->end_ += count;
                                self->consume();
                            });
}

void ServerConnection::consume() {
    while (socket_.is_open()) {
        if (Clock::now() < shared_->hold_until) return wait_for_release();
        const auto request = next_request();
        if (!request) break;
        answer(*request);
        drop(request->size);
    }
    if (!socket_.is_open()) return;
    flush();
    if (!socket_.is_open()) return;
    std::copy(in_.begin() + static_cast<std::ptrdiff_t>(begin_), in_.begin() + static_cast<std::ptrdiff_t>(end_),
              in_.begin());
    end_ -= std::exchange(begin_, 0);
    read();
}

void ServerConnection::wait_for_release() {
    flush();
    release_.expires_at(shared_->hold_until);
    release_.async_wait([self = shared_from_this()](boost::system::error_code error) {
        if (!error) self->consume();
    });
}

std::optional<ServerConnection::Request> ServerConnection::next_request() {
    const formats::ByteView bytes(in_.data() + begin_, end_ - begin_);
    return shared_->rtu_frames ? next_rtu_request(bytes) : next_tcp_request(bytes);
}

std::optional<ServerConnection::Request> ServerConnection::next_tcp_request(formats::ByteView bytes) {
    try {
        const auto size = formats::tcp_frame_size(bytes);
        if (!size || bytes.size() < *size) return std::nullopt;
        return Request{static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]), bytes[6],
                       bytes.subspan(formats::mbap_size, *size - formats::mbap_size), *size};
    } catch (const formats::FormatError&) {
        ++shared_->broken;
        close();
        return std::nullopt;
    }
}

/// A run of bytes without a fitting frame is dropped once it is longer than any frame.
std::optional<ServerConnection::Request> ServerConnection::next_rtu_request(formats::ByteView bytes) {
    const auto expected = formats::expected_rtu_request_size(bytes);
    if (expected && bytes.size() < *expected) return std::nullopt;
    const std::size_t size = expected.value_or(bytes.size());
    std::size_t skip = 0, length = size;
    if (!formats::decode_rtu(bytes.first(size))) {
        const auto found = formats::find_rtu_frame(bytes);
        if (!found) {
            if (bytes.size() >= formats::max_rtu_frame_size || expected) {
                ++shared_->broken;
                drop(bytes.size());
            }
            return std::nullopt;
        }
        skip = found->offset;
        length = found->size;
    }
    const formats::ByteView frame = bytes.subspan(skip, length);
    return Request{0, frame[0], frame.subspan(1, frame.size() - 3), skip + length};
}

void ServerConnection::drop(std::size_t count) {
    begin_ += std::min(count, end_ - begin_);
}

void ServerConnection::answer(const Request& request) {
    ++shared_->requests;
    auto served = shared_->slot.serve(request.unit, request.pdu);
    auto& reply = served.reply;
    formats::Bytes frame;
    if (served.pdu) {
        const auto transaction =
            static_cast<std::uint16_t>(request.transaction + reply.answer_as_transaction_offset.value_or(0));
        frame = frame_of(shared_->rtu_frames, transaction, reply.answer_as_unit.value_or(request.unit), *served.pdu);
        if (reply.garble) damage(frame, shared_->rtu_frames);
    }
    if (reply.raw) frame = std::move(*reply.raw);
    if (!socket_.is_open()) return;
    if (reply.delay <= Clock::duration::zero()) return send(frame, reply.close_connection);
    const auto due = Clock::now() + reply.delay;
    if (reply.hold_others) shared_->hold_until = std::max(shared_->hold_until, due);
    send_later(due, std::move(frame), reply.close_connection, reply.hold_others);
}

void ServerConnection::send_later(Clock::time_point due, formats::Bytes bytes, bool close_after, bool holder) {
    auto timer = std::make_shared<asio::steady_timer>(shared_->executor, due);
    timer->async_wait([self = shared_from_this(), timer, bytes = std::move(bytes), close_after,
                       holder](boost::system::error_code error) mutable {
        if (error || !self->socket_.is_open()) return;
        const auto held = self->shared_->hold_until;
        if (!holder && Clock::now() < held) return self->send_later(held, std::move(bytes), close_after, false);
        self->send(bytes, close_after);
        self->flush();
    });
}

void ServerConnection::send(const formats::Bytes& bytes, bool close_after) {
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    close_when_sent_ = close_when_sent_ || close_after;
    if (close_after) flush();
}

/// One system call in the ordinary case; what the socket does not take now is written when it can.
void ServerConnection::flush() {
    if (!writing_.empty()) return;
    if (!out_.empty()) {
        boost::system::error_code error;
        const auto sent = socket_.write_some(asio::buffer(out_), error);
        if (error && error != asio::error::would_block) return close();
        out_.erase(out_.begin(), out_.begin() + static_cast<std::ptrdiff_t>(sent));
    }
    if (out_.empty()) {
        if (close_when_sent_) close();
        return;
    }
    writing_.swap(out_);
    asio::async_write(socket_, asio::buffer(writing_),
                      [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                          if (error) return self->close();
                          self->writing_.clear();
                          self->flush();
                      });
}

}  // namespace firstlight::transport
