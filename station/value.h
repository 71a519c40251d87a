#pragma once

#include "formats/bytes.h"
#include "station/profile.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// Registers to values and back. Encode and decode sit side by side; "not available" is never zero.
namespace firstlight::station {

/// Numbers, enumeration codes, bit words and epoch seconds are doubles (exact up to 2^53); strings are UTF-8.
using Value = std::variant<double, std::string>;

enum class Quality {
    good,
    not_available,   ///< the device says it has no value (0xFFFF of an absent string)
    unsupported,     ///< the firmware does not know the register (exception 2)
    not_applicable,  ///< meaningless on this station (phase B of a single-phase inverter)
    not_read,        ///< not asked, or the link failed; `why` says it
    malformed,       ///< text that is no text, a word count that does not fit
};

struct Reading {
    const Point* point = nullptr;
    Quality quality = Quality::not_read;
    std::optional<Value> value;  ///< only when good
    formats::Words raw;          ///< as it came
    std::chrono::system_clock::time_point at{};
    std::string why;  ///< reason when not good

    bool good() const { return quality == Quality::good; }
    /// The number when good, else nothing.
    std::optional<double> number() const;
};

/// Decodes `raw` (exactly `point.count` words); quality good, not_available or malformed.
Reading decode(const Point& point, formats::WordView raw, std::chrono::system_clock::time_point at);

/// The registers that stand for `value`. Throws ValueNotAccepted when the value is of the wrong kind, cannot be
/// represented (range of the type, finer than the gain) or text is too long or not ASCII.
formats::Words encode(const Point& point, const Value& value);

/// Raw integer of a numeric point.
std::uint64_t raw_integer(formats::WordView raw);

/// The value as people read it, without unit: "231.4", "running", "unknown (12)", "none", "2026-11-23 10:42:07 UTC",
/// alarm names joined with ", " ("no alarm" for 0).
std::string to_text(const Point& point, const Value& value);
/// to_text with unit, or the quality's words.
std::string to_text(const Reading& reading);
std::string_view to_string(Quality quality);

/// Reads what a person or a plan file gives: a number, a choice's name or code, "none" for a special value, text.
/// Throws ValueNotAccepted.
Value parse_value(const Point& point, std::string_view text);

/// What a write of the point accepts, in the point's unit.
struct Range {
    std::optional<double> low, high;
    std::optional<double> gap_low, gap_high;  ///< values between them are not accepted
};
/// Present value of another point, or nothing when it is not known.
using PointLookup = std::function<std::optional<double>(const std::string& point)>;

/// Points that must be read before the range can be resolved.
std::vector<std::string> range_references(const Point& point);
/// A bound whose reference is not known is left open.
Range resolve_range(const Point& point, const PointLookup& lookup);
/// Throws ValueNotAccepted out_of_range. The point's special value is always in range.
void check_range(const Point& point, const Value& value, const Range& range);
/// "0 to 12.5 kW", "-0.999 to -0.8 or 0.8 to 1"; empty when nothing is bounded.
std::string to_text(const Point& point, const Range& range);

/// Everything that can be said of a value without the station: kind, choices, fixed bounds, what the registers hold.
/// Returns the registers that stand for it. Throws ValueNotAccepted.
formats::Words check_and_encode(const Point& point, const Value& value);

/// Unit as people write it: "°C" for "degC", "Ω", "kΩ", "MΩ" for "Ohm", "kOhm", "MOhm", others as they are.
std::string unit_for_people(std::string_view unit);

/// "5 kW"; the number alone where the point has no unit.
std::string with_unit(const Point& point, std::string_view number);
/// "now": this computer's clock when it is parsed. Only where time is counted in UTC.
bool is_this_moment(const Point& point, std::string_view given);
/// What a person gave, for a message about it: with unit, and of a secret nothing.
std::string shown(const Point& point, std::string_view given);

/// The bits that are set, in order.
std::vector<const Bit*> set_bits(const Point& point, double word);
const Choice* find_choice(const Point& point, double code);

/// Decimals that the gain can show: 0 for 1, 1 for 10, 3 for 1000.
int decimals(const Point& point);

}  // namespace firstlight::station
