#include "text/numbers.h"

#include "text/text.h"

#include <algorithm>

namespace firstlight::text {

namespace {

constexpr std::string_view day_form = "0000-00-00";

bool begins_with_day(std::string_view iso) {
    return iso.size() >= day_form.size()
           && std::ranges::equal(iso.substr(0, day_form.size()), day_form, {},
                                 [](char c) { return c >= '0' && c <= '9' ? '0' : c; });
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Whether the word is a decimal number and nothing else: "231.4", "-0.5", but not "1.81.0" or "V2.7".
bool is_decimal(std::string_view word) {
    if (word.starts_with('-')) word.remove_prefix(1);
    const auto point = word.find('.');
    return point != 0 && point != std::string_view::npos && point + 1 < word.size()
           && std::ranges::all_of(word.substr(0, point), is_digit)
           && std::ranges::all_of(word.substr(point + 1), is_digit);
}

constexpr std::string_view parts_of_words = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.:-_/+";

}  // namespace

std::string shown_number(std::string_view number) {
    const auto point = number.find('.');
    if (point == std::string_view::npos) return std::string(number);
    return std::string(number.substr(0, point)) + tr_in("decimal mark", ".") + std::string(number.substr(point + 1));
}

std::string shown_numbers(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        auto end = std::min(text.find_first_not_of(parts_of_words), text.size());
        if (end == 0) end = 1;
        auto word = text.substr(0, end);
        // A full stop or colon behind the number belongs to the sentence.
        while (word.size() > 1 && (word.ends_with('.') || word.ends_with(':'))) word.remove_suffix(1);
        shown += is_decimal(word) ? shown_number(word) : std::string(word);
        text.remove_prefix(word.size());
    }
    return shown;
}

std::string shown_value(std::string_view value) {
    if (auto whole = tr(value); whole != value) return whole;
    for (const std::string_view between : {"; ", ", "}) {
        const auto place = value.find(between);
        if (place == std::string_view::npos) continue;
        return shown_value(value.substr(0, place)) + std::string(between)
               + shown_value(value.substr(place + between.size()));
    }
    const auto colon = value.find(": ");
    if (colon == std::string_view::npos) return shown_numbers(value);
    return tr(value.substr(0, colon)) + ": " + shown_value(value.substr(colon + 2));
}

std::string number(double value, int decimals) {
    return shown_number(fmt::format("{:.{}f}", value, decimals));
}

std::string number(double value) {
    return shown_number(fmt::format("{}", value));
}

std::string shown_time(std::string_view iso) {
    if (!begins_with_day(iso)) return std::string(iso);
    const auto form = tr_in("date", "{year}-{month}-{day}");
    const auto rest = iso.substr(day_form.size());
    try {
        return fmt::format(fmt::runtime(form), fmt::arg("year", iso.substr(0, 4)), fmt::arg("month", iso.substr(5, 2)),
                           fmt::arg("day", iso.substr(8, 2)))
               + std::string(rest);
    } catch (const fmt::format_error&) {
        return std::string(iso);
    }
}

}  // namespace firstlight::text
