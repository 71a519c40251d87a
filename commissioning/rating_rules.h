#pragma once

#include "station/row_table.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Limits of power against what the site can carry: the ratings of its inverters and batteries, and its breaker. What
/// the station does not tell bounds nothing; the public map has no rating of the PV side, so a PV limit is not judged.
namespace firstlight::commissioning {

/// Why a limit of the plant lies above a rating, with the most that may be entered; nothing when it does not, or means
/// "none". `plant` gives numbers of the plant.
std::optional<std::string> above_rating(const station::Point& limit, double value, const station::PointLookup& plant);
/// The same for a column of the schedule.
std::optional<std::string> above_rating(const station::RowTable& table, const station::Point& column, double value,
                                        const station::PointLookup& plant);

/// What people must compare themselves, because the station does not tell the rating; nothing for most points.
std::optional<std::string> not_compared(const station::Point& limit, const station::PointLookup& plant);

/// Names of the plant's limits that the household breaker bounds.
std::vector<std::string> limits_of_breaker(const station::Profile& plant);

/// Whether it is a limit for one phase alone.
bool is_of_one_phase(std::string_view limit);
/// Why a limit for one phase, or for each, means nothing on this site; nothing when it does.
std::optional<std::string> no_such_phase(std::string_view point, double value, const station::PointLookup& plant);

/// Points of the plant that decide over the limit, or over the table's columns; none for what has no rating.
std::vector<std::string> ratings_of(std::string_view limit);
std::vector<std::string> ratings_of(const station::RowTable& table);

}  // namespace firstlight::commissioning
