#include "commissioning/meter_tolerance.h"
#include "text/text.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::commissioning {

namespace {

struct PhasePoints {
    const char* name;
    const char* grid;     ///< + imports
    const char* station;  ///< all inverters together, + feeds in
};

constexpr std::array phase_points = {PhasePoints{"L1", "grid_phase_a_active_power", "phase_a_active_power"},
                                     PhasePoints{"L2", "grid_phase_b_active_power", "phase_b_active_power"},
                                     PhasePoints{"L3", "grid_phase_c_active_power", "phase_c_active_power"}};

/// One phase at one moment, in kW. What was not read has a reason.
struct Phase {
    const PhasePoints* points = nullptr;
    double grid = 0, station = 0;
    std::string missing;

    double load() const { return station + grid; }
    double load_if_reversed() const { return station - grid; }
    double largest() const { return std::max(std::abs(grid), std::abs(station)); }
};

/// What speaks of all phases together.
struct Site {
    std::vector<Phase> phases;
    double other_pv = 0;          ///< of other makers, on whichever phase
    bool other_pv_known = false;  ///< older firmware does not tell
    std::optional<double> load;   ///< the house's, without what DC chargers take behind the inverter
    double most_load = 0;         ///< no phase takes more, whether or not `load` counts DC chargers
    bool any_negative = false;    ///< then the phases prove nothing about each other
    Tolerance tolerance;
};

Phase phase_of(const Subject& plant, const PhasePoints& points) {
    Phase phase{&points, 0, 0, {}};
    for (const auto* point : {points.station, points.grid}) {
        if (!plant.number(point)) phase.missing = why_missing(plant, point);
    }
    phase.grid = plant.number(points.grid).value_or(0);
    phase.station = plant.number(points.station).value_or(0);
    return phase;
}

/// Nothing where a DC charger's power was not read.
std::optional<double> power_of_dc_chargers(const CheckInput& input) {
    double power = 0;
    for (const auto& charger : subjects_of(input, "dc_charger")) {
        const auto own = charger.number("output_power");
        if (!own && !is_absent(charger, "output_power")) return std::nullopt;
        power += own.value_or(0);
    }
    return power;
}

/// House load of the phase beyond which its sensor cannot be right. Other PV may feed in on any phase.
bool is_negative(const Site& site, double load) {
    return load + site.other_pv < -site.tolerance.kilowatts;
}

std::optional<Site> site_of(const CheckInput& input, const Subject& plant) {
    Site site;
    double largest = 0;
    for (const auto& points : phase_points) {
        site.phases.push_back(phase_of(plant, points));
        largest = std::max(largest, site.phases.back().largest());
    }
    const auto tolerance = tolerance_for(input, largest);
    if (!tolerance) return std::nullopt;
    site.tolerance = *tolerance;
    const auto other = plant.number("third_party_pv_power");
    site.other_pv_known = other.has_value();
    site.other_pv = std::max(0.0, other.value_or(0));
    const auto load = plant.number("total_load_power");
    const auto vehicles = power_of_dc_chargers(input);
    if (load && vehicles) {
        site.load = *load - *vehicles;
        site.most_load = std::max(*load, *site.load);
    }
    site.any_negative =
        std::ranges::any_of(site.phases, [&](const Phase& phase) { return is_negative(site, phase.load()); });
    return site;
}

bool takes_more_than_the_house(const Site& site, const Phase& phase) {
    return site.load && !site.any_negative && phase.load() > site.most_load + site.tolerance.kilowatts;
}

bool is_contradicted(const Site& site, const Phase& phase) {
    return phase.missing.empty() && (is_negative(site, phase.load()) || takes_more_than_the_house(site, phase));
}

/// All phases together make up the load that the station reports.
bool fits_the_load(const Site& site) {
    double sum = site.other_pv;
    for (const auto& phase : site.phases) {
        if (!phase.missing.empty()) return false;
        sum += phase.load();
    }
    return site.load && std::abs(sum - *site.load) <= site.tolerance.kilowatts;
}

std::string names_of_contradicted(const Site& site) {
    std::vector<std::string> names;
    for (const auto& phase : site.phases) {
        if (is_contradicted(site, phase)) names.emplace_back(phase.points->name);
    }
    return fmt::format("{}", fmt::join(names, text::tr(" and ")));
}

std::string what_to_do(const Site& site, const Phase& phase) {
    const std::string name = phase.points->name;
    const auto all = names_of_contradicted(site);
    const auto exchanged =
        all == name ? std::string() : text::trf("{} contradict the inverters: two clamps may be exchanged.", all) + " ";
    return text::trf("The current sensor of {} may be reversed or on another phase.", name) + " " + exchanged
           + text::trf("Never flip it in software: turn the clamp on {} or move it to its phase, then check again.",
                       name);
}

/// Grid and inverter come in one read, so a negative load is a fact; the load of the house comes in another one.
CheckResult contradicted(CheckResult result, const Site& site, const Phase& phase) {
    const bool negative = is_negative(site, phase.load());
    result.verdict = negative && site.other_pv_known ? Verdict::fail : Verdict::warning;
    const auto found = negative ? text::trf("The house would feed power in on {}.", phase.points->name)
                                : text::trf("{} would take more than the whole house.", phase.points->name);
    const auto doubt = negative && !site.other_pv_known
                           ? " "
                                 + text::tr(
                                     "This firmware does not report PV of other makers: if such PV feeds in there, it "
                                     "may be right.")
                           : std::string();
    result.reason = found + " " + what_to_do(site, phase) + doubt;
    return result;
}

CheckResult judged(CheckResult result, const Site& site, const Phase& phase) {
    const std::string name = phase.points->name;
    if (is_contradicted(site, phase)) return contradicted(std::move(result), site, phase);
    if (std::abs(phase.grid) <= site.tolerance.kilowatts) {
        return not_tested(std::move(result),
                          text::trf("Too little power flows at the grid connection on {0} to judge its sensor. Switch "
                                    "on a load on {0} larger than what the inverters give there, then check again.",
                                    name));
    }
    if (is_negative(site, phase.load_if_reversed())) {
        result.verdict = Verdict::pass;
        result.reason = text::tr("Turned round, it would contradict the inverters.");
        return result;
    }
    if (!site.any_negative && fits_the_load(site)) {
        result.verdict = Verdict::pass;
        result.reason = text::tr("Plausible with the load of the house. Proof is a test with a known step of power.");
        return result;
    }
    return not_tested(std::move(result), text::trf("The readings fit a sensor that is right and one that is "
                                                   "reversed. Switch on a load on {0} larger than twice what the "
                                                   "inverters give there, then check again.",
                                                   name));
}

/// Only inverters of this output type (facts: registers.csv, output_type)?
bool all_inverters_are(const CheckInput& input, double type) {
    const auto inverters = subjects_of(input, "inverter");
    return !inverters.empty() && std::ranges::all_of(inverters, [&](const Subject& inverter) {
        return inverter.number("output_type") == type;
    });
}

CheckResult result_of(const CheckInput& input, const Subject& plant, const Site& site, const Phase& phase) {
    auto result = begin(input, "meter", text::trf("direction of {}", phase.points->name));
    for (const auto* point : {phase.points->grid, phase.points->station, "third_party_pv_power", "total_load_power"}) {
        add_evidence(result, plant, point);
    }
    if (!phase.missing.empty()) return not_tested(std::move(result), phase.missing);
    if (phase.largest() == 0 && all_inverters_are(input, 0)) {
        return not_applicable(std::move(result), text::trf("The inverter has a single phase, and nothing is "
                                                           "measured on {}.",
                                                           phase.points->name));
    }
    result = apply(std::move(result), input, site.tolerance);
    result.expected = text::trf("house load of {} not negative, {}", phase.points->name, site.tolerance.expected);
    result.measured = text::trf("house load {} (grid {}, inverters {})", kilowatts(phase.load()), kilowatts(phase.grid),
                                kilowatts(phase.station));
    return judged(std::move(result), site, phase);
}

}  // namespace

std::vector<CheckResult> check_meter_phases(const CheckInput& input, const Subject& plant) {
    const auto site = site_of(input, plant);
    if (!site)
        return {not_tested(begin(input, "meter", text::marked("direction of phases")),
                           text::tr("The rule set has no tolerance for it."))};
    const bool silent = std::ranges::all_of(site->phases, [](const Phase& phase) { return phase.grid == 0; });
    // Facts: behaviour.md section 12, phase powers read 0 there.
    if (silent && all_inverters_are(input, 3)) {
        return {not_applicable(begin(input, "meter", text::marked("direction of phases")),
                               text::tr("On split phase the station reports no power of single phases."))};
    }
    std::vector<CheckResult> results;
    for (const auto& phase : site->phases) results.push_back(result_of(input, plant, *site, phase));
    return results;
}

}  // namespace firstlight::commissioning
