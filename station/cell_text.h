#pragma once

#include "station/value.h"

#include <string>
#include <string_view>

/// Cells of tables and arguments of commands as files and command lines write them. Beyond what points know: days of
/// the week ("mon-fri, sun") and times of day ("22:00") for minutes.
namespace firstlight::station {

/// A u16 whose bits are states with names: each is called by the first three letters of its name.
bool is_set_of_days(const Point& column);
/// Minutes since midnight, 0 to 1440.
bool is_time_of_day(const Point& column);

/// What parse_cell reads: "mon-fri, sun", "22:00", "charge", "5.5", "none", text.
std::string cell_text(const Point& column, const Value& value);
/// Throws ValueNotAccepted.
Value parse_cell(const Point& column, std::string_view text);

}  // namespace firstlight::station
