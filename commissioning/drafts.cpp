#include "commissioning/drafts.h"

#include <algorithm>

namespace firstlight::commissioning {

namespace {

std::filesystem::path file_of(const std::filesystem::path& folder, const std::string& visit) {
    return folder / (visit + ".json");
}

/// Which family a planned device is of need not be known: a name that is secret in any profile is left out.
void leave_secrets_out(Plan& plan, const station::ProfileSet& profiles) {
    std::erase_if(plan.settings, [&](const PlannedSetting& setting) {
        return setting.secret.empty() && std::ranges::any_of(profiles.all(), [&](const auto& profile) {
                   const auto* point = profile->find(setting.point);
                   return point != nullptr && point->secret;
               });
    });
    for (auto& planned : plan.tables)
        for (const auto& profile : profiles.all()) {
            const auto* table = profile->find_table(planned.table);
            if (table == nullptr) continue;
            for (const auto& column : table->columns)
                if (column.secret)
                    for (auto& row : planned.rows) row.erase(column.name);
        }
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
    leave_secrets_out(plan, profiles);
    std::filesystem::create_directories(folder);
    save_plan(plan, file_of(folder, visit));
}

}  // namespace firstlight::commissioning
