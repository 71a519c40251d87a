#pragma once

#include "commissioning/areas.h"

#include <string>
#include <vector>

/// What the plan shall write against the journal of the visit.
namespace firstlight::commissioning {

/// One setting, table or command for one device.
struct PlannedWork {
    enum class State {
        to_write,  ///< not written yet, or planned anew since
        held,      ///< proven, was so already, or the device took the command
        open,      ///< the last write failed, or nobody knows what became of it
    };
    std::string device;  ///< as the plan has it while no such device is known
    std::string name;    ///< of the point, table or command
    State state = State::to_write;
};

/// In the order of the plan; "every ac charger" is one for each. How the journal has a value is known of devices whose
/// profile is known; of others the last write of that name counts, numbers apart.
std::vector<PlannedWork> planned_work(const AreaInput& input);

}  // namespace firstlight::commissioning
