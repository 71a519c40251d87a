#include "transport/paced_link.h"

#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::transport {

namespace {

double milliseconds(Clock::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

bool worth_repeating(const Answer& answer) {
    const auto* fault = std::get_if<LinkFault>(&answer);
    if (fault == nullptr) return false;
    switch (fault->kind) {
        case LinkFailure::silent:
        case LinkFailure::garbled:
        case LinkFailure::wrong_answer:
        case LinkFailure::closed:
            return true;
        default:
            return false;
    }
}

void count_answer(UnitStatistics& unit, const formats::Response& response, Clock::duration took) {
    unit.fastest = unit.answered == 0 ? took : std::min(unit.fastest, took);
    unit.slowest = std::max(unit.slowest, took);
    unit.total += took;
    ++unit.answered;
    if (std::holds_alternative<formats::Exception>(response)) ++unit.exceptions;
}

void count_fault(UnitStatistics& unit, const LinkFault& fault) {
    if (fault.kind == LinkFailure::garbled || fault.kind == LinkFailure::wrong_answer
        || fault.kind == LinkFailure::not_modbus)
        ++unit.garbled;
    else
        ++unit.silent;
}

LinkFault cut_before(std::uint8_t unit) {
    return {LinkFailure::closed, unit, {}, {}, text::tr("the connection was cut before the write"), true};
}

/// The bytes of a secret go nowhere; what is wrong with an answer may quote them.
void hide(LinkFault& fault) {
    fault.sent.clear();
    fault.received.clear();
    const bool about_bytes = fault.kind == LinkFailure::garbled || fault.kind == LinkFailure::not_modbus
                             || fault.kind == LinkFailure::wrong_answer;
    if (about_bytes) fault.detail.clear();
}

}  // namespace

PacedLink::PacedLink(Endpoint endpoint, const LinkOptions& options, int depth)
    : trace_(options.trace, endpoint),
      endpoint_(std::move(endpoint)),
      pace_(options.pace),
      times_(options.answer_timeout),
      turns_(depth) {}

awaitable<Answer> PacedLink::ask(std::uint8_t unit, formats::Request request, AskOptions options) {
    if (const auto until = times_.left_alone_until(unit, Clock::now()); until && !options.despite_back_off) {
        LinkFault fault{LinkFailure::backed_off, unit, {}, {}, {}, true};
        fault.detail = text::trf("asked again in {:.0f} s", milliseconds(*until - Clock::now()) / 1000);
        co_return fault;
    }
    const auto turn = co_await turns_.take();
    const int attempts = is_write(request) ? 1 : 1 + std::max(0, options.read_retries);
    auto answer = co_await attempt(unit, request, options);
    for (int repeat = 1; repeat < attempts && worth_repeating(answer); ++repeat)
        answer = co_await attempt(unit, request, options);
    const auto* fault = std::get_if<LinkFault>(&answer);
    if (fault != nullptr && fault->kind == LinkFailure::silent) times_.silent(unit, Clock::now());
    co_return answer;
}

awaitable<Answer> PacedLink::attempt(std::uint8_t unit, const formats::Request& request, const AskOptions& options) {
    co_await keep_pace();
    // Opening again may reach another station at the same address: whoever writes has to look first.
    if (is_write(request) && !is_open()) co_return cut_before(unit);
    trace_.asked(unit, request, options.secret);
    hides_bytes_ = hides_bytes_ || options.secret;
    const auto patience = is_write(request) ? times_.longest(unit) : times_.timeout(unit);
    const auto start = Clock::now();
    auto answer = co_await exchange(unit, request, options.timeout.value_or(patience));
    const auto took = Clock::now() - start;
    account(unit, answer, took);
    if (auto* fault = std::get_if<LinkFault>(&answer); fault != nullptr && options.secret) hide(*fault);
    if (!trace_.on()) co_return answer;
    if (const auto* response = std::get_if<formats::Response>(&answer))
        trace_.answered(unit, *response, milliseconds(took), options.secret);
    else
        trace_.failed(unit, std::get<LinkFault>(answer));
    co_return answer;
}

awaitable<void> PacedLink::broadcast(formats::Request request) {
    const auto turn = co_await turns_.take();
    co_await keep_pace();
    if (!is_open()) throw LinkError(endpoint_, cut_before(0));
    trace_.asked(0, request, false);
    co_await send_only(request);
}

awaitable<void> PacedLink::keep_pace() {
    const auto now = Clock::now();
    const auto start = std::max(now, next_start_);
    next_start_ = start + pace_.interval;
    if (start > now) co_await sleep_for(start - now);
}

void PacedLink::account(std::uint8_t unit, const Answer& answer, Clock::duration took) {
    for (auto* counts : {&statistics_.all, &statistics_.units[unit]}) {
        ++counts->asked;
        if (const auto* response = std::get_if<formats::Response>(&answer))
            count_answer(*counts, *response, took);
        else
            count_fault(*counts, std::get<LinkFault>(answer));
    }
    if (std::holds_alternative<formats::Response>(answer)) times_.answered(unit, took);
}

std::string PacedLink::shown(formats::ByteView bytes) const {
    return hides_bytes_ ? fmt::format("{} bytes", bytes.size()) : formats::to_hex(bytes);
}

void PacedLink::count_late(std::uint8_t unit, formats::ByteView pdu) {
    ++statistics_.all.late;
    ++statistics_.units[unit].late;
    if (trace_.on()) trace_.note(fmt::format("late answer of unit {}: {}", unit, shown(pdu)));
}

void PacedLink::count_stray(formats::ByteView bytes) {
    statistics_.stray_bytes += bytes.size();
    if (trace_.on() && !bytes.empty()) trace_.note("stray bytes: " + shown(bytes));
}

void PacedLink::count_reconnect() {
    ++statistics_.reconnects;
    times_.forget_silence();
    trace_.note("connected");
}

}  // namespace firstlight::transport
