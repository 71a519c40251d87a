#pragma once

#include "commissioning/checks.h"

#include <vector>

/// The checks themselves, each in the file of its kind; checks.cpp lists them.
namespace firstlight::commissioning {

std::vector<CheckResult> check_communication(const CheckInput& input);
std::vector<CheckResult> check_identity(const CheckInput& input);
std::vector<CheckResult> check_versions(const CheckInput& input);
std::vector<CheckResult> check_alarms(const CheckInput& input);
std::vector<CheckResult> check_clock(const CheckInput& input);

std::vector<CheckResult> check_grid_voltage(const CheckInput& input);
std::vector<CheckResult> check_grid_frequency(const CheckInput& input);
std::vector<CheckResult> check_phase_balance(const CheckInput& input);
std::vector<CheckResult> check_grid_code(const CheckInput& input);
std::vector<CheckResult> check_breakers(const CheckInput& input);
std::vector<CheckResult> check_meter(const CheckInput& input);

std::vector<CheckResult> check_insulation(const CheckInput& input);
std::vector<CheckResult> check_pv_strings(const CheckInput& input);
std::vector<CheckResult> check_battery(const CheckInput& input);

}  // namespace firstlight::commissioning
