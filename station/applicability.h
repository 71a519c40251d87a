#pragma once

#include "station/device.h"

#include <optional>
#include <string>

/// Which points a device can have, and which of those mean something on this station.
namespace firstlight::station {

struct Session;

/// The newest protocol version worth asking for; nothing when it is not known.
std::optional<ProtocolVersion> newest_version(const Device& device);
/// The firmware's protocol version has the point. An unknown version has everything that was never withdrawn.
bool fits_version(const Point& point, const Device& device);
/// False for points of the commissioning extension on a station that does not have it.
bool belongs_to(const Point& point, const Device& device);
/// The device's model, or one of the station's inverters, has the point. An unknown model may have everything.
bool fits_model(const Point& point, const Device& device);

/// The same for tables and commands: the commissioning extension of the station has it.
bool applies(const RowTable& table, const Device& device);
bool applies(const Command& command, const Device& device);
/// "comes with version 1.1 of the commissioning extension", of what came with `since`.
std::string why_not_applicable(ProtocolVersion since, const Device& device);

/// The reading of a point that does not apply and was not asked.
Reading not_asked(const Point& point, const Device& device);

/// Why the device's own words rule the point out: "only 2 of these exist", "single-phase". Nothing when they do not,
/// or were not read yet.
std::optional<std::string> ruled_out(const Session& session, const Device& device, const Point& point);

}  // namespace firstlight::station
