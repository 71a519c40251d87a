#pragma once

#include "formats/modbus.h"
#include "station/profile.h"

namespace firstlight::station {

/// One register that every station has; an exception to it tells as much as an answer. For searches on a serial line.
formats::ReadRegisters line_probe(const ProfileSet& profiles);

}  // namespace firstlight::station
