#pragma once

#include "station/profile.h"

#include <string>
#include <string_view>

/// What value.cpp and value_text.cpp share; value.h is what others use.
namespace firstlight::station {

/// Valid UTF-8 without control characters.
bool is_plain_text(std::string_view text);

/// "choose one of standby (0), running (1)".
std::string choices_text(const Point& point);

}  // namespace firstlight::station
