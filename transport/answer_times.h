#pragma once

#include "transport/link.h"

#include <cstdint>
#include <map>
#include <optional>

namespace firstlight::transport {

/// What a link learns about each unit: how long to wait for it, and when to leave it alone. Asking a silent unit again
/// and again stalls whole stations (facts: behaviour.md section 13).
class AnswerTimes {
  public:
    explicit AnswerTimes(Milliseconds default_timeout) : default_(default_timeout) {}

    void set_default(std::optional<std::uint8_t> unit, Milliseconds timeout);
    /// The unit's default: what a write is given, for it cannot be repeated.
    Milliseconds longest(std::uint8_t unit) const;
    /// Several times the slowest answer of late, never more than the unit's default.
    Milliseconds timeout(std::uint8_t unit) const;
    void answered(std::uint8_t unit, Clock::duration after);
    void silent(std::uint8_t unit, Clock::time_point now);
    /// Until when the unit is to be left alone, if it is.
    std::optional<Clock::time_point> left_alone_until(std::uint8_t unit, Clock::time_point now) const;
    /// After a reconnect everybody gets another chance.
    void forget_silence();

  private:
    struct Unit {
        std::optional<Milliseconds> default_timeout;
        int answers = 0;
        int silences = 0;  ///< in a row
        Clock::duration slowest{};
        Clock::time_point alone_until{};
    };

    Milliseconds default_;
    std::map<std::uint8_t, Unit> units_;
};

}  // namespace firstlight::transport
