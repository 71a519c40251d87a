#pragma once

#include "commissioning/settings.h"
#include "station/station.h"

#include <string>
#include <vector>

/// Devices on and off, one or many (manual 3.1.10): in an order that leaves nobody feeding into what is off.
namespace firstlight::commissioning {

struct PowerSwitch {
    const station::Device* device = nullptr;
    const station::Point* point = nullptr;
    double value = 0;
};

/// The point that starts and stops the device; null when it has none.
const station::Point* switch_of(const station::Device& device);

/// Off: chargers first, the plant last; on: the other way round. Without `devices`: all but the plant, whose own switch
/// is for everything at once. Devices without a switch are left out.
std::vector<PowerSwitch> power_switches(const station::Discovery& discovery, bool on,
                                        const std::vector<const station::Device*>& devices = {});

/// Of writes to such points, in the order of "off": what stops comes first, what starts follows the other way round.
/// Other writes stay before them.
void put_in_power_order(std::vector<PlannedWrite>& writes);

}  // namespace firstlight::commissioning
