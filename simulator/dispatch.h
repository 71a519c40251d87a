#pragma once

#include "simulator/house.h"

#include <vector>

/// Who gets how much: the rules of the energy management in the modes of the public map. Pure; powers in kW.
namespace firstlight::simulator {

/// What one inverter could do at this moment.
struct InverterMeans {
    double pv = 0;           ///< available from the sun
    double charge = 0;       ///< most the battery takes
    double discharge = 0;    ///< most it gives
    double must_charge = 0;  ///< below its discharge cut-off it is filled up from whatever there is
    double dc_charger = 0;   ///< + the vehicle takes, - it gives
    double rated = 0;        ///< AC side, both directions
};

struct InverterPower {
    double pv = 0;
    double ess = 0;  ///< + charges
};

/// `demand`: what the AC side of the house takes from inverters and grid together. `metered`: grid limits need a
/// sensor.
std::vector<InverterPower> dispatch(const std::vector<InverterMeans>& means, double demand, bool metered,
                                    const Control& control);

}  // namespace firstlight::simulator
