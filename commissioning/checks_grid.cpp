#include "commissioning/check_results.h"
#include "commissioning/check_runs.h"
#include "text/text.h"

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
    return text::tr("The output type is not known to this program, so it is not known which voltages mean something.");
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
        result.measured += ", " + text::trf("one leg; {:.1f} V over both", *voltage);
    }
    if (*voltage < 1) {
        return judge(std::move(result), input, phase.rule, *voltage, Verdict::fail,
                     text::tr("No voltage. Check the AC breaker and the wiring of this phase."));
    }
    return judge(
        std::move(result), input, phase.rule, *voltage, Verdict::fail,
        text::tr(
            "Measure at the inverter's AC terminals. A value high by day points to the supply cable or the grid; a "
            "low one to a loose or wrong connection."));
}

CheckResult frequency_of(const CheckInput& input, const Subject& inverter) {
    auto result = begin(input, "grid_frequency", inverter.name());
    add_evidence(result, inverter, "grid_frequency");
    add_evidence(result, inverter, "rated_grid_frequency");
    const auto frequency = inverter.number("grid_frequency");
    if (!frequency) return not_tested(std::move(result), why_missing(inverter, "grid_frequency"));
    result.measured = station::to_text(*inverter.find("grid_frequency"));
    return judge(std::move(result), input, "grid_frequency", *frequency, Verdict::fail,
                 *frequency < 1
                     ? text::tr("No frequency: the inverter sees no grid. Check the AC breaker.")
                     : text::tr("Check that the grid code is the right one, and that no generator feeds the site."));
}

CheckResult balance_of(const CheckInput& input, const Subject& inverter) {
    auto result = begin(input, "phase_balance", inverter.name());
    const auto phases = phases_of(inverter);
    if (!phases) return not_tested(std::move(result), why_no_phases(inverter));
    if (phases->size() < 2) return not_applicable(std::move(result), text::tr("The inverter has a single phase."));
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
    if (mean < 1)
        return not_tested(std::move(result), text::tr("There is no grid voltage to compare. Check the AC breaker."));
    double largest = 0;
    for (const double voltage : voltages) largest = std::max(largest, std::abs(voltage - mean));
    const double share = 100 * largest / mean;
    result.measured = text::trf("{:.1f} % from the mean of {:.1f} V", share, mean);
    return judge(std::move(result), input, "phase_imbalance", share, Verdict::fail,
                 text::tr("Check neutral and phase connections; a loose neutral shifts the phases apart."));
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

}  // namespace firstlight::commissioning
