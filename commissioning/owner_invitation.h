#pragma once

#include "station/station.h"

#include <chrono>
#include <optional>
#include <string>

namespace firstlight::commissioning {

/// Where the hand-over to the owner stands, in words with the next step; nothing when the station does not tell. The
/// link in the mail is good for 24 hours (facts: commissioning_flows.md, row 26). `numbers` gives points of the plant.
std::optional<std::string> owner_invitation(const station::PointLookup& numbers,
                                            std::chrono::system_clock::time_point now);

}  // namespace firstlight::commissioning
