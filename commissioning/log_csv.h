#pragma once

#include "station/row_table.h"

#include <string>
#include <vector>

/// Logs of a device (charging records, alarm history) for spreadsheets and for people.
namespace firstlight::commissioning {

/// Seconds since 1970 stand in the columns "began" and "ended"; 0: it has not ended.
bool is_moment(const station::Point& column);
/// "2026-11-23 10:42:07" in UTC, or the cell as people write it.
std::string log_text(const station::Point& column, const station::Value& value);

/// Comma-separated with a head line, times in UTC as ISO 8601; cells with commas, quotation marks or line ends are
/// quoted.
std::string to_csv(const station::RowTable& table, const std::vector<station::Row>& rows);

/// The sum of a column over all rows; 0 when the table does not have it.
double total_of(const station::RowTable& table, const std::vector<station::Row>& rows, std::string_view column);

}  // namespace firstlight::commissioning
