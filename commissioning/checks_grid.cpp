#include "commissioning/check_results.h"
#include "commissioning/check_runs.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

/// Values of the inverter's output type (facts: registers.csv, output_type).
enum class OutputType { single_phase = 0, three_phase = 1, three_phase_neutral = 2, split_phase = 3 };

struct Phase {
    const char* name;
    const char* point;
    const char* rule;
};

constexpr std::array to_neutral = {Phase{"L1", "phase_a_voltage", "grid_voltage"},
                                   Phase{"L2", "phase_b_voltage", "grid_voltage"},
                                   Phase{"L3", "phase_c_voltage", "grid_voltage"}};
constexpr std::array between_phases = {Phase{"L1-L2", "voltage_ab", "grid_voltage_line"},
                                       Phase{"L2-L3", "voltage_bc", "grid_voltage_line"},
                                       Phase{"L3-L1", "voltage_ca", "grid_voltage_line"}};

/// The voltages that mean something at this output type; nothing when the type is not known.
std::optional<std::vector<Phase>> phases_of(const Subject& inverter) {
    const auto type = inverter.number("output_type");
    if (!type) return std::nullopt;
    switch (static_cast<OutputType>(static_cast<int>(*type))) {
        case OutputType::single_phase:
        case OutputType::split_phase:
            return std::vector{to_neutral[0]};
        case OutputType::three_phase:
            return std::vector(between_phases.begin(), between_phases.end());
        case OutputType::three_phase_neutral:
            return std::vector(to_neutral.begin(), to_neutral.end());
    }
    return std::nullopt;
}

std::string why_no_phases(const Subject& inverter) {
    if (!inverter.number("output_type")) return why_missing(inverter, "output_type");
    return "The output type is not known to this program, so it is not known which voltages mean something.";
}

/// On split phase the map does not say whether the voltage is that of one leg or of both: half the expected is one leg.
bool is_one_leg(const CheckInput& input, const Subject& inverter, double voltage) {
    const auto* rule = input.rules.find("grid_voltage");
    return inverter.number("output_type") == 3.0 && rule && !rule->allows(voltage) && rule->allows(2 * voltage);
}

CheckResult voltage_of(const CheckInput& input, const Subject& inverter, const Phase& phase) {
    auto result = begin(input, "grid_voltage", fmt::format("{} {}", inverter.name(), phase.name));
    add_evidence(result, inverter, phase.point);
    auto voltage = inverter.number(phase.point);
    if (!voltage) return not_tested(std::move(result), why_missing(inverter, phase.point));
    result.measured = station::to_text(*inverter.find(phase.point));
    if (is_one_leg(input, inverter, *voltage)) {
        *voltage *= 2;
        result.measured += fmt::format(", one leg; {:.1f} V over both", *voltage);
    }
    if (*voltage < 1) {
        return judge(std::move(result), input, phase.rule, *voltage, Verdict::fail,
                     "No voltage. Check the AC breaker and the wiring of this phase.");
    }
    return judge(
        std::move(result), input, phase.rule, *voltage, Verdict::fail,
        "Measure at the inverter's AC terminals. A value high by day points to the supply cable or the grid; a "
        "low one to a loose or wrong connection.");
}

CheckResult frequency_of(const CheckInput& input, const Subject& inverter) {
    auto result = begin(input, "grid_frequency", inverter.name());
    add_evidence(result, inverter, "grid_frequency");
    add_evidence(result, inverter, "rated_grid_frequency");
    const auto frequency = inverter.number("grid_frequency");
    if (!frequency) return not_tested(std::move(result), why_missing(inverter, "grid_frequency"));
    result.measured = station::to_text(*inverter.find("grid_frequency"));
    return judge(std::move(result), input, "grid_frequency", *frequency, Verdict::fail,
                 *frequency < 1 ? "No frequency: the inverter sees no grid. Check the AC breaker."
                                : "Check that the grid code is the right one, and that no generator feeds the site.");
}

CheckResult balance_of(const CheckInput& input, const Subject& inverter) {
    auto result = begin(input, "phase_balance", inverter.name());
    const auto phases = phases_of(inverter);
    if (!phases) return not_tested(std::move(result), why_no_phases(inverter));
    if (phases->size() < 2) return not_applicable(std::move(result), "The inverter has a single phase.");
    double sum = 0;
    std::vector<double> voltages;
    for (const auto& phase : *phases) {
        add_evidence(result, inverter, phase.point);
        const auto voltage = inverter.number(phase.point);
        if (!voltage) return not_tested(std::move(result), why_missing(inverter, phase.point));
        voltages.push_back(*voltage);
        sum += *voltage;
    }
    const double mean = sum / static_cast<double>(voltages.size());
    if (mean < 1) return not_tested(std::move(result), "There is no grid voltage to compare. Check the AC breaker.");
    double largest = 0;
    for (const double voltage : voltages) largest = std::max(largest, std::abs(voltage - mean));
    const double share = 100 * largest / mean;
    result.measured = fmt::format("{:.1f} % from the mean of {:.1f} V", share, mean);
    return judge(std::move(result), input, "phase_imbalance", share, Verdict::fail,
                 "Check neutral and phase connections; a loose neutral shifts the phases apart.");
}

/// Runs `check` over all inverters, unless grid values mean nothing now.
template <class Check>
std::vector<CheckResult> over_inverters(const CheckInput& input, std::string_view id, const Check& check) {
    const auto inverters = subjects_of(input, "inverter");
    if (inverters.empty()) return {none_found(input, id, "inverter")};
    if (const auto why = off_grid(input)) return {not_tested(begin(input, id, ""), *why)};
    std::vector<CheckResult> results;
    for (const auto& inverter : inverters) check(inverter, results);
    return results;
}

/// With the three decimals of the registers, and no minus before zero.
std::string kilowatts(double power) {
    const double rounded = std::round(power * 1000) / 1000;
    return fmt::format("{:.3f} kW", rounded == 0 ? 0.0 : rounded);
}

// ---- meter -------------------------------------------------------------------------------------------------------

/// Power the comparison of flows may miss: a share of the largest flow, or the floor if that is more.
struct Tolerance {
    double kilowatts = 0;
    std::string expected;
};

std::optional<Tolerance> tolerance_for(const CheckInput& input, double largest_flow) {
    const auto* share = input.rules.find("meter_balance");
    const auto* floor = input.rules.find("meter_balance_floor");
    if (!share || !floor || !share->high || !floor->high) return std::nullopt;
    return Tolerance{std::max(*share->high / 100 * largest_flow, *floor->high),
                     fmt::format("within {} % of the largest flow or {} kW", *share->high, *floor->high)};
}

CheckResult apply(CheckResult result, const CheckInput& input, const Tolerance& tolerance) {
    const auto& rule = *input.rules.find("meter_balance");
    result.expected = tolerance.expected;
    result.rule = input.rules.cite(rule);
    result.unverified_limit = rule.confidence == Confidence::unverified;
    return result;
}

CheckResult sensor_of(const CheckInput& input, const Subject& plant) {
    auto result = begin(input, "meter", "presence");
    result.expected = "connected";
    add_evidence(result, plant, "grid_sensor_status");
    const auto status = plant.number("grid_sensor_status");
    if (!status) return not_tested(std::move(result), why_missing(plant, "grid_sensor_status"));
    result.measured = station::to_text(*plant.find("grid_sensor_status"));
    result.verdict = *status == 1 ? Verdict::pass : Verdict::fail;
    if (*status != 1) {
        result.reason =
            "No meter or gateway is seen. Without it export and import limits do not work. Check its supply, "
            "its RS485 wires (A, B) and its address.";
    }
    return result;
}

/// The flows at one moment, in kW, in the profiles' canonical signs: grid + is import, battery + is charging.
struct Flows {
    double grid = 0, pv = 0, other_pv = 0, battery = 0;
    std::optional<double> load;
    double largest = 0;
    double house() const { return grid + pv + other_pv - battery; }
};

constexpr std::array flow_points = {"grid_active_power", "pv_power", "third_party_pv_power", "ess_power",
                                    "total_load_power"};

/// Flows that the station does not have count as none; one that was not read leaves the check untested.
std::optional<Flows> flows_of(CheckResult& result, const Subject& plant) {
    for (const auto* point : flow_points) {
        add_evidence(result, plant, point);
        if (plant.number(point) || (is_absent(plant, point) && point != flow_points[0])) continue;
        result = not_tested(std::move(result), why_missing(plant, point));
        return std::nullopt;
    }
    const auto flow = [&](const char* point) { return plant.number(point).value_or(0); };
    Flows flows{flow("grid_active_power"),        flow("pv_power"),
                flow("third_party_pv_power"),     flow("ess_power"),
                plant.number("total_load_power"), 0};
    for (const auto* point : flow_points) flows.largest = std::max(flows.largest, std::abs(flow(point)));
    return flows;
}

/// Power that vehicles feed into the house through DC chargers, in kW: it is no load turned round.
double power_from_vehicles(const CheckInput& input, CheckResult& result) {
    double power = 0;
    for (const auto& charger : subjects_of(input, "dc_charger")) {
        add_evidence(result, charger, "output_power");
        power += std::max(0.0, -charger.number("output_power").value_or(0));
    }
    return power;
}

CheckResult direction_of(const CheckInput& input, const Subject& plant) {
    auto result = begin(input, "meter", "direction");
    const auto flows = flows_of(result, plant);
    if (!flows) return result;
    const double house = flows->house() + power_from_vehicles(input, result);
    const auto tolerance = tolerance_for(input, flows->largest);
    if (!tolerance) return not_tested(std::move(result), "The rule set has no tolerance for the meter.");
    result = apply(std::move(result), input, *tolerance);
    result.expected = fmt::format("house load not negative, {}", tolerance->expected);
    result.measured = "house load " + kilowatts(house);
    if (std::abs(flows->grid) <= tolerance->kilowatts) {
        return not_tested(std::move(result),
                          "Too little power flows at the grid connection to judge the direction. "
                          "Switch on a load larger than what PV and battery give, then check again.");
    }
    if (house < -tolerance->kilowatts) {
        result.verdict = Verdict::fail;
        result.reason =
            "The house would feed power in, so the meter counts the wrong way round or a phase is swapped. "
            "Turn or move the current transformer; do not correct it in software.";
        return result;
    }
    result.verdict = Verdict::pass;
    result.reason = "Plausible. Proof of the direction of each phase is a test with a known step of power.";
    return result;
}

CheckResult energy_balance_of(const CheckInput& input, const Subject& plant) {
    auto result = begin(input, "meter", "energy balance");
    const auto flows = flows_of(result, plant);
    if (!flows) return result;
    if (!flows->load) return not_tested(std::move(result), "This firmware does not report the load of the house.");
    const auto tolerance = tolerance_for(input, flows->largest);
    if (!tolerance) return not_tested(std::move(result), "The rule set has no tolerance for the meter.");
    result = apply(std::move(result), input, *tolerance);
    const double missing = flows->house() - *flows->load;
    result.measured = kilowatts(missing) + " missing";
    if (std::abs(missing) <= tolerance->kilowatts) {
        result.verdict = Verdict::pass;
    } else if (std::abs(missing - 2 * flows->grid) <= tolerance->kilowatts) {
        result.verdict = Verdict::fail;
        result.reason =
            "The flows fit only with the grid's power turned round: the meter is likely reversed. Turn the "
            "current transformer; do not correct it in software.";
    } else {
        result.verdict = Verdict::warning;
        result.reason =
            "The flows do not add up. Check again with steady loads; then look for a meter that does not "
            "see all of the house.";
    }
    return result;
}

constexpr std::array phase_powers = {"grid_phase_a_active_power", "grid_phase_b_active_power",
                                     "grid_phase_c_active_power"};

CheckResult phase_sum_of(const CheckInput& input, const Subject& plant) {
    auto result = begin(input, "meter", "sum of phases");
    double sum = 0, largest = 0;
    bool any = false;
    add_evidence(result, plant, "grid_active_power");
    for (const auto* point : phase_powers) {
        add_evidence(result, plant, point);
        const auto power = plant.number(point);
        if (!power && !is_absent(plant, point)) return not_tested(std::move(result), why_missing(plant, point));
        sum += power.value_or(0);
        largest = std::max(largest, std::abs(power.value_or(0)));
        any = any || power.value_or(0) != 0;
    }
    const auto total = plant.number("grid_active_power");
    if (!total) return not_tested(std::move(result), why_missing(plant, "grid_active_power"));
    const auto tolerance = tolerance_for(input, std::max(largest, std::abs(*total)));
    if (!tolerance) return not_tested(std::move(result), "The rule set has no tolerance for the meter.");
    if (!any && std::abs(*total) > tolerance->kilowatts) {
        return not_tested(std::move(result), "The meter reports no power of single phases here, as on split phase.");
    }
    result = apply(std::move(result), input, *tolerance);
    result.measured = fmt::format("phases {}, total {}", kilowatts(sum), kilowatts(*total));
    result.verdict = std::abs(sum - *total) <= tolerance->kilowatts ? Verdict::pass : Verdict::fail;
    if (result.verdict == Verdict::fail) {
        result.reason =
            "The phases do not add up to the total: a current transformer is missing, reversed or on the "
            "wrong phase. Compare each phase with a clamp meter.";
    }
    return result;
}

}  // namespace

std::vector<CheckResult> check_grid_voltage(const CheckInput& input) {
    return over_inverters(input, "grid_voltage", [&](const Subject& inverter, std::vector<CheckResult>& results) {
        const auto phases = phases_of(inverter);
        if (!phases) {
            results.push_back(not_tested(begin(input, "grid_voltage", inverter.name()), why_no_phases(inverter)));
            return;
        }
        for (const auto& phase : *phases) results.push_back(voltage_of(input, inverter, phase));
    });
}

std::vector<CheckResult> check_grid_frequency(const CheckInput& input) {
    return over_inverters(input, "grid_frequency", [&](const Subject& inverter, std::vector<CheckResult>& results) {
        results.push_back(frequency_of(input, inverter));
    });
}

std::vector<CheckResult> check_phase_balance(const CheckInput& input) {
    return over_inverters(input, "phase_balance", [&](const Subject& inverter, std::vector<CheckResult>& results) {
        results.push_back(balance_of(input, inverter));
    });
}

std::vector<CheckResult> check_meter(const CheckInput& input) {
    const auto plant = plant_of(input);
    if (!plant) return {none_found(input, "meter", "plant unit that would report a meter")};
    std::vector<CheckResult> results = {sensor_of(input, *plant)};
    if (results[0].verdict != Verdict::pass) return results;
    if (const auto why = off_grid(input)) {
        results.push_back(not_tested(begin(input, "meter", "direction"), *why));
        return results;
    }
    results.push_back(direction_of(input, *plant));
    results.push_back(energy_balance_of(input, *plant));
    results.push_back(phase_sum_of(input, *plant));
    return results;
}

}  // namespace firstlight::commissioning
