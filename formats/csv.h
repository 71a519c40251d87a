#pragma once

#include <string>
#include <string_view>

namespace firstlight::formats {

/// A cell of comma-separated values (RFC 4180): one with commas, quotes or line ends is quoted.
std::string csv_cell(std::string_view text);

}  // namespace firstlight::formats
