#pragma once

#include "commissioning/plan.h"
#include "station/station.h"

#include <string>
#include <vector>

namespace firstlight::commissioning {

/// One write of a plan as a review shows it.
struct PlanLine {
    const station::Device* device = nullptr;  ///< null: the station shows none of that name, or is not known yet
    std::string device_name;                  ///< as the plan says it, when there is no device
    std::string name;                         ///< of the point, table or command
    std::string label;
    std::string wanted;  ///< with unit; rows and arguments in words; a secret never
    station::RiskClass risk = station::RiskClass::config;
    bool is_point = false;
};

/// In the order in which they are written; "every inverter" gives one for each. Says also what the run will refuse.
/// `found` may be null.
std::vector<PlanLine> lines_of(const Plan& plan, const station::Discovery* found);

}  // namespace firstlight::commissioning
