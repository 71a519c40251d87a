#pragma once

#include "commissioning/plan.h"
#include "station/station.h"

#include <string>
#include <vector>

/// Planned settings against the station that was found: everything that can be wrong is found before the first write.
namespace firstlight::commissioning {

/// One write to one device. Device and point belong to the discovery it was made from.
struct PlannedWrite {
    const station::Device* device = nullptr;
    const station::Point* point = nullptr;
    station::Value value;
    std::string wanted;  ///< as the journal writes it
    station::Consent consent;
};

/// As it is printed: a choice and a special value ("none") have no unit.
std::string with_unit(const station::Point& point, const std::string& value);

/// "every inverter" becomes one write for each. Throws formats::FileError (no such device or point),
/// station::ValueNotAccepted, station::ConsentMissing.
std::vector<PlannedWrite> prepare_writes(const Plan& plan, const station::Discovery& discovery,
                                         const station::Snapshot& snapshot);

}  // namespace firstlight::commissioning
