#include "reports/report_text.h"

#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace firstlight::reports {

using commissioning::Time;
using commissioning::Verdict;
using station::WriteResult;

namespace {

/// The calendar of the standard library: the systems' own disagree about years before 1970.
struct Calendar {
    explicit Calendar(Time time)
        : day(std::chrono::floor<std::chrono::days>(time)),
          clock(std::chrono::floor<std::chrono::seconds>(time - day)) {}
    std::chrono::sys_days day;
    std::chrono::hh_mm_ss<std::chrono::seconds> clock;
};

std::string day_text(Time time) {
    const std::chrono::year_month_day date(Calendar(time).day);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

std::string clock_text(Time time) {
    const auto clock = Calendar(time).clock;
    return fmt::format("{:02}:{:02}:{:02}", clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace

std::string iso_time(Time time) {
    return time == Time{} ? std::string() : day_text(time) + "T" + clock_text(time) + "Z";
}

std::string printed_time(Time time) {
    return time == Time{} ? std::string("-") : text::shown_time(day_text(time)) + " " + clock_text(time) + " UTC";
}

TimeColumn::TimeColumn(const std::vector<Time>& times) : title_(text::tr("Time (UTC)")) {
    std::string day;
    for (const Time time : times) {
        if (time == Time{}) continue;
        const std::string this_day = day_text(time);
        one_day_ = one_day_ && (day.empty() || day == this_day);
        day = this_day;
    }
    if (one_day_ && !day.empty()) title_ = text::shown_time(day) + " (UTC)";
}

std::string TimeColumn::text(Time time) const {
    if (time == Time{}) return "-";
    return one_day_ ? clock_text(time) : text::shown_time(day_text(time)) + " " + clock_text(time);
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
    if (!result) return text::marked("outcome not recorded");
    switch (*result) {
        case WriteResult::proven:
            return text::marked("proven");
        case WriteResult::unchanged:
            return text::marked("already so");
        case WriteResult::sent:
            return text::marked("sent, not provable");
        case WriteResult::effect_seen:
            return text::marked("effect seen");
        case WriteResult::refused:
            return text::marked("refused");
        case WriteResult::not_stuck:
            return text::marked("did not stick");
        case WriteResult::not_sent:
            return text::marked("not sent");
        case WriteResult::unknown:
            return text::marked("unknown");
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
        case WriteResult::not_sent:
            return "not_sent";
        case WriteResult::unknown:
            return "unknown";
    }
    return {};
}

bool succeeded(const std::optional<WriteResult>& result) {
    return result && station::succeeded(*result);
}

std::string printed_number(double number) {
    if (!std::isfinite(number)) return "-";
    std::string text = fmt::format("{:.3f}", number);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text::shown_number(text);
}

std::string LongValues::cell(const std::string& label, const std::string& value) {
    constexpr std::size_t fits_a_cell = 80;
    if (value.size() <= fits_a_cell) return text::shown_value(value);
    if (std::ranges::find(below_, value) != below_.end()) return text::tr("the same");
    below_.push_back(value);
    note_ += (note_.empty() ? "" : "\n") + label + ":";
    for (std::string_view rest = value; !rest.empty();) {
        constexpr std::string_view between_rows = "; ";
        const auto end = std::min(rest.find(between_rows), rest.size());
        note_ += "\n" + text::shown_value(rest.substr(0, end));
        rest.remove_prefix(std::min(end + between_rows.size(), rest.size()));
    }
    return text::tr("see below");
}

bool faster_than_the_maker_asks(const commissioning::LinkSession& link) {
    return link.seconds_between_requests < 1.0;
}

}  // namespace firstlight::reports
