#pragma once

#include "station/profile.h"
#include "station/value.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace firstlight::station {

/// One addressable unit of a station.
struct Device {
    std::uint8_t unit = 0;
    std::shared_ptr<const Profile> profile;
    std::string model;  ///< empty when the family has no such register
    std::string serial;
    std::string firmware;
    std::optional<ProtocolVersion> version;  ///< what its registers follow
    /// Set when no version probe answered: points up to here are worth asking, though `version` does not promise them.
    std::optional<ProtocolVersion> version_at_most;
    std::optional<ProtocolVersion> extension;  ///< of the commissioning extension, when the station has it
    std::vector<std::string> station_models;   ///< models of the station's inverters, for points that only some have
    std::set<std::string> unsupported;         ///< points that this firmware refused
    bool operator==(const Device&) const = default;

    /// "inverter 2", "ac charger 3", "plant", "battery module 1.3" (third of inverter 1): how people, plans and the
    /// journal name it; by unit id.
    std::string name() const;
    /// The points that tell its serial number and firmware; null when it has none. A family may have them only with the
    /// commissioning extension (chargers).
    const Point* serial_point() const;
    const Point* firmware_point() const;
};

enum class FindingKind {
    duplicate_serial,  ///< one serial at two unit ids or two addresses
    silent_unit,       ///< expected, or seen before, and does not answer
    slow_unit,         ///< answers later than the others by far
    shared_unit,       ///< two devices answer at one unit id
    no_plant,          ///< units answer but 247 does not: the Modbus server role lies elsewhere
    unknown_device,    ///< answers Modbus but fits no profile
};

/// What discovery noticed beside the devices.
struct Finding {
    FindingKind kind = FindingKind::silent_unit;
    std::uint8_t unit = 0;
    std::string detail;
};

/// A device's name ("inverter 2") in the person's language; what stands behind the family's name stays as it is.
std::string name_for_people(std::string_view name);

/// All devices behind one entry point.
struct Discovery {
    std::vector<Device> devices;  ///< plant first, then by unit id
    std::vector<Finding> findings;
    std::vector<std::uint8_t> asked_units;
    std::string anchor_serial;  ///< first inverter's serial, or a charger-only site's charger; may be empty
    std::optional<ProtocolVersion> version;         ///< what the suite goes by
    std::optional<ProtocolVersion> probed_version;  ///< what the version probes alone said
    std::optional<ProtocolVersion> extension;       ///< of the commissioning extension; not set: the station has none
    std::optional<int> firmware_pack;               ///< newest SPC number in an inverter's firmware string

    /// By Device::name(); case, '_' and '-' do not matter.
    const Device* find(std::string_view name) const;
    /// By the family's id: all battery modules for "battery_module".
    std::vector<const Device*> of(std::string_view family) const;
};

/// Number after "SPC" in a firmware's name (facts: behaviour.md section 10).
std::optional<int> firmware_pack(std::string_view firmware);

struct DeviceSnapshot {
    Device device;
    std::vector<Reading> readings;  ///< every point of the profile that can be read, in profile order

    const Reading* find(std::string_view point) const;
    std::optional<double> number(std::string_view point) const;
};

struct Snapshot {
    std::chrono::system_clock::time_point started{}, ended{};
    std::vector<DeviceSnapshot> devices;
    int requests = 0;

    const DeviceSnapshot* find(std::string_view device_name) const;
    std::vector<const DeviceSnapshot*> of(std::string_view family) const;
};

}  // namespace firstlight::station
