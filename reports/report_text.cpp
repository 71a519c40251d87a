#include "reports/report_text.h"

#include <cmath>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace firstlight::reports {

using commissioning::Time;
using commissioning::Verdict;
using station::WriteResult;

namespace {

std::tm utc(Time time) {
    return fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time)));
}

}  // namespace

std::string iso_time(Time time) {
    return time == Time{} ? std::string() : fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", utc(time));
}

std::string printed_time(Time time) {
    return time == Time{} ? std::string("-") : fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", utc(time));
}

TimeColumn::TimeColumn(const std::vector<Time>& times) : title_("Time (UTC)") {
    std::string day;
    for (const Time time : times) {
        if (time == Time{}) continue;
        const std::string this_day = fmt::format("{:%Y-%m-%d}", utc(time));
        one_day_ = one_day_ && (day.empty() || day == this_day);
        day = this_day;
    }
    if (one_day_ && !day.empty()) title_ = day + " (UTC)";
}

std::string TimeColumn::text(Time time) const {
    if (time == Time{}) return "-";
    return one_day_ ? fmt::format("{:%H:%M:%S}", utc(time)) : fmt::format("{:%Y-%m-%d %H:%M:%S}", utc(time));
}

std::string_view verdict_name(Verdict verdict) {
    switch (verdict) {
        case Verdict::pass:
            return "pass";
        case Verdict::fail:
            return "fail";
        case Verdict::warning:
            return "warning";
        case Verdict::not_tested:
            return "not_tested";
        case Verdict::not_applicable:
            return "not_applicable";
    }
    return {};
}

std::string_view result_words(const std::optional<WriteResult>& result) {
    if (!result) return "outcome not recorded";
    switch (*result) {
        case WriteResult::proven:
            return "proven";
        case WriteResult::unchanged:
            return "already so";
        case WriteResult::sent:
            return "sent, not provable";
        case WriteResult::effect_seen:
            return "effect seen";
        case WriteResult::refused:
            return "refused";
        case WriteResult::not_stuck:
            return "did not stick";
        case WriteResult::unknown:
            return "unknown";
    }
    return {};
}

std::string_view result_name(const std::optional<WriteResult>& result) {
    if (!result) return "not_recorded";
    switch (*result) {
        case WriteResult::proven:
            return "proven";
        case WriteResult::unchanged:
            return "unchanged";
        case WriteResult::sent:
            return "sent";
        case WriteResult::effect_seen:
            return "effect_seen";
        case WriteResult::refused:
            return "refused";
        case WriteResult::not_stuck:
            return "not_stuck";
        case WriteResult::unknown:
            return "unknown";
    }
    return {};
}

bool succeeded(const std::optional<WriteResult>& result) {
    return result == WriteResult::proven || result == WriteResult::unchanged || result == WriteResult::sent
           || result == WriteResult::effect_seen;
}

std::string printed_number(double number) {
    if (!std::isfinite(number)) return "-";
    std::string text = fmt::format("{:.3f}", number);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

std::string printed_unit(std::string_view unit) {
    if (unit == "degC") return "°C";
    if (unit == "Ohm") return "Ω";
    if (unit == "kOhm") return "kΩ";
    if (unit == "MOhm") return "MΩ";
    return std::string(unit);
}

bool is_good(const commissioning::ReadingRecord& reading) {
    return reading.quality == "good";
}

std::string printed_value(const commissioning::ReadingRecord& reading) {
    return is_good(reading) ? reading.value : reading.quality;
}

bool faster_than_the_maker_asks(const commissioning::LinkSession& link) {
    return link.seconds_between_requests < 1.0;
}

}  // namespace firstlight::reports
