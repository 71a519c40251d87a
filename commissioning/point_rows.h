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

/// The rows in use: a row whose cells are all 0 is free. That a free window is zeros is guessed: the protocol does not
/// say. Not good when a point could not be read.
station::TableReading rows_of(const PointRows& rows, const PointReadings& now);

/// What becomes of one place; nothing: it is free.
struct RowChange {
    std::size_t place = 0;  ///< from 0
    std::optional<station::Row> before, after;
};
/// Rows that the station has already stay in their places; others take the first free ones. Throws
/// station::ValueNotAccepted.
std::vector<RowChange> changes_of(const PointRows& rows, const std::vector<station::Row>& wanted,
                                  const PointReadings& now);

/// The points that differ, each with what its whole row had. While a window moves its power is 0: a half-written one
/// does nothing.
std::vector<PlannedWrite> writes_of(const PointRows& rows, const std::vector<RowChange>& changes);

}  // namespace firstlight::commissioning
