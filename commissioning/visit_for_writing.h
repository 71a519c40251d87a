#pragma once

#include "commissioning/visit_store.h"
#include "station/station.h"

#include <string>

namespace firstlight::commissioning {

/// The visit that keeps a write outside of a plan: the one of this id when it is open and belongs to the station, else
/// a new one. Returns its id. Throws DifferentStation, StationUnconfirmed, std::out_of_range (no such visit) and
/// store::StoreError.
std::string visit_for_writing(VisitStore& store, const std::string& id, const station::Discovery& found,
                              const std::string& program_version, const Person& installer);

}  // namespace firstlight::commissioning
