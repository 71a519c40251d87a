#pragma once

#include "commissioning/settings_file.h"
#include "station/profile.h"

#include <string>
#include <utility>
#include <vector>

/// Two sets of settings side by side: what was kept or is wanted, and what another station, or the same one, has now.
namespace firstlight::commissioning {

/// One point or one row of a table that is not the same.
struct KeptDifference {
    std::string device;  ///< of the present settings; when there is none, of the wanted
    std::string name;    ///< of the point or table; empty: the whole device is on one side only
    std::string label;
    std::string row;      ///< of a table: value of its key ("2"), or its place from 1; empty: a point
    std::string wanted;   ///< with unit, or a row in words; empty: not there
    std::string present;  ///< the same; what could not be read says why in brackets
    std::string why_not;  ///< why it cannot be restored, in words; empty: it can
    std::string value;    ///< of a point: the wanted one as a plan says it
    Cells cells;          ///< of a row: the wanted one; empty: there shall be none

    bool can_be_restored() const { return why_not.empty(); }
};

/// Devices belong together by serial number, else by name, else as the only ones of their family that are left. Of a
/// template only what it names is compared. What belongs to one station or its people can be restored only from a file
/// of this station. In the order of the devices and their settings.
std::vector<KeptDifference> compare(const StationSettings& wanted, const StationSettings& present,
                                    const station::ProfileSet& profiles);

/// The pairs that compare looks at; either may be null.
using DevicePair = std::pair<const DeviceSettings*, const DeviceSettings*>;
std::vector<DevicePair> pairs_of(const StationSettings& wanted, const StationSettings& present);

/// What tells a row of the table from others: the values of its key, or its place from 1.
std::string row_name(const station::RowTable& table, const Cells& cells, std::size_t place);

}  // namespace firstlight::commissioning
