#include "commissioning/drafts.h"

#include <algorithm>

namespace firstlight::commissioning {

namespace {
std::filesystem::path file_of(const std::filesystem::path& folder, const std::string& visit) {
    return folder / (visit + ".json");
}
}  // namespace

Plan first_plan(const Visit& visit) {
    Plan plan;
    plan.purpose = visit.purpose;
    plan.site = visit.site;
    plan.people = visit.people;
    plan.rule_set = visit.rule_set;
    return plan;
}

std::optional<Plan> load_draft(const std::filesystem::path& folder, const std::string& visit) {
    const auto file = file_of(folder, visit);
    if (!std::filesystem::exists(file)) return std::nullopt;
    return load_plan(file);
}

void save_draft(const std::filesystem::path& folder, const std::string& visit, Plan plan,
                const station::ProfileSet& profiles) {
    const auto is_secret = [&](const PlannedSetting& setting) {
        return std::ranges::any_of(profiles.all(), [&](const auto& profile) {
            const auto* point = profile->find(setting.point);
            return point != nullptr && point->secret;
        });
    };
    std::erase_if(plan.settings, is_secret);
    std::filesystem::create_directories(folder);
    save_plan(plan, file_of(folder, visit));
}

}  // namespace firstlight::commissioning
