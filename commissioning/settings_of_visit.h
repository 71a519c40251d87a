#pragma once

#include "commissioning/settings_file.h"
#include "station/profile.h"

namespace firstlight::commissioning {

/// The settings as the visit last read them, to give them to what replaces a device: values and rows. Like a template
/// it says nothing of what it does not name. Devices whose profile is not known are left out.
StationSettings settings_of(const Visit& visit, const station::ProfileSet& profiles);

}  // namespace firstlight::commissioning
