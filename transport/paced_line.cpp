#include "transport/paced_line.h"

#include "formats/modbus_frames.h"

#include <algorithm>
#include <utility>

namespace firstlight::transport {
using std::chrono::duration_cast;

namespace {

constexpr auto chunk_time = std::chrono::milliseconds(2);
constexpr auto reaction_time = std::chrono::milliseconds(2);
/// A computer cannot tell shorter gaps inside a frame from its own delays.
constexpr auto shortest_gap = std::chrono::milliseconds(5);

PacedLine::Clock::duration character_time(const SerialSettings& settings) {
    const std::chrono::duration<double> time(static_cast<double>(bits_per_character(settings)) / settings.baud);
    return duration_cast<PacedLine::Clock::duration>(time);
}

/// 3.5 characters of eleven bits, at least 1.75 ms (Modbus over serial line V1.02, 2.5.1.1).
PacedLine::Clock::duration silence_time(const SerialSettings& settings) {
    if (settings.baud > 19200) return std::chrono::microseconds(1750);
    return duration_cast<PacedLine::Clock::duration>(std::chrono::duration<double>(3.5 * 11 / settings.baud));
}

void damage(formats::Bytes& bytes, std::size_t from) {
    for (std::size_t i = from; i < bytes.size(); ++i) bytes[i] ^= 0x5B;
}

}  // namespace

PacedLine::PacedLine(boost::asio::any_io_executor executor, std::unique_ptr<ServerLine> line,
                     SerialServerOptions options, RequestHandler handler)
    : slot(std::move(handler)),
      executor_(executor),
      line_(std::move(line)),
      options_(std::move(options)),
      frame_timer_(executor),
      send_timer_(executor),
      foreign_timer_(executor) {
    if (options_.pace_to_line_speed && line_->is_instant()) character_ = character_time(options_.settings);
    if (options_.pace_to_line_speed) silence_ = silence_time(options_.settings);
}

template <class Change>
void PacedLine::count(Change change) {
    const std::lock_guard lock(observed_mutex_);
    change(observed_);
}

LineObservation PacedLine::observation() const {
    const std::lock_guard lock(observed_mutex_);
    return observed_;
}

void PacedLine::start() {
    line_->listen([weak = weak_from_this()](formats::ByteView bytes) {
        if (const auto self = weak.lock()) self->hear(bytes);
    });
    foreign_later();
}

void PacedLine::stop() {
    stopped_ = true;
    frame_timer_.cancel();
    send_timer_.cancel();
    foreign_timer_.cancel();
    line_.reset();
}

void PacedLine::set_interrupted(bool on) {
    interrupted_ = on;
    sending_.clear();
    request_.clear();
}

void PacedLine::hear(formats::ByteView bytes) {
    if (interrupted_ || stopped_) return;
    const auto start = std::max(Clock::now(), wire_end_);
    formats::Bytes heard(bytes.begin(), bytes.end());
    const auto baud = line_->master_baud();
    if (options_.speed_must_match && baud && *baud != options_.settings.baud) {
        const SerialSettings theirs{*baud, options_.settings.parity, options_.settings.stop_bits};
        heard = heard_at(bytes, theirs, options_.settings.baud);
    }
    note_arrival(start, heard.size());
    request_.insert(request_.end(), heard.begin(), heard.end());
    if (options_.echo) send(formats::Bytes(bytes.begin(), bytes.end()), start, true);
    await_frame();
}

/// An answer nobody waited for any more has just begun: the master cannot have noticed it yet.
bool PacedLine::is_surprised(Clock::time_point start) const {
    if (start < surprised_until_) return true;
    return std::any_of(sending_.begin(), sending_.end(), [&](const Sending& sending) {
        return !sending.echo && (!sending.first_heard || start < *sending.first_heard + reaction_time);
    });
}

void PacedLine::note_arrival(Clock::time_point start, std::size_t size) {
    const bool begins = request_.empty();
    const bool too_early = begins && start < quiet_since_ + silence_ && !is_surprised(start);
    if (begins) {
        for (auto& sending : sending_) sending.abandoned = sending.abandoned || sending.start > start;
        request_start_ = start;
        request_damaged_ = false;
    }
    const auto time = character_ * static_cast<Clock::rep>(size);
    wire_end_ = start + time;
    for (auto& sending : sending_) collide_with_request(sending);
    count([&](LineObservation& seen) {
        seen.silence_violations += too_early ? 1 : 0;
        seen.busy += time;
    });
}

void PacedLine::collide_with_request(Sending& sending) {
    if (sending.echo || request_start_ >= sending.end() || sending.start >= wire_end_) return;
    request_damaged_ = true;
    damage(sending.bytes, sending.sent);
}

/// By the expected length first, by silence second.
void PacedLine::await_frame() {
    if (request_.empty()) return;
    const auto expected = formats::expected_rtu_request_size(request_);
    const bool complete = expected && request_.size() >= *expected;
    const auto surplus = complete ? request_.size() - *expected : 0;
    const auto gap = std::max<Clock::duration>(silence_, shortest_gap);
    frame_timer_.expires_at(complete ? wire_end_ - character_ * static_cast<Clock::rep>(surplus) : wire_end_ + gap);
    frame_timer_.async_wait([weak = weak_from_this(), complete](boost::system::error_code error) {
        const auto self = weak.lock();
        if (error || !self || self->stopped_) return;
        complete ? self->take_frame() : self->take_after_silence();
    });
}

void PacedLine::take_frame() {
    const auto expected = formats::expected_rtu_request_size(request_);
    if (!expected || request_.size() < *expected) return await_frame();
    const formats::Bytes frame(request_.begin(), request_.begin() + static_cast<std::ptrdiff_t>(*expected));
    if (request_damaged_ || !formats::decode_rtu(frame)) return take_after_silence();
    request_.erase(request_.begin(), request_.begin() + static_cast<std::ptrdiff_t>(*expected));
    quiet_since_ = wire_end_ - character_ * static_cast<Clock::rep>(request_.size());
    serve(frame);
    if (request_.empty()) return;
    request_start_ = quiet_since_;
    count([](LineObservation& seen) { ++seen.silence_violations; });
    await_frame();
}

/// Whole frames of functions without a known length, or frames between noise.
void PacedLine::take_after_silence() {
    const auto bytes = std::exchange(request_, {});
    quiet_since_ = wire_end_;
    const auto found = formats::find_rtu_frame(bytes);
    if (request_damaged_ || (!found && !formats::decode_rtu(bytes)))
        return count([](LineObservation& seen) { ++seen.broken_requests; });
    serve(found ? formats::ByteView(bytes).subspan(found->offset, found->size) : formats::ByteView(bytes));
}

void PacedLine::serve(formats::ByteView frame) {
    count([](LineObservation& seen) { ++seen.requests; });
    if (quiet_since_ < held_until_) return;
    auto served = slot.serve(frame[0], frame.subspan(1, frame.size() - 3));
    auto& reply = served.reply;
    const auto answered_at = quiet_since_ + silence_ + reply.delay;
    if (reply.hold_others) held_until_ = answered_at;
    formats::Bytes answer;
    if (served.pdu) answer = formats::encode_rtu(reply.answer_as_unit.value_or(frame[0]), *served.pdu);
    if (reply.garble && !answer.empty()) answer[answer.size() / 2] ^= 0x5B;
    if (reply.raw) answer = std::move(*reply.raw);
    if (answer.empty() || interrupted_ || stopped_) return;
    if (options_.noise) options_.noise(answer);
    count([&](LineObservation& seen) {
        seen.busy += silence_ + reply.delay + character_ * static_cast<Clock::rep>(answer.size());
    });
    send(std::move(answer), answered_at);
}

void PacedLine::send(formats::Bytes bytes, Clock::time_point start, bool echo) {
    Sending next{std::move(bytes), start, character_, 0, echo, false, {}};
    const auto baud = line_->master_baud();
    if (options_.speed_must_match && !echo && baud && *baud != options_.settings.baud) {
        const auto time = next.end() - next.start;
        next.bytes = heard_at(next.bytes, options_.settings, *baud);
        if (next.bytes.empty()) return;
        next.per_byte = time / static_cast<Clock::rep>(next.bytes.size());
    }
    for (auto& other : sending_) {
        if (other.echo || echo || other.end() <= next.start || next.end() <= other.start) continue;
        damage(other.bytes, other.sent);
        damage(next.bytes, 0);
    }
    if (!request_.empty()) collide_with_request(next);
    sending_.push_back(std::move(next));
    pump();
}

/// Hands over every byte whose last bit has passed.
void PacedLine::pump() {
    const auto now = Clock::now();
    for (auto& sending : sending_) {
        std::size_t due = sending.bytes.size();
        if (now < sending.end())
            due = now <= sending.start ? 0 : static_cast<std::size_t>((now - sending.start) / sending.per_byte);
        if (due <= sending.sent) continue;
        line_->write(formats::ByteView(sending.bytes).subspan(sending.sent, due - sending.sent));
        sending.sent = due;
        if (!sending.first_heard) sending.first_heard = now;
        if (sending.abandoned) surprised_until_ = *sending.first_heard + reaction_time;
        if (!sending.echo) quiet_since_ = std::max(quiet_since_, due == sending.bytes.size() ? now : sending.end());
    }
    std::erase_if(sending_, [](const Sending& sending) { return sending.sent == sending.bytes.size(); });
    pump_later();
}

void PacedLine::pump_later() {
    if (sending_.empty()) return;
    auto next = Clock::time_point::max();
    for (const auto& sending : sending_) {
        const auto chunk =
            sending.per_byte.count() == 0 ? 0 : std::max<Clock::rep>(1, Clock::duration(chunk_time) / sending.per_byte);
        const auto until = std::min<Clock::rep>(static_cast<Clock::rep>(sending.sent) + chunk,
                                                static_cast<Clock::rep>(sending.bytes.size()));
        next = std::min(next, sending.start + sending.per_byte * until);
    }
    send_timer_.expires_at(next);
    send_timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
        const auto self = weak.lock();
        if (!error && self && !self->stopped_) self->pump();
    });
}

void PacedLine::foreign_later() {
    if (!options_.foreign_traffic || options_.foreign_period.count() == 0) return;
    foreign_timer_.expires_after(options_.foreign_period);
    foreign_timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
        const auto self = weak.lock();
        if (error || !self || self->stopped_) return;
        auto free = std::max(Clock::now(), self->wire_end_ + self->silence_);
        for (const auto& sending : self->sending_) free = std::max(free, sending.end() + self->silence_);
        auto bytes = self->options_.foreign_traffic();
        if (!bytes.empty() && !self->interrupted_) self->send(std::move(bytes), free);
        self->foreign_later();
    });
}

}  // namespace firstlight::transport
