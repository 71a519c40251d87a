#include "commissioning/check_results.h"
#include "commissioning/check_runs.h"
#include "text/text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

/// The maker's numbers of alarms that belong to these checks (facts: alarm_codes.csv).
constexpr const char* insulation_low = "1002";
constexpr const char* string_voltage_high = "1006";
constexpr const char* string_reversed = "1007";
constexpr const char* string_backfeed = "1008";

/// The alarm of this number, when the device shows it.
const station::Bit* alarm_of(const Subject& subject, std::string_view code, CheckResult& result) {
    for (const auto& point : subject.device->profile->points) {
        for (const auto& bit : point.bits) {
            if (bit.code != code) continue;
            const auto word = subject.number(point.name);
            if (!word || !(static_cast<unsigned>(*word) >> bit.position & 1U)) continue;
            add_evidence(result, subject, point.name);
            return &bit;
        }
    }
    return nullptr;
}

CheckResult fail_by_alarm(CheckResult result, const station::Bit& alarm) {
    result.verdict = Verdict::fail;
    result.reason = text::trf("The inverter reports \"{}\".", text::tr(alarm.name)) + " " + text::tr(alarm.cause) + " "
                    + text::tr(alarm.next_step);
    return result;
}

// ---- PV ----------------------------------------------------------------------------------------------------------

struct PvString {
    int number = 0;
    std::optional<double> voltage;
    std::string voltage_point() const { return fmt::format("pv_{}_voltage", number); }
    std::string current_point() const { return fmt::format("pv_{}_current", number); }
};

/// As many as the inverter counts, at most those that the profile knows.
std::vector<PvString> strings_of(const Subject& inverter) {
    std::vector<PvString> strings;
    const int count = static_cast<int>(inverter.number("pv_string_count").value_or(0));
    for (int number = 1; number <= count; ++number) {
        PvString string{number, {}};
        if (!inverter.device->profile->find(string.voltage_point())) break;
        string.voltage = inverter.number(string.voltage_point());
        strings.push_back(string);
    }
    return strings;
}

double daylight_voltage(const CheckInput& input) {
    const auto* rule = input.rules.find("pv_string_voltage");
    return rule ? rule->low.value_or(0) : 0;
}

/// Whether any string has voltage: without light nothing can be said about strings. A reversed string has it too.
bool has_light(const CheckInput& input, const std::vector<PvString>& strings) {
    return std::ranges::any_of(strings, [&](const PvString& string) {
        return string.voltage && std::abs(*string.voltage) >= daylight_voltage(input);
    });
}

CheckResult string_result(const CheckInput& input, const Subject& inverter, const PvString& string, bool light) {
    auto result = begin(input, "pv_strings", fmt::format("{} PV{}", inverter.name(), string.number));
    add_evidence(result, inverter, string.voltage_point());
    add_evidence(result, inverter, string.current_point());
    if (!string.voltage) return not_tested(std::move(result), why_missing(inverter, string.voltage_point()));
    const auto* current = inverter.find(string.current_point());
    result.measured = station::to_text(*inverter.find(string.voltage_point()));
    if (current && current->good()) result.measured += ", " + station::to_text(*current);
    if (!light) {
        return not_tested(std::move(result),
                          text::tr("No string has voltage: there is no light, or the DC switch is off. Check "
                                   "again by day with the DC switch on."));
    }
    if (*string.voltage <= -daylight_voltage(input)) {
        return judge(
            std::move(result), input, "pv_string_voltage", *string.voltage, Verdict::fail,
            text::tr("The voltage is negative: the string's polarity is reversed. Switch DC off and swap the wires."));
    }
    const bool empty = *string.voltage < daylight_voltage(input);
    return judge(
        std::move(result), input, "pv_string_voltage", *string.voltage, empty ? Verdict::warning : Verdict::fail,
        empty ? text::tr("Other strings have light, this one has no voltage. If nothing is connected here, note it; "
                         "otherwise look for an open connector or fuse.")
              : text::tr("The voltage is above the inverter's limit. Switch DC off and shorten the string."));
}

CheckResult spread_result(const CheckInput& input, const Subject& inverter, const std::vector<PvString>& strings) {
    auto result = begin(input, "pv_strings", fmt::format("{} {}", inverter.name(), text::tr("strings together")));
    double sum = 0, low = 0, high = 0;
    int lit = 0;
    for (const auto& string : strings) {
        if (!string.voltage || *string.voltage < daylight_voltage(input)) continue;
        low = lit == 0 ? *string.voltage : std::min(low, *string.voltage);
        high = lit == 0 ? *string.voltage : std::max(high, *string.voltage);
        sum += *string.voltage;
        ++lit;
        add_evidence(result, inverter, string.voltage_point());
    }
    if (lit < 2) return not_applicable(std::move(result), text::tr("Fewer than two strings have voltage."));
    const double share = 100 * (high - low) / (sum / lit);
    result.measured = text::trf("{:.1f} V to {:.1f} V, spread {:.1f} %", low, high, share);
    return judge(
        std::move(result), input, "pv_string_spread", share, Verdict::warning,
        text::tr("Only strings with the same modules and length must agree. If these have, look for shade, a shorted "
                 "or a missing module."));
}

CheckResult alarms_result(const CheckInput& input, const Subject& inverter) {
    auto result = begin(input, "pv_strings", fmt::format("{} {}", inverter.name(), text::tr("PV alarms")));
    result.expected = text::tr("no alarm of the PV side");
    for (const auto* code : {string_reversed, string_backfeed, string_voltage_high}) {
        if (const auto* alarm = alarm_of(inverter, code, result)) {
            result.measured = alarm->name;
            return fail_by_alarm(std::move(result), *alarm);
        }
    }
    return result;
}

// ---- battery -----------------------------------------------------------------------------------------------------

struct BatteryFigure {
    const char* subject;
    const char* point;
    const char* rule;
    Verdict outside;
    const char* reason;
};

constexpr BatteryFigure battery_figures[] = {
    {text::marked("state of charge"), "ess_soc", "battery_soc", Verdict::warning,
     text::marked("Charge the battery before leaving the site, from the grid if there is no sun.")},
    {text::marked("state of health"), "ess_soh", "battery_soh", Verdict::fail,
     text::marked("Too low for a new battery. Note the serial numbers of its modules and ask the maker.")},
    {text::marked("temperature"), "ess_average_cell_temperature", "battery_temperature", Verdict::fail,
     text::marked("Outside the battery's range it charges slowly or not at all. Check its place and ventilation.")},
};

CheckResult battery_figure(const CheckInput& input, const Subject& inverter, const BatteryFigure& figure) {
    auto result = begin(input, "battery", fmt::format("{} {}", inverter.name(), text::tr(figure.subject)));
    add_evidence(result, inverter, figure.point);
    const auto value = inverter.number(figure.point);
    if (!value) return not_tested(std::move(result), why_missing(inverter, figure.point));
    result.measured = station::to_text(*inverter.find(figure.point));
    return judge(std::move(result), input, figure.rule, *value, figure.outside, text::tr(figure.reason));
}

CheckResult cell_spread(const CheckInput& input, const Subject& inverter) {
    auto result = begin(input, "battery", fmt::format("{} {}", inverter.name(), text::tr("cell voltages")));
    for (const auto* point : {"ess_max_cell_voltage", "ess_min_cell_voltage", "ess_average_cell_voltage"}) {
        add_evidence(result, inverter, point);
    }
    for (const auto* point : {"ess_max_cell_voltage", "ess_min_cell_voltage"}) {
        if (!inverter.number(point)) return not_tested(std::move(result), why_missing(inverter, point));
    }
    const double high = *inverter.number("ess_max_cell_voltage"), low = *inverter.number("ess_min_cell_voltage");
    result.measured = text::trf("{:.3f} V to {:.3f} V, {:.3f} V apart", low, high, high - low);
    return judge(
        std::move(result), input, "battery_cell_spread", high - low, Verdict::fail,
        text::tr("Let the battery rest at half charge and check again. If the cells stay apart, ask the maker."));
}

void add_battery_of(const CheckInput& input, const Subject& inverter, std::vector<CheckResult>& results) {
    auto packs = begin(input, "battery", fmt::format("{} {}", inverter.name(), text::tr("packs")));
    packs.expected = text::tr("a battery");
    add_evidence(packs, inverter, "battery_pack_count");
    const auto count = inverter.number("battery_pack_count");
    if (!count && is_absent(inverter, "battery_pack_count")) {
        results.push_back(not_applicable(std::move(packs), text::tr("This inverter is not made for a battery.")));
    } else if (!count) {
        results.push_back(not_tested(std::move(packs), why_missing(inverter, "battery_pack_count")));
    } else if (*count == 0) {
        packs.measured = text::tr("none");
        results.push_back(
            not_applicable(std::move(packs), text::tr("The inverter sees no battery. If one is installed, check its "
                                                      "switch and its communication cable.")));
    } else {
        packs.measured = station::to_text(*inverter.find("battery_pack_count"));
        packs.verdict = Verdict::pass;
        results.push_back(std::move(packs));
        for (const auto& figure : battery_figures) results.push_back(battery_figure(input, inverter, figure));
        results.push_back(cell_spread(input, inverter));
    }
}

// ---- insulation --------------------------------------------------------------------------------------------------

CheckResult insulation_of(const CheckInput& input, const Subject& inverter) {
    auto result = begin(input, "insulation", inverter.name());
    add_evidence(result, inverter, "insulation_resistance");
    const auto resistance = inverter.number("insulation_resistance");
    if (resistance) result.measured = station::to_text(*inverter.find("insulation_resistance"));
    if (const auto* alarm = alarm_of(inverter, insulation_low, result)) return fail_by_alarm(std::move(result), *alarm);
    if (!resistance) return not_tested(std::move(result), why_missing(inverter, "insulation_resistance"));
    const auto strings = strings_of(inverter);
    const bool by_day = has_light(input, strings);
    result = judge(
        std::move(result), input, "insulation_resistance", *resistance, by_day ? Verdict::fail : Verdict::warning,
        by_day ? text::tr("Measure with an insulation tester after IEC 62446-1, string by string; look for damaged "
                          "cables and wet connectors.")
               : text::tr("Measured without light, when the inverter's value says little. Check again by day, and "
                          "measure with an insulation tester after IEC 62446-1."));
    if (result.verdict == Verdict::pass) {
        result.reason =
            text::tr("The inverter's own value is evidence. It does not replace the test after IEC 62446-1.");
    }
    return result;
}

}  // namespace

std::vector<CheckResult> check_insulation(const CheckInput& input) {
    const auto inverters = subjects_of(input, "inverter");
    if (inverters.empty()) return {none_found(input, "insulation", "inverter")};
    std::vector<CheckResult> results;
    for (const auto& inverter : inverters) results.push_back(insulation_of(input, inverter));
    return results;
}

std::vector<CheckResult> check_pv_strings(const CheckInput& input) {
    const auto inverters = subjects_of(input, "inverter");
    if (inverters.empty()) return {none_found(input, "pv_strings", "inverter")};
    std::vector<CheckResult> results;
    for (const auto& inverter : inverters) {
        auto alarms = alarms_result(input, inverter);
        if (alarms.verdict == Verdict::fail) results.push_back(std::move(alarms));
        const auto count = inverter.number("pv_string_count");
        if (!count || *count == 0) {
            auto result = begin(input, "pv_strings", inverter.name());
            add_evidence(result, inverter, "pv_string_count");
            results.push_back(count ? not_applicable(std::move(result), text::tr("The inverter has no PV input."))
                                    : not_tested(std::move(result), why_missing(inverter, "pv_string_count")));
            continue;
        }
        const auto strings = strings_of(inverter);
        const bool light = has_light(input, strings);
        for (const auto& string : strings) results.push_back(string_result(input, inverter, string, light));
        if (light) results.push_back(spread_result(input, inverter, strings));
    }
    return results;
}

std::vector<CheckResult> check_battery(const CheckInput& input) {
    const auto inverters = subjects_of(input, "inverter");
    if (inverters.empty()) return {none_found(input, "battery", "inverter")};
    std::vector<CheckResult> results;
    for (const auto& inverter : inverters) add_battery_of(input, inverter, results);
    return results;
}

}  // namespace firstlight::commissioning
