#pragma once

#include "simulator/presentation.h"
#include "simulator/stored_tables.h"

/// What the registers of the commissioning extension start with and how they follow the house.
namespace firstlight::simulator {

/// Start values of the extension's points; nothing on a station without it.
void start_extension(DevicePoints& points, const Moment& moment);
void present_extension(DevicePoints& points, const Moment& moment);
/// The rows that its tables and logs start with.
void fill_tables(StoredTables& tables, const DevicePoints& points, const Moment& moment);

/// The EMS mode of the public map that a working mode of the extension stands for, and back; the first remote mode and
/// self-consumption where there is no other.
int ems_mode_of(int working_mode);
int working_mode_of(int ems_mode);

}  // namespace firstlight::simulator
