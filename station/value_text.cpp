#include "station/value_text.h"

#include "station/errors.h"
#include "station/value.h"
#include "text/text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace firstlight::station {
namespace {

using Reason = ValueNotAccepted::Reason;

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

/// Of a moment that is 0.
constexpr std::string_view no_moment = text::marked("none");

/// As the profile has it, or as it is shown in the person's language.
bool is_word_for(std::string_view special, std::string_view given) {
    return lower(given) == lower(special) || lower(given) == lower(text::tr(special));
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

double special_value(const Point& point) {
    return point.sign * static_cast<double>(point.special->first) / point.gain;
}

std::string number_text(const Point& point, double value) {
    const int places = decimals(point);
    const double half_step = 0.5 * std::pow(10.0, -places);
    return fmt::format("{:.{}f}", std::abs(value) < half_step ? 0.0 : value, places);
}

/// A bound as people write it: no zeros at the end.
std::string bound_text(double value) {
    return fmt::format("{:.10g}", value == 0 ? 0.0 : value);
}

std::string time_text(const Point& point, double seconds) {
    constexpr double year_9999 = 253402300799.0;
    if (!(seconds >= 0) || seconds > year_9999) return fmt::format("{:.0f} s", seconds);
    return fmt::format("{:%Y-%m-%d %H:%M:%S} {}", fmt::gmtime(static_cast<std::time_t>(seconds)),
                       point.epoch_local ? text::marked("local time") : "UTC");
}

std::string bits_text(const Point& point, double word) {
    std::vector<std::string> names;
    const auto raw = static_cast<std::uint32_t>(std::clamp(word, 0.0, 65535.0));
    for (int position = 0; position < 16; ++position) {
        if (!(raw >> position & 1U)) continue;
        const auto known = std::find_if(point.bits.begin(), point.bits.end(),
                                        [&](const auto& bit) { return bit.position == position; });
        names.push_back(known == point.bits.end() ? text::trf("unknown bit {}", position) : known->name);
    }
    return names.empty() ? text::marked("no alarm") : fmt::format("{}", fmt::join(names, ", "));
}

/// The whole of `text` as a number, '.' or ',' before the decimals. Nothing else is guessed: "1.234,5" is refused.
std::optional<double> number_in(std::string_view text) {
    std::string plain(text);
    if (plain.starts_with('+') && !plain.starts_with("+-")) plain.erase(0, 1);
    if (plain.find('.') == std::string::npos) std::replace(plain.begin(), plain.end(), ',', '.');
    double number = 0;
    const auto [end, error] =
        std::from_chars(plain.data(), plain.data() + plain.size(), number, std::chars_format::fixed);
    const bool whole = error == std::errc() && end == plain.data() + plain.size();
    return whole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

/// Cuts exactly `count` digits and the separator before them off the front.
std::optional<int> cut(std::string_view& text, std::string_view separators, std::size_t count) {
    if (!separators.empty()) {
        if (text.empty() || separators.find(text.front()) == std::string_view::npos) return std::nullopt;
        text.remove_prefix(1);
    }
    const auto digits = text.substr(0, count);
    if (digits.size() < count
        || !std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isdigit(c); }))
        return std::nullopt;
    int number = 0;
    for (const char digit : digits) number = number * 10 + (digit - '0');
    text.remove_prefix(count);
    return number;
}

/// "2026-11-23 10:42:07 UTC"; seconds and zone may be missing.
std::optional<double> time_in(const Point& point, std::string_view text) {
    const auto zone = point.epoch_local ? std::string_view("local time") : std::string_view("UTC");
    if (text.ends_with(zone)) text = trimmed(text.substr(0, text.size() - zone.size()));
    const auto year = cut(text, "", 4), month = cut(text, "-", 2), day = cut(text, "-", 2);
    const auto hour = cut(text, " T", 2), minute = cut(text, ":", 2);
    const auto second = text.empty() ? std::optional(0) : cut(text, ":", 2);
    if (!year || !month || !day || !hour || !minute || !second || !text.empty()) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    const auto days = std::chrono::sys_days(date).time_since_epoch().count();
    return days * 86400.0 + *hour * 3600 + *minute * 60 + *second;
}

std::optional<double> choice_in(const Point& point, const std::string& text) {
    for (const auto& choice : point.choices)
        if (text == choice.name || text == lower(choice.label) || text == std::to_string(choice.code))
            return choice.code;
    return std::nullopt;
}

std::string_view without_unit(const Point& point, std::string_view text) {
    for (const auto& unit : {point.unit, unit_for_people(point.unit)})
        if (!unit.empty() && text.ends_with(unit)) return trimmed(text.substr(0, text.size() - unit.size()));
    return text;
}

}  // namespace

bool is_plain_text(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t size = first < 0x80       ? 1
                                 : first >> 5 == 6  ? 2
                                 : first >> 4 == 14 ? 3
                                 : first >> 3 == 30 ? 4
                                                    : 0;
        if (size == 0 || i + size > text.size() || first < 0x20 || first == 0x7F) return false;
        std::uint32_t code = size == 1 ? first : first & (0x7FU >> size);
        for (std::size_t k = 1; k < size; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if (next >> 6 != 2) return false;
            code = code << 6 | (next & 0x3FU);
        }
        constexpr std::uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
        if (code < lowest[size] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
        if (code >= 0x80 && code < 0xA0) return false;
        i += size;
    }
    return true;
}

std::string choices_text(const Point& point) {
    std::vector<std::string> words;
    for (const auto& choice : point.choices) words.push_back(fmt::format("{} ({})", choice.name, choice.code));
    return text::trf("choose one of {}", fmt::join(words, ", "));
}

std::string to_text(const Point& point, const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    const double number = std::get<double>(value);
    if (point.special && number == special_value(point)) return point.special->second;
    if (!point.choices.empty()) {
        const auto* choice = find_choice(point, number);
        return choice ? choice->label : text::trf("unknown ({:.0f})", number);
    }
    if (!point.bits.empty()) return bits_text(point, number);
    if (point.epoch) return number == 0 ? std::string(no_moment) : time_text(point, number);
    return number_text(point, number);
}

std::string to_text(const Reading& reading) {
    if (!reading.good() || !reading.value || !reading.point) {
        const auto words = text::tr(to_string(reading.quality));
        return reading.why.empty() ? words : fmt::format("{} ({})", words, reading.why);
    }
    const Point& point = *reading.point;
    const auto text = to_text(point, *reading.value);
    const bool measured = !point.epoch && point.choices.empty() && point.bits.empty() && !point.unit.empty()
                          && !(point.special && text == point.special->second);
    return measured ? fmt::format("{} {}", text, unit_for_people(point.unit)) : text;
}

std::string_view to_string(Quality quality) {
    switch (quality) {
        case Quality::good:
            return text::marked("good");
        case Quality::not_available:
            return text::marked("not available");
        case Quality::unsupported:
            return text::marked("not known to this firmware");
        case Quality::not_applicable:
            return text::marked("not applicable");
        case Quality::not_read:
            return text::marked("not read");
        case Quality::malformed:
            return text::marked("malformed");
    }
    return text::marked("unknown");
}

std::string to_text(const Point& point, const Range& range) {
    const auto unit = point.unit.empty() ? "" : " " + unit_for_people(point.unit);
    if (range.low && range.high && range.gap_low && range.gap_high)
        return text::trf("{} to {} or {} to {}{}", bound_text(*range.low), bound_text(*range.gap_low),
                         bound_text(*range.gap_high), bound_text(*range.high), unit);
    if (range.low && range.high) return text::trf("{} to {}{}", bound_text(*range.low), bound_text(*range.high), unit);
    if (range.low) return text::trf("at least {}{}", bound_text(*range.low), unit);
    if (range.high) return text::trf("at most {}{}", bound_text(*range.high), unit);
    return {};
}

std::string unit_for_people(std::string_view unit) {
    if (unit == "degC") return "°C";
    if (unit == "Ohm") return "Ω";
    if (unit == "kOhm") return "kΩ";
    if (unit == "MOhm") return "MΩ";
    return std::string(unit);
}

std::string with_unit(const Point& point, std::string_view number) {
    const auto unit = point.epoch ? std::string() : unit_for_people(point.unit);
    return unit.empty() ? std::string(number) : fmt::format("{} {}", number, unit);
}

bool is_this_moment(const Point& point, std::string_view given) {
    return point.epoch && !point.epoch_local && is_word_for(text::marked("now"), trimmed(given));
}

std::string shown(const Point& point, std::string_view given) {
    if (point.secret) return text::tr("the secret value");
    return number_in(given) ? with_unit(point, given) : std::string(given);
}

Value parse_value(const Point& point, std::string_view given) {
    if (point.is_text()) return std::string(given);
    const auto text = trimmed(given);
    if (point.special && is_word_for(point.special->second, text)) return special_value(point);
    if (!point.choices.empty()) {
        if (const auto code = choice_in(point, lower(text))) return *code;
        throw ValueNotAccepted(Reason::not_a_value, point.name, shown(point, given), choices_text(point));
    }
    if (point.epoch && is_word_for(no_moment, text)) return 0.0;
    if (is_this_moment(point, text))
        return std::floor(std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count());
    if (point.epoch)
        if (const auto time = time_in(point, text)) return *time;
    // "22" is an hour that somebody typed, not a second of 1970; 0 is none.
    constexpr double year_2000 = 946684800;
    const auto number = number_in(without_unit(point, text));
    if (number && (!point.epoch || *number == 0 || *number >= year_2000)) return *number;
    throw ValueNotAccepted(
        Reason::not_a_value, point.name, shown(point, given),
        point.epoch ? text::tr("write a time such as 2026-11-23 10:42") : text::tr("a number is wanted"));
}

}  // namespace firstlight::station
