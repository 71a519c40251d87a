#pragma once

#include "commissioning/settings.h"
#include "station/row_table.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

/// Settings that a device has many times over as numbered points, seen as the rows of a table.
namespace firstlight::commissioning {

struct PointRows {
    const station::Device* device = nullptr;
    std::shared_ptr<const station::RowTable> table;          ///< of no file: its rows are written point by point
    std::vector<std::vector<const station::Point*>> points;  ///< by row and column
};

/// When the battery of a plant is heated ahead of time: "preheat_tou_1_start" and so on. Nothing where the plant has
/// none.
std::optional<PointRows> preheat_windows(const station::Device& plant);

using PointReadings = std::function<station::Reading(const station::Point&)>;

/// The rows in use. One whose cells are all 0 is free; so is one that the station has no value for. That a free window
/// is zeros is guessed: the protocol does not say. Not good when a point could not be read.
station::TableReading rows_of(const PointRows& rows, const PointReadings& now);

/// The points that differ from what the station has: `wanted` from the first row on, zeros behind. Throws
/// station::ValueNotAccepted.
std::vector<PlannedWrite> writes_of(const PointRows& rows, const std::vector<station::Row>& wanted,
                                    const PointReadings& now);

}  // namespace firstlight::commissioning
