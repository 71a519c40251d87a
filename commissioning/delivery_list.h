#pragma once

#include "commissioning/preparation.h"
#include "station/profile.h"

#include <filesystem>
#include <string_view>
#include <vector>

namespace firstlight::commissioning {

/// A delivery list as a table: separated by comma, semicolon or tab (the first line tells), with a first line of column
/// names: "device", and "serial" or "count" or both, in any order; other columns are skipped. A device is a family's id
/// or label ("inverter", "AC charger", "battery"). Lines that are empty or begin with '#' are skipped. Throws
/// formats::FileError with the line: a column missing, a device nobody knows, a serial number twice, a count that is
/// none.
std::vector<ExpectedDevice> parse_delivery_list(std::string_view text, const std::filesystem::path& name,
                                                const station::ProfileSet& profiles);
std::vector<ExpectedDevice> load_delivery_list(const std::filesystem::path& file, const station::ProfileSet& profiles);

}  // namespace firstlight::commissioning
