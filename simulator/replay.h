#pragma once

#include "simulator/scenario.h"
#include "simulator/virtual_station.h"
#include "station/recording.h"

#include <memory>

namespace firstlight::simulator {

/// The house of a recording: its devices stand still and have the recorded points. Others are refused, because nobody
/// knows their values, but for those that every firmware has: without them no device is recognised, so they are the
/// virtual station's own. Throws formats::FileError when a device or point is in no profile.
std::shared_ptr<const Scenario> scenario_of(const station::Recording& recording, const station::ProfileSet& profiles,
                                            const std::filesystem::path& file);

/// Sets each row's values when its time has come, `speed` times as fast as they were recorded; the last row stays. An
/// empty cell leaves the value before it. `station` must outlive it.
transport::awaitable<void> replay(VirtualStation& station, const station::ProfileSet& profiles,
                                  station::Recording recording, double speed);

}  // namespace firstlight::simulator
