#include "station/cell_text.h"

#include "station/errors.h"
#include "text/text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::station {
namespace {

using Reason = ValueNotAccepted::Reason;

constexpr int minutes_of_a_day = 24 * 60;

std::string short_name(const Bit& bit) {
    std::string name = bit.name.substr(0, 3);
    for (char& letter : name) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return name;
}

std::string days_text(const Point& column, unsigned word) {
    std::vector<std::string> runs;
    for (std::size_t first = 0; first < column.bits.size(); ++first) {
        const auto is_set = [&](std::size_t i) { return (word >> column.bits[i].position & 1U) != 0; };
        if (!is_set(first)) continue;
        std::size_t last = first;
        while (last + 1 < column.bits.size() && is_set(last + 1)) ++last;
        const std::string from = short_name(column.bits[first]), to = short_name(column.bits[last]);
        runs.push_back(first == last ? from : fmt::format("{}{}{}", from, last == first + 1 ? ", " : "-", to));
        first = last;
    }
    return fmt::format("{}", fmt::join(runs, ", "));
}

[[noreturn]] void refuse(const Point& column, std::string_view text, std::string why) {
    throw ValueNotAccepted(Reason::not_a_value, column.name, std::string(text), std::move(why));
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::size_t day_of(const Point& column, std::string_view word, std::string_view whole) {
    std::string name(trimmed(word));
    for (char& letter : name) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    for (std::size_t i = 0; i < column.bits.size(); ++i) {
        std::string full = column.bits[i].name;
        for (char& letter : full) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        if (name.size() >= 2 && full.starts_with(name)) return i;
    }
    refuse(column, whole, text::tr("days are written as mon-fri, sun"));
}

Value parse_days(const Point& column, std::string_view text) {
    unsigned word = 0;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t comma = std::min(text.find(',', begin), text.size());
        const std::string_view part = text.substr(begin, comma - begin);
        const std::size_t dash = part.find('-');
        const std::size_t first = day_of(column, part.substr(0, dash), text);
        const std::size_t last = dash == std::string_view::npos ? first : day_of(column, part.substr(dash + 1), text);
        for (std::size_t i = first;; i = (i + 1) % column.bits.size()) {
            word |= 1U << column.bits[i].position;
            if (i == last) break;
        }
        begin = comma + 1;
    }
    return static_cast<double>(word);
}

/// Two digits and nothing else.
std::optional<int> two_digits(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size() && text.size() <= 2 && number >= 0;
    return whole ? std::optional(number) : std::nullopt;
}

Value parse_time(const Point& column, std::string_view text) {
    const auto colon = text.find(':');
    const auto hours = two_digits(text.substr(0, colon));
    const auto minutes = colon == std::string_view::npos ? std::nullopt : two_digits(text.substr(colon + 1));
    const bool sound = hours && minutes && *minutes < 60 && *hours * 60 + *minutes <= minutes_of_a_day;
    if (!sound) refuse(column, text, text::tr("times of day are written as 22:00, midnight at the end as 24:00"));
    return static_cast<double>(*hours * 60 + *minutes);
}

}  // namespace

bool is_set_of_days(const Point& column) {
    return !column.bits.empty() && std::ranges::none_of(column.bits, &Bit::alarm);
}

bool is_time_of_day(const Point& column) {
    return column.unit == "min" && column.high && column.high->point.empty()
           && column.high->factor >= minutes_of_a_day - 1 && column.high->factor <= minutes_of_a_day;
}

std::string cell_text(const Point& column, const Value& value) {
    const auto* number = std::get_if<double>(&value);
    if (number && is_set_of_days(column)) return days_text(column, static_cast<unsigned>(*number));
    if (number && is_time_of_day(column))
        return fmt::format("{:02}:{:02}", static_cast<int>(*number) / 60, static_cast<int>(*number) % 60);
    const Choice* choice = number ? find_choice(column, *number) : nullptr;
    return choice ? choice->name : to_text(column, value);
}

Value parse_cell(const Point& column, std::string_view text) {
    const std::string_view words = trimmed(text);
    if (is_set_of_days(column)) return parse_days(column, words);
    if (is_time_of_day(column)) return parse_time(column, words);
    return parse_value(column, words);
}

}  // namespace firstlight::station
