#include "commissioning/check_results.h"
#include "commissioning/check_runs.h"
#include "text/text.h"

#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

// What protects the site: the trip limits of the grid code that the station keeps, and the breakers before its devices.
namespace firstlight::commissioning {

namespace {

/// One protection of the grid code. The rules of both points have their names.
struct Protection {
    std::string_view limit, time;  ///< `time` is empty for a limit that is a time itself
    bool is_voltage = false;
};

constexpr std::array protections = {
    Protection{"grid_limit_overvoltage_1", "grid_limit_overvoltage_1_time", true},
    Protection{"grid_limit_overvoltage_2", "grid_limit_overvoltage_2_time", true},
    Protection{"grid_limit_undervoltage_1", "grid_limit_undervoltage_1_time", true},
    Protection{"grid_limit_undervoltage_2", "grid_limit_undervoltage_2_time", true},
    Protection{"grid_limit_overfrequency", "grid_limit_overfrequency_time"},
    Protection{"grid_limit_underfrequency", "grid_limit_underfrequency_time"},
    Protection{"grid_limit_reconnect_time", ""},
};

/// "287.5 V after 0.1 s"
std::string limit_words(const std::string& limit, const std::string& time) {
    return time.empty() ? limit : text::trf("{} after {}", limit, time);
}

/// What the grid has beside the limit: of the first inverter that tells it.
std::string grid_now(const CheckInput& input, CheckResult& result, const Protection& protection) {
    if (protection.time.empty() || off_grid(input)) return {};
    std::string words;
    for (const auto& inverter : subjects_of(input, "inverter")) {
        const auto points = protection.is_voltage ? std::vector{"phase_a_voltage", "phase_b_voltage", "phase_c_voltage"}
                                                  : std::vector{"grid_frequency"};
        for (const auto* point : points) {
            if (!inverter.number(point)) continue;
            add_evidence(result, inverter, point);
            words += (words.empty() ? "" : ", ") + station::to_text(*inverter.find(point));
        }
        if (!words.empty()) break;
    }
    return words;
}

CheckResult protection_of(const CheckInput& input, const Subject& plant, const Protection& protection,
                          const Rule& rule) {
    const auto* reading = plant.find(protection.limit);
    auto result = begin(input, "grid_code",
                        plant.name() + " " + (reading && reading->point ? reading->point->label : rule.title));
    const auto* time_rule = protection.time.empty() ? nullptr : input.rules.find(protection.time);
    result.expected = limit_words(rule.range(), time_rule ? time_rule->range() : std::string());
    result.rule = input.rules.cite(rule);
    result.unverified_limit = rule.confidence == Confidence::unverified;
    const auto limit = plant.number(protection.limit);
    const auto time = time_rule ? plant.number(protection.time) : std::nullopt;
    if (!limit || (time_rule && !time))
        return not_tested(
            std::move(result),
            text::trf("Expected by rule set {}, not read. Compare it in the maker's app.", input.rules.id));
    add_evidence(result, plant, protection.limit);
    if (time) add_evidence(result, plant, protection.time);
    result.measured =
        limit_words(station::to_text(*reading), time ? station::to_text(*plant.find(protection.time)) : std::string());
    if (const auto now = grid_now(input, result, protection); !now.empty())
        result.measured += "; " + text::trf("the grid has {}", now);
    const bool is_as_expected = rule.allows(*limit) && (!time || time_rule->allows(*time));
    result.verdict = is_as_expected ? Verdict::pass : Verdict::fail;
    if (!is_as_expected)
        result.reason = text::tr(
            "The station keeps another limit than the rule set names. Check that the grid code is the one for this "
            "site, and ask the network operator.");
    return result;
}

/// A of all three conductors at full power; nothing when the ratings are not known.
std::optional<double> rated_current(const Subject& inverter) {
    const auto power = inverter.number("max_apparent_power"), volts = inverter.number("rated_grid_voltage");
    const auto type = inverter.number("output_type");
    if (!power || !volts || *volts < 1 || !type) return std::nullopt;
    constexpr double single_phase = 0, split_phase = 3;
    const double watts = 1000 * *power;
    if (*type == single_phase || *type == split_phase) return watts / *volts;
    // The map does not say between which conductors the rated voltage stands: above 300 V it is between phases.
    const bool between_phases = *volts > 300;
    return between_phases ? watts / (std::sqrt(3.0) * *volts) : watts / (3 * *volts);
}

/// A device that is kept below its rating may have a smaller breaker; `held_at` says to what, when it is known.
CheckResult compare_breaker(CheckResult result, double breaker, double rated, std::optional<double> held_at) {
    result.expected = text::trf("at least {:.1f} A, what the device can draw or give", rated);
    result.measured = text::trf("{:.1f} A", breaker);
    if (breaker >= rated) {
        result.verdict = Verdict::pass;
        return result;
    }
    const bool trips = held_at && *held_at > breaker;
    result.verdict = trips ? Verdict::fail : Verdict::warning;
    if (held_at) result.measured += ", " + text::trf("limited to {:.1f} A", *held_at);
    result.reason =
        trips ? text::tr(
                    "This breaker trips before the limit is reached. Lower the limit, or correct the rating when it is "
                    "not the one that is printed on the breaker.")
              : text::tr(
                    "At full power this breaker trips. Check that the rating is typed as it is printed on the "
                    "breaker; else have a larger one put in, with the cable that it needs, or keep the power limited.");
    return result;
}

/// The station has no such register; one that it has may still be empty.
bool is_unknown_to(const Subject& subject, std::string_view point) {
    const auto* reading = subject.find(point);
    if (!reading) return subject.snapshot != nullptr;
    return reading->quality == station::Quality::unsupported || reading->quality == station::Quality::not_applicable;
}

CheckResult station_breaker(const CheckInput& input, const Subject& plant) {
    constexpr auto point = "station_breaker_current";
    auto result = begin(input, "breakers", plant.name());
    add_evidence(result, plant, point);
    const auto breaker = plant.number(point);
    const bool is_unset = breaker == 0.0 || is_absent(plant, point);
    if (!breaker && !is_unset) return not_tested(std::move(result), why_missing(plant, point));
    if (is_unset)
        return not_tested(std::move(result),
                          text::tr("The rating of the station's breaker is not set. Set it on the page Grid."));
    double rated = 0;
    for (const auto& inverter : subjects_of(input, "inverter")) {
        const auto current = rated_current(inverter);
        if (!current) return not_tested(std::move(result), why_missing(inverter, "max_apparent_power"));
        add_evidence(result, inverter, "max_apparent_power");
        rated += *current;
    }
    return compare_breaker(std::move(result), *breaker, rated, std::nullopt);
}

/// What was set for this site counts; else what the charger says of itself.
CheckResult charger_breaker(const CheckInput& input, const Subject& charger) {
    auto result = begin(input, "breakers", charger.name());
    for (const auto* point : {"breaker_current", "input_breaker_rated_current"}) {
        const auto breaker = charger.number(point);
        const auto rated = charger.number("rated_current");
        if (!breaker || *breaker == 0 || !rated) continue;
        add_evidence(result, charger, point);
        add_evidence(result, charger, "rated_current");
        add_evidence(result, charger, "output_current");
        const auto told = charger.number("input_breaker_rated_current");
        if (told && *told > 0 && *breaker > *told) {
            add_evidence(result, charger, "input_breaker_rated_current");
            result.measured = text::trf("{:.1f} A, the charger itself says {:.1f} A", *breaker, *told);
            result.expected = text::trf("at most {:.1f} A, what the charger itself says", *told);
            result.verdict = Verdict::fail;
            result.reason = text::tr("One of both is wrong. Read what is printed on the breaker, and correct it.");
            return result;
        }
        return compare_breaker(std::move(result), *breaker, *rated, charger.number("output_current"));
    }
    return not_tested(std::move(result), why_missing(charger, "input_breaker_rated_current"));
}

}  // namespace

std::vector<CheckResult> check_grid_code(const CheckInput& input) {
    const auto plant = plant_of(input);
    if (!plant) return {none_found(input, "grid_code", "plant")};
    std::vector<CheckResult> results;
    for (const auto& protection : protections)
        if (const auto* rule = input.rules.find(protection.limit))
            results.push_back(protection_of(input, *plant, protection, *rule));
    if (!results.empty()) return results;
    auto result = begin(input, "grid_code", plant->name());
    for (const auto& protection : protections)
        if (plant->number(protection.limit)) add_evidence(result, *plant, protection.limit);
    return {not_applicable(std::move(result),
                           text::trf("Rule set {} names no trip limits to compare with.", input.rules.id))};
}

std::vector<CheckResult> check_breakers(const CheckInput& input) {
    std::vector<CheckResult> results;
    const auto plant = plant_of(input);
    if (plant && !is_unknown_to(*plant, "station_breaker_current")) results.push_back(station_breaker(input, *plant));
    for (const auto& charger : subjects_of(input, "ac_charger")) results.push_back(charger_breaker(input, charger));
    if (results.empty())
        results.push_back(not_applicable(
            begin(input, "breakers", plant ? plant->name() : std::string()),
            text::tr("The station does not tell the ratings of its breakers. Compare them with the type plates.")));
    return results;
}

}  // namespace firstlight::commissioning
