#pragma once

#include "commissioning/visit.h"
#include "station/station.h"

#include <vector>

/// Schedules, prices and cards are settings as much as single values are: the visit keeps them among its readings.
namespace firstlight::commissioning {

/// Reads every table that can be set and puts each behind the readings of its group. Never throws for what a device
/// says.
transport::awaitable<void> add_tables(station::Station& station, std::vector<ReadingRecord>& readings);

}  // namespace firstlight::commissioning
