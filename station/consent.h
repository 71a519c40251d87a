#pragma once

#include "station/station.h"

namespace firstlight::station {

/// The one rule of what each risk class demands. A plan is held to it before its first write,
/// every write once more. Throws ConsentMissing.
void demand_consent(const Device& device, const Point& point, const Consent& consent);
/// The same for a command or a table of that name.
void demand_consent(const Device& device, const std::string& name, RiskClass risk, const Consent& consent);

}  // namespace firstlight::station
