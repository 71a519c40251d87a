#pragma once

#include "commissioning/rule_set.h"
#include "commissioning/visit.h"
#include "station/device.h"
#include "transport/link.h"

#include <set>
#include <string>
#include <vector>

/// The acceptance checks. Each is a pure function of what was really read; what was not read is never a pass.
namespace firstlight::commissioning {

struct CheckInput {
    const station::Discovery& discovery;
    const station::Snapshot& snapshot;
    const transport::LinkStatistics& statistics;
    const RuleSet& rules;
    Time now;                                   ///< of this computer, for the clock check
    std::vector<std::string> expected_serials;  ///< from the plan; empty: not checked
};

struct Check {
    std::string id;
    std::string title;
    std::string what;  ///< one sentence: what it proves
    std::vector<CheckResult> (*run)(const CheckInput&);
};

/// communication, identity, versions, alarms, grid_voltage, grid_frequency, phase_balance, grid_code, breakers,
/// insulation, pv_strings, battery, meter, clock - in this order.
const std::vector<Check>& all_checks();

}  // namespace firstlight::commissioning
