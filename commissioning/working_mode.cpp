#include "commissioning/working_mode.h"

#include "text/text.h"

#include <algorithm>
#include <stdexcept>

namespace firstlight::commissioning {
namespace {

std::vector<std::string> parameters_of(std::string_view mode) {
    if (mode == "self_consumption") return {"self_peak_shaving_soc", "self_max_peak_power"};
    if (mode == "time_based") return {"time_peak_shaving_soc", "time_max_peak_power"};
    if (mode == "load_shedding") return {"outage_region"};
    if (mode == "remote_ems") return {"remote_ems_mode"};
    return {};
}

std::string table_of(std::string_view mode) {
    if (mode == "time_based") return "schedule";
    return mode == "load_shedding" ? "outages" : "";
}

std::string warning_of(std::string_view mode) {
    if (mode != "remote_ems") return {};
    return text::tr(
        "A third party rules the station in this mode, and its settings take the place of yours. Enter or leave it "
        "only "
        "when you and that party have agreed on it.");
}

/// Not in the station's country.
bool is_withheld(std::string_view mode, const station::PointLookup& now) {
    const bool ai = mode == "ai" && now("ai_mode_offered") == 0.0;
    const bool shedding = mode == "load_shedding" && now("load_shedding_offered") == 0.0;
    return ai || shedding;
}

std::string why_not_offered(std::string_view mode, const station::Device& plant, const station::PointLookup& now) {
    if (!plant.extension)
        return mode == "remote_ems"
                   ? std::string()
                   : text::tr("This station does not offer it over Modbus. Set it in the maker's app.");
    return is_withheld(mode, now) ? text::tr("The station does not offer this mode in its country.") : std::string();
}

}  // namespace

std::vector<WorkingMode> working_modes(const station::Device& plant, const station::PointLookup& now) {
    std::vector<WorkingMode> modes;
    for (const station::Choice& choice : plant.profile->at("working_mode").choices) {
        WorkingMode mode{choice.name,
                         choice.label,
                         parameters_of(choice.name),
                         table_of(choice.name),
                         warning_of(choice.name),
                         true,
                         why_not_offered(choice.name, plant, now)};
        mode.offered = mode.why_not.empty();
        modes.push_back(std::move(mode));
    }
    return modes;
}

std::vector<station::Choice> offered_choices(const station::Point& point, const station::PointLookup& now) {
    auto choices = point.choices;
    if (point.name == "working_mode")
        std::erase_if(choices, [&](const station::Choice& mode) { return is_withheld(mode.name, now); });
    return choices;
}

bool fits_mode(const station::Device& device, const station::Point& point, const station::PointLookup& now) {
    const auto* mode = device.extension ? device.profile->find("working_mode") : nullptr;
    if (!mode) return true;
    if (point.name == "remote_ems_enable") return false;
    const auto is_of = [&](std::string_view name) { return std::ranges::count(parameters_of(name), point.name) > 0; };
    const bool is_of_a_mode =
        std::ranges::any_of(mode->choices, [&](const station::Choice& choice) { return is_of(choice.name); });
    const auto code = now(mode->name);
    const auto* chosen = code ? station::find_choice(*mode, *code) : nullptr;
    return !is_of_a_mode || !chosen || is_of(chosen->name);
}

std::string warning_before(const station::Point& point, const station::Value& wanted,
                           const std::optional<station::Value>& now) {
    if (point.name == "remote_ems_enable") return warning_of("remote_ems");
    if (point.name != "working_mode") return {};
    const auto is_remote = [&](const station::Value& value) {
        const auto* code = std::get_if<double>(&value);
        const auto* choice = code ? station::find_choice(point, *code) : nullptr;
        return choice && choice->name == "remote_ems";
    };
    return is_remote(wanted) || (now && is_remote(*now)) ? warning_of("remote_ems") : std::string();
}

std::pair<const station::Point*, double> write_of_mode(const station::Device& plant, std::string_view mode) {
    if (!plant.extension) return {&plant.profile->at("remote_ems_enable"), mode == "remote_ems" ? 1 : 0};
    const station::Point& point = plant.profile->at("working_mode");
    const auto choice = std::ranges::find(point.choices, mode, &station::Choice::name);
    if (choice == point.choices.end()) throw std::out_of_range(text::trf("there is no mode {}", mode));
    return {&point, choice->code};
}

}  // namespace firstlight::commissioning
