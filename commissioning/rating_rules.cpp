#include "commissioning/rating_rules.h"

#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace firstlight::commissioning {
namespace {

using station::PointLookup;

/// What bounds a limit.
enum class Bounded { feed_in, import, conversion_out, conversion_in, charge, discharge };

struct Limit {
    std::string_view name;
    Bounded by;
};

/// Points of the plant; a name that ends in '*' stands for all that begin so.
constexpr std::array limits{
    Limit{"grid_max_export_power*", Bounded::feed_in},     Limit{"hard_export_limit", Bounded::feed_in},
    Limit{"grid_max_import_power*", Bounded::import},      Limit{"self_max_peak_power", Bounded::import},
    Limit{"time_max_peak_power", Bounded::import},         Limit{"pcs_max_export_power", Bounded::conversion_out},
    Limit{"pcs_max_import_power", Bounded::conversion_in},
};

constexpr std::array schedule_limits{
    Limit{"max_charge_power", Bounded::charge},      Limit{"max_grid_import", Bounded::import},
    Limit{"max_grid_charge_power", Bounded::charge}, Limit{"max_discharge_power", Bounded::discharge},
    Limit{"max_grid_export", Bounded::feed_in},      Limit{"max_grid_discharge_power", Bounded::discharge},
};

bool matches(std::string_view pattern, std::string_view name) {
    return pattern.ends_with('*') ? name.starts_with(pattern.substr(0, pattern.size() - 1)) : name == pattern;
}

template <std::size_t size>
std::optional<Bounded> bound_of(const std::array<Limit, size>& all, std::string_view name) {
    const auto found = std::ranges::find_if(all, [&](const Limit& limit) { return matches(limit.name, name); });
    return found == all.end() ? std::nullopt : std::optional(found->by);
}

std::vector<std::string> points_of(Bounded by) {
    switch (by) {
        case Bounded::feed_in:
            return {"max_active_power", "third_party_pv_power", "third_party_pv_energy_total", "phase_type"};
        case Bounded::import:
            return {"household_breaker_current", "phase_type", "grid_code_rated_voltage"};
        case Bounded::conversion_out:
            return {"max_active_power"};
        case Bounded::conversion_in:
            return {"max_apparent_power"};
        case Bounded::charge:
            return {"ess_rated_charge_power"};
        case Bounded::discharge:
            return {"ess_rated_discharge_power"};
    }
    return {};
}

constexpr double single_phase = 0, split_phase = 2;  // codes of the point "phase_type"

/// kW that the household breaker carries at nominal voltage.
std::optional<double> breaker_power(const PointLookup& plant) {
    const auto amperes = plant("household_breaker_current"), volts = plant("grid_code_rated_voltage");
    if (!amperes || *amperes == 0 || !volts || *volts < 1) return std::nullopt;
    // The map does not say between which conductors the voltage stands: one that is no phase voltage is between phases.
    const bool between_phases = *volts > 300, between_lines = *volts > 200;
    const auto type = plant("phase_type");
    double factor = between_phases ? std::sqrt(3.0) : 3.0;
    if (type == single_phase) factor = 1;
    if (type == split_phase) factor = between_lines ? 1 : 2;
    return factor * *amperes * *volts / 1000;
}

/// Phases that share the power of the inverters; nothing when the station does not tell.
std::optional<double> phases(const PointLookup& plant) {
    const auto type = plant("phase_type");
    if (!type) return std::nullopt;
    return *type == single_phase ? 1.0 : *type == split_phase ? 2.0 : 3.0;
}

struct Ceiling {
    double kilowatts = 0;
    std::string words;  ///< whose rating it is
};

std::optional<Ceiling> rating(std::optional<double> kilowatts, std::string words) {
    if (!kilowatts || *kilowatts <= 0) return std::nullopt;
    return Ceiling{*kilowatts, std::move(words)};
}

std::optional<Ceiling> ceiling_of(Bounded by, const PointLookup& plant) {
    switch (by) {
        case Bounded::feed_in: {
            const bool feeds_in_too =
                plant("third_party_pv_power").value_or(0) != 0 || plant("third_party_pv_energy_total").value_or(0) != 0;
            if (feeds_in_too) return std::nullopt;
            return rating(plant("max_active_power"),
                          text::tr("the inverters give, unless PV by another maker is measured beside them"));
        }
        case Bounded::import:
            return rating(breaker_power(plant), text::tr("the household breaker carries"));
        case Bounded::conversion_out:
            return rating(plant("max_active_power"), text::tr("the inverters give"));
        case Bounded::conversion_in:
            return rating(plant("max_apparent_power"), text::tr("the inverters take"));
        case Bounded::charge:
            return rating(plant("ess_rated_charge_power"), text::tr("the batteries take"));
        case Bounded::discharge:
            return rating(plant("ess_rated_discharge_power"), text::tr("the batteries give"));
    }
    return std::nullopt;
}

std::optional<std::string> compare(const station::Point& limit, Bounded by, double value, const PointLookup& plant) {
    const bool is_none = limit.special && station::to_text(limit, value) == limit.special->second;
    auto ceiling = is_none ? std::nullopt : ceiling_of(by, plant);
    if (ceiling && is_of_one_phase(limit.name)) {
        const auto shared_by = phases(plant);
        if (!shared_by) return std::nullopt;
        ceiling->kilowatts /= *shared_by;
        ceiling->words = text::trf("{} on one phase", ceiling->words);
    }
    // Rounded up to a tenth, so that nobody is sent away for what a rating hides behind the comma.
    const double most = ceiling ? std::ceil(ceiling->kilowatts * 10 - 1e-6) / 10 : 0;
    if (!ceiling || value <= most) return std::nullopt;
    return text::trf("It lies above the {} kW that {}. Enter at most {} kW.", text::number(ceiling->kilowatts, 1),
                     ceiling->words, text::number(most, 1));
}

}  // namespace

std::optional<std::string> above_rating(const station::Point& limit, double value, const PointLookup& plant) {
    const auto by = bound_of(limits, limit.name);
    return by ? compare(limit, *by, value, plant) : std::nullopt;
}

std::optional<std::string> above_rating(const station::RowTable& table, const station::Point& column, double value,
                                        const PointLookup& plant) {
    const auto by = table.name == "schedule" ? bound_of(schedule_limits, column.name) : std::nullopt;
    return by ? compare(column, *by, value, plant) : std::nullopt;
}

std::optional<std::string> not_compared(const station::Point& limit, const PointLookup& plant) {
    if (limit.name == "pv_max_power")
        return text::tr("The station tells no rating of its PV side: compare it with the strings.");
    const auto by = bound_of(limits, limit.name);
    if (by != Bounded::import || breaker_power(plant)) return std::nullopt;
    return text::tr("It is not compared with the household breaker, whose rated current the station does not tell.");
}

std::vector<std::string> limits_of_breaker(const station::Profile& plant) {
    std::vector<std::string> names;
    for (const auto& point : plant.points)
        if (point.writable() && bound_of(limits, point.name) == Bounded::import) names.push_back(point.name);
    return names;
}

bool is_of_one_phase(std::string_view limit) {
    const bool is_limit = bound_of(limits, limit).has_value();
    return is_limit && (limit.ends_with("_phase_a") || limit.ends_with("_phase_b") || limit.ends_with("_phase_c"));
}

std::optional<std::string> no_such_phase(std::string_view point, double value, const PointLookup& plant) {
    const auto type = plant("phase_type");
    const bool second = point.ends_with("_phase_b"), third = point.ends_with("_phase_c");
    const bool for_each = point == "limit_scope" && value == 1;
    if (type == single_phase && (for_each || second || third))
        return text::tr("The site has one phase. Set the limit for the total.");
    if (type == split_phase && third) return text::tr("A split-phase site has no phase C.");
    return std::nullopt;
}

std::vector<std::string> ratings_of(std::string_view limit) {
    std::vector<std::string> names;
    if (const auto by = bound_of(limits, limit)) names = points_of(*by);
    const bool is_by_phase = limit == "limit_scope" || is_of_one_phase(limit);
    if (is_by_phase && std::ranges::find(names, "phase_type") == names.end()) names.emplace_back("phase_type");
    return names;
}

std::vector<std::string> ratings_of(const station::RowTable& table) {
    std::vector<std::string> names;
    for (const auto& column : table.columns) {
        const auto by = table.name == "schedule" ? bound_of(schedule_limits, column.name) : std::nullopt;
        if (!by) continue;
        for (auto& name : points_of(*by))
            if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
    return names;
}

}  // namespace firstlight::commissioning
