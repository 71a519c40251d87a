#include "commissioning/check_runs.h"
#include "commissioning/hard_export.h"
#include "commissioning/meter_tolerance.h"
#include "text/text.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

CheckResult sensor_of(const CheckInput& input, const Subject& plant) {
    auto result = begin(input, "meter", text::marked("presence"));
    result.expected = text::tr("connected");
    add_evidence(result, plant, "grid_sensor_status");
    const auto status = plant.number("grid_sensor_status");
    if (!status) return not_tested(std::move(result), why_missing(plant, "grid_sensor_status"));
    result.measured = station::to_text(*plant.find("grid_sensor_status"));
    result.verdict = *status == 1 ? Verdict::pass : Verdict::fail;
    if (*status != 1) {
        result.reason = text::tr(
            "No meter or gateway is seen. Without it export and import limits do not work. Check its supply, "
            "its RS485 wires (A, B) and its address.");
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
    auto result = begin(input, "meter", meter_direction);
    const auto flows = flows_of(result, plant);
    if (!flows) return result;
    const double house = flows->house() + power_from_vehicles(input, result);
    const auto tolerance = tolerance_for(input, flows->largest);
    if (!tolerance) return not_tested(std::move(result), text::tr("The rule set has no tolerance for the meter."));
    result = apply(std::move(result), input, *tolerance);
    result.expected = text::trf("house load not negative, {}", tolerance->expected);
    result.measured = text::trf("house load {}", kilowatts(house));
    if (std::abs(flows->grid) <= tolerance->kilowatts) {
        return not_tested(std::move(result),
                          text::tr("Too little power flows at the grid connection to judge the direction. "
                                   "Switch on a load larger than what PV and battery give, then check again."));
    }
    if (house < -tolerance->kilowatts) {
        result.verdict = Verdict::fail;
        result.reason = text::tr(
            "The house would feed power in, so the meter counts the wrong way round or a phase is swapped. "
            "Turn or move the current transformer; do not correct it in software.");
        return result;
    }
    result.verdict = Verdict::pass;
    result.reason = text::tr("Plausible. Proof of the direction of each phase is a test with a known step of power.");
    return result;
}

CheckResult energy_balance_of(const CheckInput& input, const Subject& plant) {
    auto result = begin(input, "meter", text::marked("energy balance"));
    const auto flows = flows_of(result, plant);
    if (!flows) return result;
    if (!flows->load)
        return not_tested(std::move(result), text::tr("This firmware does not report the load of the house."));
    const auto tolerance = tolerance_for(input, flows->largest);
    if (!tolerance) return not_tested(std::move(result), text::tr("The rule set has no tolerance for the meter."));
    result = apply(std::move(result), input, *tolerance);
    const double missing = flows->house() - *flows->load;
    result.measured = text::trf("{} missing", kilowatts(missing));
    if (std::abs(missing) <= tolerance->kilowatts) {
        result.verdict = Verdict::pass;
    } else if (std::abs(missing - 2 * flows->grid) <= tolerance->kilowatts) {
        result.verdict = Verdict::fail;
        result.reason = text::tr(
            "The flows fit only with the grid's power turned round: the meter is likely reversed. Turn the "
            "current transformer; do not correct it in software.");
    } else {
        result.verdict = Verdict::warning;
        result.reason = text::tr(
            "The flows do not add up. Check again with steady loads; then look for a meter that does not "
            "see all of the house.");
    }
    return result;
}

constexpr std::array phase_powers = {"grid_phase_a_active_power", "grid_phase_b_active_power",
                                     "grid_phase_c_active_power"};

CheckResult phase_sum_of(const CheckInput& input, const Subject& plant) {
    auto result = begin(input, "meter", text::marked("sum of phases"));
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
    if (!tolerance) return not_tested(std::move(result), text::tr("The rule set has no tolerance for the meter."));
    if (!any && std::abs(*total) > tolerance->kilowatts) {
        return not_tested(std::move(result),
                          text::tr("The meter reports no power of single phases here, as on split phase."));
    }
    result = apply(std::move(result), input, *tolerance);
    result.measured = text::trf("phases {}, total {}", kilowatts(sum), kilowatts(*total));
    result.verdict = std::abs(sum - *total) <= tolerance->kilowatts ? Verdict::pass : Verdict::fail;
    if (result.verdict == Verdict::fail) {
        result.reason = text::tr(
            "The phases do not add up to the total: a current transformer is missing, reversed or on the "
            "wrong phase. Compare each phase with a clamp meter.");
    }
    return result;
}

}  // namespace

std::vector<CheckResult> check_meter(const CheckInput& input) {
    const auto plant = plant_of(input);
    if (!plant) return {none_found(input, "meter", text::marked("plant unit that would report a meter"))};
    std::vector<CheckResult> results = {sensor_of(input, *plant)};
    if (results[0].verdict != Verdict::pass) return results;
    if (const auto why = off_grid(input)) {
        results.push_back(not_tested(begin(input, "meter", meter_direction), *why));
        return results;
    }
    results.push_back(direction_of(input, *plant));
    results.push_back(energy_balance_of(input, *plant));
    results.push_back(phase_sum_of(input, *plant));
    for (auto& phase : check_meter_phases(input, *plant)) results.push_back(std::move(phase));
    return results;
}

}  // namespace firstlight::commissioning
