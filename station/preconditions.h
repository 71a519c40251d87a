#pragma once

#include "station/device.h"

#include <optional>
#include <string>

/// What must hold on the station before a point is written or a command is given.
namespace firstlight::station {

/// A point that a profile names, and the device that has it.
template <class SomeDevice>
struct LocatedPoint {
    SomeDevice* device = nullptr;
    const Point* point = nullptr;  ///< null: no device of the station has it
};
/// The point of that name: the device's own, else the plant's.
LocatedPoint<Device> locate(const std::string& name, Device& device, Discovery& discovery);
LocatedPoint<const Device> locate(const std::string& name, const Device& device, const Discovery& discovery);

/// False when the device's version no longer asks for it.
bool still_demanded(const Precondition& condition, const Device& device);

/// Why the condition does not hold, for people; `now` gives the present numbers of what `locate` finds.
std::optional<std::string> why_not_now(const Precondition& condition, const Device& device, const Discovery& discovery,
                                       const PointLookup& now);

}  // namespace firstlight::station
