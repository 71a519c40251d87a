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

std::string why_not_offered(std::string_view mode, const station::Device& plant, const station::PointLookup& now) {
    if (!plant.extension)
        return mode == "remote_ems"
                   ? std::string()
                   : text::tr("This station does not offer it over Modbus. Set it in the maker's app.");
    const bool ai = mode == "ai" && now("ai_mode_offered") == 0.0;
    const bool shedding = mode == "load_shedding" && now("load_shedding_offered") == 0.0;
    return ai || shedding ? text::tr("The station does not offer this mode in its country.") : std::string();
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

std::pair<const station::Point*, double> write_of_mode(const station::Device& plant, std::string_view mode) {
    if (!plant.extension) return {&plant.profile->at("remote_ems_enable"), mode == "remote_ems" ? 1 : 0};
    const station::Point& point = plant.profile->at("working_mode");
    const auto choice = std::ranges::find(point.choices, mode, &station::Choice::name);
    if (choice == point.choices.end()) throw std::out_of_range(text::trf("there is no mode {}", mode));
    return {&point, choice->code};
}

}  // namespace firstlight::commissioning
