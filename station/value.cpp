#include "station/value.h"

#include "station/errors.h"
#include "station/value_text.h"
#include "text/text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::station {
namespace {

using Reason = ValueNotAccepted::Reason;

bool is_signed(PointType type) {
    return type == PointType::s16 || type == PointType::s32;
}

int bits_of(const Point& point) {
    return std::min<int>(point.count, 4) * 16;
}

double signed_or_not(const Point& point, std::uint64_t raw) {
    if (point.type == PointType::s16) return static_cast<std::int16_t>(raw);
    if (point.type == PointType::s32) return static_cast<std::int32_t>(raw);
    return static_cast<double>(raw);
}

/// Two characters a register, high byte first, up to the first NUL; blanks at the end are padding too.
std::string characters(formats::WordView raw) {
    std::string text;
    for (const auto word : raw)
        for (const int byte : {word >> 8, word & 0xFF}) text += static_cast<char>(byte);
    text.resize(std::min(text.find('\0'), text.size()));
    text.resize(text.find_last_not_of(' ') + 1);
    return text;
}

void decode_text(formats::WordView raw, Reading& reading) {
    auto text = characters(raw);
    const bool erased = std::all_of(raw.begin(), raw.end(), [](auto word) { return word == 0xFFFF; });
    if (erased || text.empty()) {
        reading.quality = Quality::not_available;
        reading.why = text::tr("the device left it empty");
    } else if (!is_plain_text(text)) {
        reading.quality = Quality::malformed;
        reading.why = text::tr("the registers hold no text");
    } else {
        reading.quality = Quality::good;
        reading.value = std::move(text);
    }
}

std::string wanted_text(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return fmt::format("{}", std::get<double>(value));
}

formats::Words encode_text(const Point& point, const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (!text)
        throw ValueNotAccepted(Reason::not_a_value, point.name, shown(point, wanted_text(value)),
                               text::tr("text is wanted"));
    const bool utf8 = point.type == PointType::utf8;
    const bool ascii = std::all_of(text->begin(), text->end(), [](char c) { return c >= ' ' && c <= '~'; });
    if (utf8 ? !is_plain_text(*text) : !ascii)
        throw ValueNotAccepted(Reason::not_a_value, point.name, shown(point, *text),
                               utf8 ? text::tr("the text has characters that cannot be shown")
                                    : text::tr("only ASCII characters can be stored"));
    if (text->size() > 2U * point.count)
        throw ValueNotAccepted(
            Reason::out_of_range, point.name, shown(point, *text),
            utf8 ? text::trf("at most {} bytes; letters beyond ASCII take two or more", 2 * point.count)
                 : text::trf("at most {} characters", 2 * point.count));
    formats::Words words(point.count, 0);
    for (std::size_t i = 0; i < text->size(); ++i) {
        const auto byte = static_cast<unsigned char>((*text)[i]);
        words[i / 2] = static_cast<std::uint16_t>(words[i / 2] | (i % 2 ? byte : byte << 8));
    }
    return words;
}

/// The value in steps of the gain. Refuses what lies between two steps: writing it would read back as something else.
double whole_steps(const Point& point, double value) {
    const double steps = point.sign * value * point.gain;
    const double whole = std::round(steps);
    const double tolerance = std::max(1e-6, std::abs(steps) * 1e-14);
    if (!(std::abs(steps - whole) <= tolerance))
        throw ValueNotAccepted(
            Reason::not_a_value, point.name, shown(point, wanted_text(value)),
            text::trf("finer than the smallest step {}", with_unit(point, fmt::format("{}", 1 / point.gain))));
    return whole == 0 ? 0 : whole;
}

[[noreturn]] void fail_type_range(const Point& point, double value, double low, double high) {
    const Range held{low / point.gain, high / point.gain, {}, {}};
    throw ValueNotAccepted(Reason::out_of_range, point.name, shown(point, wanted_text(value)),
                           text::trf("the register holds {}", to_text(point, held)));
}

std::uint64_t encode_number(const Point& point, double value) {
    if (!std::isfinite(value))
        throw ValueNotAccepted(Reason::not_a_value, point.name, shown(point, wanted_text(value)),
                               text::tr("a number is wanted"));
    const double steps = whole_steps(point, value);
    const double span = std::ldexp(1.0, bits_of(point));
    const double low = is_signed(point.type) ? -span / 2 : 0;
    const double high = is_signed(point.type) ? span / 2 - 1 : span - 1;
    // Of 64 bits `high` rounds up to the span itself, which no longer fits.
    if (steps < low || steps > high || steps >= span) fail_type_range(point, value, low, high);
    return steps < 0 ? static_cast<std::uint64_t>(static_cast<std::int64_t>(steps)) : static_cast<std::uint64_t>(steps);
}

/// The stricter of a bound's two references.
std::optional<double> resolve(const std::optional<Bound>& bound, const PointLookup& lookup, bool upper) {
    if (!bound) return std::nullopt;
    if (bound->point.empty()) return bound->factor;
    auto value = lookup(bound->point);
    if (!bound->also_point.empty())
        if (const auto also = lookup(bound->also_point))
            value = !value ? *also : upper ? std::min(*value, *also) : std::max(*value, *also);
    if (value) *value *= bound->factor;
    return value;
}

}  // namespace

std::optional<double> Reading::number() const {
    if (!good() || !value) return std::nullopt;
    const auto* number = std::get_if<double>(&*value);
    return number ? std::optional(*number) : std::nullopt;
}

std::uint64_t raw_integer(formats::WordView raw) {
    std::uint64_t integer = 0;
    for (const auto word : raw) integer = integer << 16 | word;
    return integer;
}

Reading decode(const Point& point, formats::WordView raw, std::chrono::system_clock::time_point at) {
    Reading reading{&point, Quality::malformed, std::nullopt, {raw.begin(), raw.end()}, at, {}};
    if (raw.size() != point.count) {
        reading.why = text::trf("{} registers instead of {}", raw.size(), point.count);
    } else if (point.is_text()) {
        decode_text(raw, reading);
    } else if (const auto integer = raw_integer(raw);
               std::find(point.no_value.begin(), point.no_value.end(), integer) != point.no_value.end()) {
        reading.quality = Quality::not_available;
        reading.why = text::tr("the device says it has no value");
    } else {
        reading.quality = Quality::good;
        reading.value = point.sign * signed_or_not(point, integer) / point.gain;
    }
    return reading;
}

formats::Words encode(const Point& point, const Value& value) {
    if (point.is_text()) return encode_text(point, value);
    const auto* number = std::get_if<double>(&value);
    if (!number)
        throw ValueNotAccepted(Reason::not_a_value, point.name, shown(point, wanted_text(value)),
                               text::tr("a number is wanted"));
    if (point.writable() && !point.choices.empty() && !find_choice(point, *number))
        throw ValueNotAccepted(Reason::out_of_range, point.name, shown(point, wanted_text(value)), choices_text(point));
    const auto raw = encode_number(point, *number);
    formats::Words words;
    for (int shift = 16 * (point.count - 1); shift >= 0; shift -= 16)
        words.push_back(static_cast<std::uint16_t>(raw >> shift));
    return words;
}

std::vector<std::string> range_references(const Point& point) {
    std::vector<std::string> names;
    for (const auto* bound : {&point.low, &point.high})
        if (*bound)
            for (const auto& name : {(*bound)->point, (*bound)->also_point})
                if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    return names;
}

Range resolve_range(const Point& point, const PointLookup& lookup) {
    return {resolve(point.low, lookup, false), resolve(point.high, lookup, true), point.gap_low, point.gap_high};
}

void check_range(const Point& point, const Value& value, const Range& range) {
    const auto* number = std::get_if<double>(&value);
    if (!number) return;
    if (point.special && to_text(point, value) == point.special->second) return;
    const double slack = 1e-6 / point.gain;  // a bound is a product of decimals: 1.2 * 50 Hz
    const bool too_low = range.low && *number < *range.low - slack;
    const bool too_high = range.high && *number > *range.high + slack;
    const bool in_gap =
        range.gap_low && range.gap_high && *number > *range.gap_low + slack && *number < *range.gap_high - slack;
    if (too_low || too_high || in_gap)
        throw ValueNotAccepted(Reason::out_of_range, point.name, shown(point, to_text(point, value)),
                               to_text(point, range));
}

formats::Words check_and_encode(const Point& point, const Value& value) {
    const auto* number = std::get_if<double>(&value);
    const bool special = number && point.special && to_text(point, value) == point.special->second;
    if (number && !point.choices.empty() && !special && !find_choice(point, *number)) {
        std::vector<std::string> names;
        for (const Choice& choice : point.choices) names.push_back(choice.name);
        throw ValueNotAccepted(Reason::out_of_range, point.name, shown(point, to_text(point, value)),
                               text::trf("choose one of {}", fmt::join(names, ", ")));
    }
    const PointLookup nothing = [](const std::string&) { return std::optional<double>{}; };
    check_range(point, value, resolve_range(point, nothing));
    return encode(point, value);
}

std::vector<const Bit*> set_bits(const Point& point, double word) {
    std::vector<const Bit*> set;
    const auto raw = static_cast<std::uint32_t>(std::clamp(word, 0.0, 65535.0));
    for (const auto& bit : point.bits)
        if (raw >> bit.position & 1U) set.push_back(&bit);
    return set;
}

const Choice* find_choice(const Point& point, double code) {
    const auto found = std::find_if(point.choices.begin(), point.choices.end(),
                                    [&](const auto& choice) { return static_cast<double>(choice.code) == code; });
    return found == point.choices.end() ? nullptr : &*found;
}

int decimals(const Point& point) {
    int count = 0;
    for (double step = point.gain; step > 1.0000001 && count < 9; step /= 10) ++count;
    return count;
}

}  // namespace firstlight::station
