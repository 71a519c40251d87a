#pragma once

#include "commissioning/check_results.h"

#include <optional>
#include <string>
#include <vector>

/// What the checks of the grid meter share.
namespace firstlight::commissioning {

/// With the three decimals of the registers, and no minus before zero.
std::string kilowatts(double power);

/// Power the comparison of flows may miss: a share of the largest flow, or the floor if that is more.
struct Tolerance {
    double kilowatts = 0;
    std::string expected;
};

/// Nothing when the rule set has no limits for it.
std::optional<Tolerance> tolerance_for(const CheckInput& input, double largest_flow);
CheckResult apply(CheckResult result, const CheckInput& input, const Tolerance& tolerance);

/// Each phase: does the house take power there, or would its sensor have to be turned or moved for that?
std::vector<CheckResult> check_meter_phases(const CheckInput& input, const Subject& plant);

}  // namespace firstlight::commissioning
