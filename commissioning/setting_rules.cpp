#include "commissioning/setting_rules.h"

#include "commissioning/ocpp_platforms.h"
#include "commissioning/preferences.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace firstlight::commissioning {
namespace {

using Conflict = std::optional<std::string>;

/// From the lowest to the highest: the battery stops discharging, keeps a reserve for outages, stops charging.
constexpr std::array<std::string_view, 3> soc_order{"ess_discharge_cutoff_soc", "ess_backup_soc",
                                                    "ess_charge_cutoff_soc"};

std::string soc_name(std::string_view point) {
    if (point == "ess_discharge_cutoff_soc") return text::tr("the discharge cut-off");
    return point == "ess_backup_soc" ? text::tr("the backup reserve") : text::tr("the charge cut-off");
}

Conflict check_soc_order(const station::Point& point, double value, const station::PointLookup& others) {
    const auto place = std::ranges::find(soc_order, point.name);
    if (place == soc_order.end()) return std::nullopt;
    for (auto lower = soc_order.begin(); lower != place; ++lower) {
        const auto limit = others(std::string(*lower));
        // A reserve of 0 is none; it lies below the discharge cut-off on every station that has no gateway.
        const bool no_reserve = point.name == "ess_backup_soc" && value == 0;
        if (limit && value < *limit && !no_reserve)
            return text::trf("It lies below {}, {} %. Enter at least {} %.", soc_name(*lower), text::number(*limit),
                             text::number(*limit));
    }
    for (auto higher = place + 1; higher != soc_order.end(); ++higher) {
        const auto limit = others(std::string(*higher));
        const bool no_reserve = *higher == "ess_backup_soc" && limit == 0.0;
        if (limit && value > *limit && !no_reserve)
            return text::trf("It lies above {}, {} %. Enter at most {} %.", soc_name(*higher), text::number(*limit),
                             text::number(*limit));
    }
    return std::nullopt;
}

Conflict check_load_management(const station::Point& point, double value, const station::PointLookup& others,
                               const station::Discovery& discovery) {
    if (point.name != "load_management" || value != 1) return std::nullopt;
    if (discovery.of("power_sensor").empty())
        return text::tr("Load management needs a power sensor, and this station shows none. Install one first.");
    if (others("grid_status").value_or(0) != 0)
        return text::tr("Load management works on grid only, and the station is off grid.");
    const auto breaker = others("household_breaker_current");
    if (!breaker || *breaker == 0)
        return text::tr("Load management needs the rated current of the household breaker. Set it first.");
    return std::nullopt;
}

Conflict check_offered(const station::Point& point, double value, const station::PointLookup& others) {
    if (point.name != "working_mode") return std::nullopt;
    const bool ai = value == 1, shedding = value == 5;
    const bool offered =
        !(ai && others("ai_mode_offered") == 0.0) && !(shedding && others("load_shedding_offered") == 0.0);
    if (offered) return std::nullopt;
    return text::tr("The station does not offer this mode in its country. Choose another one.");
}

}  // namespace

std::optional<std::string> conflict_of(const station::Point& point, const station::Value& value,
                                       const station::PointLookup& others, const station::Discovery& discovery) {
    const auto* words = std::get_if<std::string>(&value);
    if (words && point.name == "ocpp_url") return trouble_of_ocpp_url(*words);
    if (words && point.name == "currency" && !words->empty() && !is_currency(*words))
        return text::tr("Write the currency as three capital letters, such as EUR.");
    const double* number = std::get_if<double>(&value);
    if (!number) return std::nullopt;
    if (auto conflict = check_soc_order(point, *number, others)) return conflict;
    if (auto conflict = check_load_management(point, *number, others, discovery)) return conflict;
    return check_offered(point, *number, others);
}

station::ValueNotAccepted::Reason kind_of_conflict(const station::Value& value) {
    using Reason = station::ValueNotAccepted::Reason;
    return std::holds_alternative<std::string>(value) ? Reason::not_a_value : Reason::precondition;
}

std::vector<std::string> conflicting_points(const station::Point& point) {
    if (point.name == "load_management") return {"grid_status", "household_breaker_current"};
    if (point.name == "working_mode") return {"ai_mode_offered", "load_shedding_offered"};
    if (std::ranges::find(soc_order, point.name) == soc_order.end()) return {};
    return {soc_order.begin(), soc_order.end()};
}

}  // namespace firstlight::commissioning
