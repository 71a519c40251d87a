#pragma once

#include <string>
#include <string_view>

/// Numbers and times as people of the language in use write them. Data (files, journal, JSON) has '.' and ISO 8601; it
/// passes here only when it is shown, and what is shown is never parsed.
namespace firstlight::text {

/// "231.4" is "231,4" in German. Never with separators of thousands.
std::string shown_number(std::string_view number);
std::string number(double value, int decimals);
/// As many decimals as the value has.
std::string number(double value);

/// The same for every decimal number inside a text; versions, addresses and times stay as they are.
std::string shown_numbers(std::string_view text);

/// A value as data has it ("231.4 V", "three-phase", "fan fault, over-temperature") as people read it: choices and
/// names translated, numbers with the language's decimal mark; also in rows of a table ("From: 22:00, To: 06:00; ...").
std::string shown_value(std::string_view value);

/// "2026-11-23" is "23.11.2026" in German; "2026-11-23 10:42:07 UTC" keeps what stands behind the day. Text that does
/// not begin with a day stays as it is.
std::string shown_time(std::string_view iso);

}  // namespace firstlight::text
