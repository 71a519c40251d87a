#include "transport/rtu_link.h"

#include "formats/modbus_frames.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::transport {

namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;

constexpr std::uint32_t fixed_silence_above = 19200;
constexpr microseconds fixed_silence{1750};
constexpr double silence_characters = 3.5;
constexpr double specified_bits = 11;              // the specification counts 11 bits a character whatever the parity
constexpr Milliseconds longest_adapter_pause{40};  // twice the 16 ms latency timer of common USB adapters, and some
constexpr Milliseconds broadcast_turnaround{100};
constexpr std::chrono::seconds debts_lapse_after{5};

Clock::duration seconds(double time) {
    return duration_cast<Clock::duration>(std::chrono::duration<double>(time));
}

/// Time the longest answer that may come needs on the wire.
std::size_t longest_answer(const formats::Request& request) {
    if (const auto* read = std::get_if<formats::ReadRegisters>(&request)) return 5U + 2U * read->count;
    if (formats::is_write(request)) return 8;
    return formats::max_rtu_frame_size;
}

/// RTU has no transaction id: only function and length tell the answers to two reads apart.
bool answers_look_alike(const formats::Request& one, const formats::Request& other) {
    return !formats::is_write(one) && function_of(one) == function_of(other)
           && longest_answer(one) == longest_answer(other);
}

}  // namespace

RtuTiming timing_of(const SerialSettings& settings) {
    RtuTiming timing;
    timing.character = seconds(static_cast<double>(bits_per_character(settings)) / settings.baud);
    timing.silence = settings.baud > fixed_silence_above ? Clock::duration(fixed_silence)
                                                         : seconds(silence_characters * specified_bits / settings.baud);
    timing.gap = std::max<Clock::duration>(timing.silence, longest_adapter_pause);
    return timing;
}

RtuLink::RtuLink(Endpoint endpoint, const LinkOptions& options, RtuTiming timing, Open open)
    : PacedLink(std::move(endpoint), options, 1), timing_(timing), open_(std::move(open)) {}

awaitable<void> RtuLink::reopen() {
    stream_.reset();
    if (auto fault = co_await ensure_open()) throw LinkError(endpoint(), std::move(*fault));
}

awaitable<void> RtuLink::close() {
    stream_.reset();
    co_return;
}

awaitable<std::optional<LinkFault>> RtuLink::ensure_open() {
    if (is_open()) co_return std::nullopt;
    stream_.reset();
    try {
        stream_ = co_await open_();
    } catch (const LinkError& error) {
        co_return error.fault();
    }
    sent_until_ = Clock::now();  // whoever spoke before has to be followed by silence too
    if (opened_before_) count_reconnect();
    opened_before_ = true;
    co_return std::nullopt;
}

awaitable<void> RtuLink::wait_for_silence() {
    for (;;) {
        const auto quiet_from = std::max(stream_->last_received(), sent_until_) + timing_.silence;
        if (stream_->failure() || Clock::now() >= quiet_from) co_return;
        co_await stream_->wait(quiet_from);
    }
}

void RtuLink::sort_out_leftovers() {
    auto& bytes = stream_->received();
    while (const auto found = formats::find_rtu_frame(bytes)) {
        const auto frame = formats::decode_rtu(formats::ByteView(bytes).subspan(found->offset, found->size));
        count_stray(formats::ByteView(bytes).first(found->offset));
        count_late(frame->unit, frame->pdu);
        bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(found->offset + found->size));
    }
    count_stray(bytes);
    bytes.clear();
}

awaitable<std::optional<LinkFault>> RtuLink::send(const formats::Bytes& frame) {
    const auto start = Clock::now();
    co_await stream_->write(frame);
    if (stream_->failure()) co_return stream_->failure();
    statistics_.bytes_sent += frame.size();
    sent_until_ = start + static_cast<int>(frame.size()) * timing_.character;
    co_return std::nullopt;
}

awaitable<Answer> RtuLink::exchange(std::uint8_t unit, const formats::Request& request, Milliseconds timeout) {
    if (auto fault = co_await ensure_open()) {
        fault->unit = unit;
        fault->sent_nothing = true;
        co_return std::move(*fault);
    }
    co_await await_debt(unit, request, timeout);
    co_await wait_for_silence();
    sort_out_leftovers();
    const auto received_before = stream_->total_received();
    const auto frame = formats::encode_rtu(unit, encode_request(request));
    echo_pending_ = echo_ != Echo::absent;
    auto fault = co_await send(frame);
    if (!fault) {
        const auto wire_time = static_cast<int>(longest_answer(request)) * timing_.character;
        const auto deadline = sent_until_ + timeout + wire_time;
        auto answer = co_await await_answer(unit, request, frame, deadline);
        if (std::holds_alternative<formats::Response>(answer)) co_await settle_debt(unit, timeout);
        statistics_.bytes_received += stream_->total_received() - received_before;
        co_return answer;
    }
    fault->unit = unit;
    fault->sent = frame;
    co_return std::move(*fault);
}

awaitable<Answer> RtuLink::await_answer(std::uint8_t unit, const formats::Request& request, const formats::Bytes& frame,
                                        Clock::time_point deadline) {
    const auto started = Clock::now();
    wrong_.reset();
    for (;;) {
        if (auto answer = take_answer(unit, request, frame)) co_return std::move(*answer);
        const auto now = Clock::now();
        const bool begun = !stream_->received().empty() && !echo_pending_;
        const auto gap_ends = stream_->last_received() + timing_.gap;
        if (stream_->failure()) {
            auto fault = *stream_->failure();
            fault.unit = unit;
            fault.sent = frame;
            co_return fault;
        }
        if (now >= deadline || (begun && now >= gap_ends))
            co_return failed(unit, request, frame, duration_cast<Milliseconds>(now - started));
        co_await stream_->wait(begun ? std::min(deadline, gap_ends) : deadline);
    }
}

std::optional<Answer> RtuLink::take_answer(std::uint8_t unit, const formats::Request& request,
                                           const formats::Bytes& frame) {
    strip_echo(request, frame);
    credit_others(unit);
    auto& bytes = stream_->received();
    const auto found = formats::find_rtu_response(bytes, unit, function_of(request));
    if (!found) return std::nullopt;
    const auto whole = formats::decode_rtu(formats::ByteView(bytes).subspan(found->offset, found->size));
    count_stray(formats::ByteView(bytes).first(found->offset));
    bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(found->offset + found->size));
    if (echo_ == Echo::unknown) echo_ = Echo::absent;
    try {
        return formats::decode_response(whole->pdu, request);
    } catch (const formats::FormatError& error) {
        // Most likely the late answer to an earlier question; the right one may still come.
        wrong_ = LinkFault{LinkFailure::wrong_answer, unit, frame, whole->pdu, error.what()};
        count_late(unit, whole->pdu);
        return std::nullopt;
    }
}

awaitable<void> RtuLink::settle_debt(std::uint8_t unit, Milliseconds timeout) {
    const auto debt = owing_.extract(unit);
    if (debt.empty() || Clock::now() - debt.mapped().since > debts_lapse_after) co_return;
    const auto until = Clock::now() + timeout;
    while (Clock::now() < until && !stream_->failure() && !formats::find_rtu_frame(stream_->received()))
        co_await stream_->wait(until);
}

awaitable<void> RtuLink::await_debt(std::uint8_t unit, const formats::Request& request, Milliseconds timeout) {
    const auto debt = owing_.find(unit);
    if (debt == owing_.end() || debt->second.request == request || !answers_look_alike(debt->second.request, request))
        co_return;
    const auto until = debt->second.since + timeout;
    while (Clock::now() < until && !stream_->failure() && !formats::find_rtu_frame(stream_->received()))
        co_await stream_->wait(until);
}

void RtuLink::strip_echo(const formats::Request& request, const formats::Bytes& frame) {
    if (!echo_pending_) return;
    auto& bytes = stream_->received();
    if (bytes.size() < frame.size()) {
        // What does not begin like our own request is no echo.
        if (!std::equal(bytes.begin(), bytes.end(), frame.begin())) echo_pending_ = false;
        return;
    }
    echo_pending_ = false;
    // The answer to a write repeats it, so only an answer to a read tells an echo from an answer.
    if (echo_ == Echo::unknown && formats::is_write(request)) return;
    if (!std::equal(frame.begin(), frame.end(), bytes.begin())) return;
    echo_ = Echo::present;
    statistics_.echo_seen = true;
    bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(frame.size()));
}

void RtuLink::credit_others(std::uint8_t unit) {
    auto& bytes = stream_->received();
    for (;;) {
        const auto found = formats::find_rtu_frame(bytes);
        if (!found) return;
        const auto frame = formats::decode_rtu(formats::ByteView(bytes).subspan(found->offset, found->size));
        if (frame->unit == unit) return;
        count_stray(formats::ByteView(bytes).first(found->offset));
        count_late(frame->unit, frame->pdu);
        bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(found->offset + found->size));
    }
}

Answer RtuLink::failed(std::uint8_t unit, const formats::Request& request, const formats::Bytes& frame,
                       Milliseconds waited) {
    LinkFault fault{LinkFailure::silent, unit, frame, std::move(stream_->received()), {}};
    stream_->received().clear();
    owing_.insert_or_assign(unit, Debt{Clock::now(), request});
    if (wrong_) return *wrong_;
    if (fault.received.empty()) {
        fault.detail = text::trf("no answer within {} ms", waited.count());
        return fault;
    }
    count_stray(fault.received);
    const auto other = formats::find_rtu_frame(fault.received);
    fault.kind = other ? LinkFailure::wrong_answer : LinkFailure::garbled;
    fault.detail = other ? text::tr("a sound frame, but to another question")
                         : text::trf("{} bytes that are no frame", fault.received.size());
    return fault;
}

awaitable<void> RtuLink::send_only(const formats::Request& request) {
    if (auto fault = co_await ensure_open()) throw LinkError(endpoint(), std::move(*fault));
    co_await wait_for_silence();
    sort_out_leftovers();
    const auto frame = formats::encode_rtu(0, encode_request(request));
    if (auto fault = co_await send(frame)) throw LinkError(endpoint(), std::move(*fault));
    co_await sleep_for(sent_until_ - Clock::now() + broadcast_turnaround);
}

}  // namespace firstlight::transport
