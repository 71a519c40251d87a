#pragma once

#include "simulator/scenario.h"

/// Devices that a station tells of only through the commissioning extension.
namespace firstlight::simulator {

/// Gives every unit the scenario's extension, and adds a gateway and power sensor where the house has a meter and the
/// battery modules of each inverter. Profiles that are not there are left out.
void add_extension_units(Scenario& scenario, const station::ProfileSet& profiles);

}  // namespace firstlight::simulator
