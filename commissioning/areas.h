#pragma once

#include "commissioning/plan.h"
#include "commissioning/visit.h"
#include "station/device.h"

#include <string>
#include <string_view>
#include <vector>

/// The areas of a set-up, each with its own state: needed, complete, and if not, why not.
namespace firstlight::commissioning {

enum class AreaState {
    done,
    to_do,
    attention,   ///< a check failed or warns, a device is missing, a setting does not hold
    not_needed,  ///< not on this station, or nothing was planned
};
/// "done", "to do", "needs attention", "not needed"
std::string_view to_string(AreaState state);

struct Area {
    std::string id;    ///< "grid", stable
    std::string name;  ///< in words
    AreaState state = AreaState::to_do;
    std::string why;   ///< what was found, or what is missing, in words
    std::string page;  ///< id of the wizard's page where one goes on with it

    bool needed() const { return state != AreaState::not_needed; }
};

/// What the areas are judged by. `plan` is the visit's draft; `found` the devices that answer now, nullptr while no
/// station is connected: then those in the visit count, and `profiles`, when given, say how the journal writes their
/// values.
struct AreaInput {
    const Visit& visit;
    const Plan& plan;
    const station::Discovery* found = nullptr;
    const station::ProfileSet* profiles = nullptr;
};

/// In the order in which they are worked through: site, devices, grid, pv, battery, meter, limits, checks, sign_off.
std::vector<Area> areas_of(const AreaInput& input);

/// Whether the acceptance checks have run in this visit.
bool was_checked(const Visit& visit);

}  // namespace firstlight::commissioning
