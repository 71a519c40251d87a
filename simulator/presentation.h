#pragma once

#include "simulator/house.h"
#include "simulator/register_bank.h"

#include <cstdint>
#include <vector>

/// The house as the station's registers tell it: points by name, in canonical signs.
namespace firstlight::simulator {

/// What the registers of all devices are filled from.
struct Moment {
    const Scenario& scenario;
    const House& house;
    const Control& control;
    std::int64_t clock = 0;  ///< the station's own, epoch seconds UTC
};

/// Once: identity, ratings and the start values of settings.
void present_start(DevicePoints& points, const Moment& moment);
/// Readings of the moment.
void present(DevicePoints& points, const Moment& moment);
/// Alarm words of the plant: its own and those of all inverters.
void present_alarms(DevicePoints& plant, const std::vector<DevicePoints*>& inverters, const Scenario& scenario);

}  // namespace firstlight::simulator
