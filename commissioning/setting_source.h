#pragma once

#include "station/profile.h"

#include <string>

namespace firstlight::commissioning {

/// Where a setting that can be read back comes from: "public" (the maker's map) or "extension". Empty: it is no setting
/// of its own: measured, secret, write-only, or the head of a table.
std::string setting_source(const station::Profile& profile, const station::Point& point);

}  // namespace firstlight::commissioning
