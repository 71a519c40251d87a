#pragma once

#include "transport/discover_line.h"

#include <vector>

/// In which order settings are tried, as a list (facts: rs485_practice 6.3).
namespace firstlight::transport {

struct SettingsTrial {
    SerialSettings send;    ///< 8N2 in place of 8N1: both kinds of device read it, which saves a quarter of the trials
    SerialSettings report;  ///< what the person is told
    std::vector<std::uint8_t> units;
};

std::vector<SettingsTrial> plan_settings(const FindSettingsOptions& options);

/// What was heard after a question of the plan.
struct Heard {
    enum class Kind { nothing, answer, garble, foreign };
    Kind kind = Kind::nothing;
    std::uint8_t unit = 0;
    std::string how;  ///< "answer from unit 247", "exception 2 (illegal data address) from unit 1"
};

/// `bytes` without the echo of `sent`. An answer of any unit counts: slow devices answer after the next question.
Heard judge_reply(formats::Bytes bytes, const formats::Bytes& sent, const formats::Request& probe);

}  // namespace firstlight::transport
