#include "transport/answer_times.h"

#include <algorithm>

namespace firstlight::transport {

namespace {

constexpr int answers_to_learn_from = 4;
constexpr int slack_factor = 4;
constexpr Milliseconds least_timeout{150};
constexpr int silences_before_back_off = 2;
constexpr std::chrono::seconds first_back_off{5};
constexpr std::chrono::seconds longest_back_off{60};

}  // namespace

void AnswerTimes::set_default(std::optional<std::uint8_t> unit, Milliseconds timeout) {
    if (unit)
        units_[*unit].default_timeout = timeout;
    else
        default_ = timeout;
}

Milliseconds AnswerTimes::longest(std::uint8_t unit) const {
    const auto known = units_.find(unit);
    return known == units_.end() ? default_ : known->second.default_timeout.value_or(default_);
}

Milliseconds AnswerTimes::timeout(std::uint8_t unit) const {
    const auto longest_wait = longest(unit);
    const auto known = units_.find(unit);
    if (known == units_.end() || known->second.answers < answers_to_learn_from || known->second.silences > 0)
        return longest_wait;
    const auto learnt = std::chrono::duration_cast<Milliseconds>(known->second.slowest * slack_factor);
    return std::min(longest_wait, std::max(least_timeout, learnt));
}

void AnswerTimes::answered(std::uint8_t unit, Clock::duration after) {
    auto& known = units_[unit];
    ++known.answers;
    known.silences = 0;
    known.alone_until = {};
    // Slowly forgets one slow answer, never below the newest.
    known.slowest = std::max(after, known.slowest - known.slowest / 16);
}

void AnswerTimes::silent(std::uint8_t unit, Clock::time_point now) {
    auto& known = units_[unit];
    ++known.silences;
    if (known.silences < silences_before_back_off) return;
    const int doublings = std::min(known.silences - silences_before_back_off, 4);
    known.alone_until = now + std::min<Clock::duration>(first_back_off * (1 << doublings), longest_back_off);
}

std::optional<Clock::time_point> AnswerTimes::left_alone_until(std::uint8_t unit, Clock::time_point now) const {
    const auto known = units_.find(unit);
    if (known == units_.end() || known->second.alone_until <= now) return std::nullopt;
    return known->second.alone_until;
}

void AnswerTimes::forget_silence() {
    for (auto& [unit, known] : units_) {
        known.silences = 0;
        known.alone_until = {};
    }
}

}  // namespace firstlight::transport
