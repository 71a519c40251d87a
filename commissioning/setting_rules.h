#pragma once

#include "station/errors.h"
#include "station/station.h"

#include <optional>
#include <string>
#include <vector>

/// What a setting must keep beside others, beyond its own range: the order of the SOC limits, what load management
/// needs, which addresses lead to an OCPP platform. For the field where it is typed and for the plan before its first
/// write.
namespace firstlight::commissioning {

/// Why `value` cannot stand, with what to do; nothing when it can. `others` gives the values that the other points of
/// the device, or of the plant, have or will have; what it does not know is not held against the value.
std::optional<std::string> conflict_of(const station::Point& point, const station::Value& value,
                                       const station::PointLookup& others, const station::Discovery& discovery);

/// Whether the value itself is wrong, whatever the others are (not_a_value), or does not fit to them (precondition).
station::ValueNotAccepted::Reason kind_of_conflict(const station::Value& value);

/// Names of the points that `others` is asked for when `point` is set; none for most points.
std::vector<std::string> conflicting_points(const station::Point& point);

}  // namespace firstlight::commissioning
