#pragma once

#include "station/errors.h"
#include "station/preconditions.h"
#include "station/station.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// What a setting must keep beside others, beyond its own range: the order of the SOC limits, what load management
/// needs, ratings, which addresses lead to an OCPP platform. For the field where it is typed and for the plan before
/// its first write.
namespace firstlight::commissioning {

/// What a point of the device, else of the plant, has or will have: empty text for a text that is empty; nothing when
/// it is not known, which is not held against a setting.
using OtherValues =
    std::function<std::optional<station::Value>(const station::Device& device, const std::string& point)>;
/// The value of a reading as OtherValues gives it.
std::optional<station::Value> value_beside(const station::Reading& reading);
/// The numbers alone, of the device, else of the plant.
station::PointLookup numbers_beside(const OtherValues& others, const station::Device& device);

struct SettingConflict {
    std::string words;  ///< why it cannot stand, with what to do
    /// The value itself is wrong (not_a_value), too high or too low beside others (out_of_range), or something else
    /// comes first (precondition).
    station::ValueNotAccepted::Reason reason;
};

/// Why `value` cannot stand; nothing when it can. `device` belongs to the discovery.
std::optional<SettingConflict> conflict_of(const station::Device& device, const station::Point& point,
                                           const station::Value& value, const OtherValues& others,
                                           const station::Discovery& discovery);

/// Of a command and what it is given: the unit that is to be located must be there.
std::optional<std::string> conflict_of(const station::Command& command, const std::vector<station::Value>& arguments,
                                       const station::Discovery& discovery);

/// Whether the setting acts at all, as the others stand: one of a working mode only in that mode, a limit for one phase
/// only where limits apply to each.
bool acts_now(const station::Device& device, const station::Point& point, const OtherValues& others);

/// What `others` is asked for when the point is set; nothing for most points.
std::vector<station::LocatedPoint<const station::Device>> points_beside(const station::Device& device,
                                                                        const station::Point& point,
                                                                        const station::Discovery& discovery);

}  // namespace firstlight::commissioning
