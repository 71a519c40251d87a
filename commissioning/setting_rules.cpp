#include "commissioning/setting_rules.h"

#include "commissioning/ocpp_platforms.h"
#include "commissioning/preferences.h"
#include "commissioning/rating_rules.h"
#include "commissioning/working_mode.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace firstlight::commissioning {
namespace {

using Conflict = std::optional<std::string>;
using Reason = station::ValueNotAccepted::Reason;
using station::Device;
using station::Discovery;
using station::Point;
using station::PointLookup;

/// A setting and what stands around it.
struct Wanted {
    const Device& device;
    const Point& point;
    const station::Value& value;
    const OtherValues& others;
    const Discovery& discovery;

    PointLookup numbers() const { return numbers_beside(others, device); }
    /// Not a number: a text.
    std::optional<double> number() const {
        const auto* number = std::get_if<double>(&value);
        return number ? std::optional(*number) : std::nullopt;
    }
};

/// From the lowest to the highest: the battery stops discharging, keeps a reserve for outages, stops charging.
constexpr std::array<std::string_view, 3> soc_order{"ess_discharge_cutoff_soc", "ess_backup_soc",
                                                    "ess_charge_cutoff_soc"};

std::string soc_name(std::string_view point) {
    if (point == "ess_discharge_cutoff_soc") return text::tr("the discharge cut-off");
    return point == "ess_backup_soc" ? text::tr("the backup reserve") : text::tr("the charge cut-off");
}

Conflict check_soc_order(const Wanted& wanted) {
    const auto& point = wanted.point;
    const auto others = wanted.numbers();
    const double value = *wanted.number();
    const auto place = std::ranges::find(soc_order, point.name);
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

/// Only the extension shows gateways: a station without it may have one.
Conflict check_gateway(const Wanted& wanted) {
    const bool is_known = wanted.device.extension.has_value();
    if (!is_known || wanted.number() == 0.0 || !wanted.discovery.of("gateway").empty()) return std::nullopt;
    return text::tr("A reserve for outages needs a gateway, and this station shows none. Leave it at 0.");
}

Conflict check_load_management(const Wanted& wanted) {
    if (wanted.number() != 1) return std::nullopt;
    if (wanted.discovery.of("power_sensor").empty())
        return text::tr("Load management needs a power sensor, and this station shows none. Install one first.");
    const auto others = wanted.numbers();
    if (others("grid_status").value_or(0) != 0)
        return text::tr("Load management works on grid only, and the station is off grid.");
    const auto breaker = others("household_breaker_current");
    if (!breaker || *breaker == 0)
        return text::tr("Load management needs the rated current of the household breaker. Set it first.");
    return std::nullopt;
}

Conflict check_household_breaker(const Wanted& wanted) {
    if (wanted.number() != 0.0) return std::nullopt;
    for (const auto* charger : wanted.discovery.of("ac_charger"))
        if (numbers_beside(wanted.others, *charger)("load_management") == 1.0)
            return text::trf("The load management of {} needs it. Switch that off first.",
                             station::name_for_people(charger->name()));
    return std::nullopt;
}

/// What is set already must fit under a smaller breaker, and on fewer phases.
Conflict check_limits_below(const Wanted& wanted) {
    const auto others = wanted.numbers();
    const PointLookup as_wanted = [&](const std::string& name) {
        return name == wanted.point.name ? wanted.number() : others(name);
    };
    const bool by_phase = others("limit_scope") == 1.0;
    if (wanted.point.name == "phase_type" && by_phase)
        if (auto conflict = no_such_phase("limit_scope", 1, as_wanted)) return conflict;
    for (const auto& name : limits_of_breaker(*wanted.device.profile)) {
        const auto& limit = wanted.device.profile->at(name);
        const auto value = others(name);
        const bool acts = value && (!is_of_one_phase(name) || by_phase);
        if (acts && above_rating(limit, *value, as_wanted))
            return text::trf("{} is set to {} kW, more than it carries. Lower that first.", text::tr(limit.label),
                             text::number(*value));
    }
    return std::nullopt;
}

Conflict check_charging_mode(const Wanted& wanted) {
    const auto& choices = wanted.point.choices;
    const auto sun_alone = std::ranges::find(choices, std::string("pv_only"), &station::Choice::name);
    const bool leaves = sun_alone != choices.end() && wanted.number() != double(sun_alone->code);
    if (!leaves || wanted.numbers()("auto_phase_switch") != 1.0) return std::nullopt;
    return text::tr("The automatic phase switch works only with 100 % PV charging. Switch it off first.");
}

/// A current of 0 is none that was set.
Conflict check_charger_breaker(const Wanted& wanted) {
    const bool is_breaker = wanted.point.name == "breaker_current";
    const auto other = wanted.numbers()(is_breaker ? "output_current" : "breaker_current");
    if (!other || *other == 0) return std::nullopt;
    if (is_breaker && *wanted.number() < *other)
        return text::trf("The charging current is {} A, more than this breaker carries. Lower that first.",
                         text::number(*other));
    if (!is_breaker && *wanted.number() > *other)
        return text::trf("It lies above the {} A that the breaker carries. Enter at most {} A.", text::number(*other),
                         text::number(*other));
    return std::nullopt;
}

Conflict check_offered(const Wanted& wanted) {
    const auto others = wanted.numbers();
    const bool ai = wanted.number() == 1, shedding = wanted.number() == 5;
    const bool offered =
        !(ai && others("ai_mode_offered") == 0.0) && !(shedding && others("load_shedding_offered") == 0.0);
    if (offered) return std::nullopt;
    return text::tr("The station does not offer this mode in its country. Choose another one.");
}

Conflict check_rating(const Wanted& wanted) {
    if (auto phase = no_such_phase(wanted.point.name, *wanted.number(), wanted.numbers())) return phase;
    return above_rating(wanted.point, *wanted.number(), wanted.numbers());
}

Conflict check_ocpp(const Wanted& wanted) {
    const auto url = wanted.others(wanted.device, "ocpp_url");
    if (wanted.number() != 1 || url != station::Value(std::string())) return std::nullopt;
    return text::tr("OCPP needs the address of the platform. Enter it first.");
}

const std::string& words_of(const Wanted& wanted) {
    static const std::string none;
    const auto* words = std::get_if<std::string>(&wanted.value);
    return words ? *words : none;
}

Conflict check_ocpp_address(const Wanted& wanted) {
    const auto& words = words_of(wanted);
    if (words.empty() && wanted.numbers()("ocpp_enable") == 1.0)
        return text::tr("OCPP is on and needs the address. Switch it off first.");
    return trouble_of_ocpp_url(words);
}

Conflict check_currency(const Wanted& wanted) {
    const auto& words = words_of(wanted);
    if (words.empty() || is_currency(words)) return std::nullopt;
    return text::tr("Write the currency as three capital letters, such as EUR.");
}

/// Not what a mail server takes, only what cannot be a slip: one @ with a name before and a domain behind it.
Conflict check_email(const Wanted& wanted) {
    const auto& words = words_of(wanted);
    const auto at = words.find('@');
    const auto domain = at == std::string::npos ? std::string() : words.substr(at + 1);
    const bool has_space = std::ranges::any_of(words, [](unsigned char c) { return std::isspace(c) != 0; });
    const bool is_address = at != 0 && at != std::string::npos && !has_space && domain.find('@') == std::string::npos
                            && domain.find('.') != std::string::npos && !domain.starts_with('.')
                            && !domain.ends_with('.') && domain.find("..") == std::string::npos;
    if (words.empty() || is_address) return std::nullopt;
    return text::tr("This is no e-mail address. Write it as name@example.org.");
}

/// The names of the time zone database: "Europe/Berlin", "America/Argentina/Salta", "Etc/GMT-3", "UTC".
Conflict check_time_zone(const Wanted& wanted) {
    const auto& words = words_of(wanted);
    const auto is_of_name = [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '+' || c == '/';
    };
    const bool is_name = words == "UTC"
                         || (words.find('/') != std::string::npos && std::ranges::all_of(words, is_of_name)
                             && std::isupper(static_cast<unsigned char>(words.front())) != 0
                             && std::isupper(static_cast<unsigned char>(words[words.find('/') + 1])) != 0);
    if (words.empty() || is_name) return std::nullopt;
    return text::tr("Write the time zone as Continent/City, such as Europe/Berlin.");
}

/// One rule: the points it watches over, and what it looks at beside them.
struct SettingRule {
    std::vector<std::string_view> points;
    std::vector<std::string> beside;
    Conflict (*check)(const Wanted&);
    Reason reason = Reason::precondition;

    bool of_text() const { return reason == Reason::not_a_value; }
};

const std::vector<SettingRule>& rules() {
    static const std::vector<SettingRule> all{
        {{soc_order.begin(), soc_order.end()},
         {soc_order.begin(), soc_order.end()},
         check_soc_order,
         Reason::out_of_range},
        {{"ess_backup_soc"}, {}, check_gateway},
        {{"load_management"}, {"grid_status", "household_breaker_current"}, check_load_management},
        {{"household_breaker_current"}, {}, check_household_breaker},
        {{"household_breaker_current", "phase_type"}, {"limit_scope"}, check_limits_below},
        {{"charging_mode"}, {"auto_phase_switch"}, check_charging_mode},
        {{"breaker_current", "output_current"},
         {"breaker_current", "output_current"},
         check_charger_breaker,
         Reason::out_of_range},
        {{"working_mode"}, {"ai_mode_offered", "load_shedding_offered"}, check_offered},
        {{"ocpp_enable"}, {"ocpp_url"}, check_ocpp},
        {{"ocpp_url"}, {"ocpp_enable"}, check_ocpp_address, Reason::not_a_value},
        {{"currency"}, {}, check_currency, Reason::not_a_value},
        {{"owner_email"}, {}, check_email, Reason::not_a_value},
        {{"station_time_zone"}, {}, check_time_zone, Reason::not_a_value},
    };
    return all;
}

bool watches(const SettingRule& rule, const Point& point) {
    return std::ranges::find(rule.points, point.name) != rule.points.end();
}

}  // namespace

std::optional<station::Value> value_beside(const station::Reading& reading) {
    if (reading.good()) return reading.value;
    const bool is_empty = reading.quality == station::Quality::not_available && reading.point->is_text();
    return is_empty ? std::optional(station::Value(std::string())) : std::nullopt;
}

PointLookup numbers_beside(const OtherValues& others, const Device& device) {
    return [&others, &device](const std::string& name) -> std::optional<double> {
        const auto value = others(device, name);
        const auto* number = value ? std::get_if<double>(&*value) : nullptr;
        return number ? std::optional(*number) : std::nullopt;
    };
}

std::optional<SettingConflict> conflict_of(const Device& device, const Point& point, const station::Value& value,
                                           const OtherValues& others, const Discovery& discovery) {
    const Wanted wanted{device, point, value, others, discovery};
    for (const auto& rule : rules()) {
        if (!watches(rule, point) || rule.of_text() == wanted.number().has_value()) continue;
        if (auto conflict = rule.check(wanted)) return SettingConflict{std::move(*conflict), rule.reason};
    }
    auto above = wanted.number() ? check_rating(wanted) : std::nullopt;
    return above ? std::optional(SettingConflict{std::move(*above), Reason::out_of_range}) : std::nullopt;
}

std::optional<std::string> conflict_of(const station::Command& command, const std::vector<station::Value>& arguments,
                                       const Discovery& discovery) {
    for (std::size_t i = 0; i < command.arguments.size(); ++i) {
        const auto* unit = command.arguments[i].name == "unit" ? std::get_if<double>(&arguments.at(i)) : nullptr;
        const bool is_there =
            !unit || std::ranges::any_of(discovery.devices, [&](const Device& device) { return device.unit == *unit; });
        if (!is_there)
            return text::trf("No device of this station has the unit id {}. Choose one that is there.",
                             text::number(*unit));
    }
    return std::nullopt;
}

bool acts_now(const Device& device, const Point& point, const OtherValues& others) {
    const auto now = numbers_beside(others, device);
    const auto scope = is_of_one_phase(point.name) ? now("limit_scope") : std::nullopt;
    return scope != 0.0 && fits_mode(device, point, now);
}

std::vector<station::LocatedPoint<const Device>> points_beside(const Device& device, const Point& point,
                                                               const Discovery& discovery) {
    std::vector<station::LocatedPoint<const Device>> points;
    const auto add = [&](const Device& of, const std::string& name) {
        const auto found = station::locate(name, of, discovery);
        if (found.point) points.push_back(found);
    };
    for (const auto& rule : rules())
        if (watches(rule, point))
            for (const auto& name : rule.beside) add(device, name);
    for (const auto& name : ratings_of(point.name)) add(device, name);
    if (point.name == "household_breaker_current")
        for (const auto* charger : discovery.of("ac_charger")) add(*charger, "load_management");
    if (point.name == "household_breaker_current" || point.name == "phase_type") {
        for (const auto& name : limits_of_breaker(*device.profile)) add(device, name);
        for (const auto* name : {"household_breaker_current", "phase_type", "grid_code_rated_voltage"})
            add(device, name);
    }
    return points;
}

}  // namespace firstlight::commissioning
