#pragma once

#include "station/profile_points.h"

/// Reading what a profile has beside points: tables and commands. All throw formats::FileError at the row's line.
namespace firstlight::station {

/// Fills `tables`, `commands` and `command_block` of the file's profile from its root.
void read_shapes(const formats::JsonNode& root, const PointRules& rules, ProfileFile& file);

}  // namespace firstlight::station
