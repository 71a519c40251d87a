#include "commissioning/plan_secrets.h"

#include "commissioning/plan_target.h"
#include "text/text.h"

#include <fmt/format.h>

namespace firstlight::commissioning {

std::set<std::string> secrets_named_in(const Plan& plan) {
    std::set<std::string> entries;
    for (const auto& setting : plan.settings)
        if (!setting.secret.empty()) entries.insert(setting.secret);
    for (const auto& planned : plan.tables)
        for (const auto& row : planned.secrets)
            for (const auto& [column, entry] : row) entries.insert(entry);
    return entries;
}

bool names_secrets(const Plan& plan) {
    return !secrets_named_in(plan).empty();
}

Secrets secrets_of(const Plan& plan, const SecretLookup& look_up) {
    Secrets secrets;
    const auto fetch = [&](const PlanTarget& target, const std::string& entry) {
        if (secrets.contains(entry)) return;
        auto secret = look_up(entry);
        if (!secret)
            fail(target, text::trf("this computer's secret store has no entry \"{0}\"; keep it there with "
                                   "firstlight-cli secrets keep \"{0}\"",
                                   entry));
        secrets.emplace(entry, std::move(*secret));
    };
    for (const auto& setting : plan.settings)
        if (!setting.secret.empty()) fetch({plan, setting}, setting.secret);
    for (const auto& planned : plan.tables)
        for (const auto& row : planned.secrets)
            for (const auto& [column, entry] : row) fetch({plan, planned}, entry);
    return secrets;
}

void refuse_secrets_in_clear(const Plan& plan, const station::ProfileSet& profiles) {
    const auto refuse = [](const PlanTarget& target, const std::string& name) {
        fail(target, text::trf("{} is a secret and does not belong into a file: keep it with firstlight-cli secrets "
                               "keep NAME, and write {{\"secret\": \"NAME\"}} here",
                               name));
    };
    for (const auto& profile : profiles.all()) {
        for (const auto& setting : plan.settings) {
            const auto* point = setting.line > 0 ? profile->find(setting.point) : nullptr;
            if (point && point->secret && setting.secret.empty()) refuse({plan, setting}, point->name);
        }
        for (const auto& planned : plan.tables) {
            const auto* table = planned.line > 0 ? profile->find_table(planned.table) : nullptr;
            if (!table) continue;
            for (const auto& row : planned.rows)
                for (const auto& [column, cell] : row)
                    if (const auto* secret = table->find(column); secret && secret->secret)
                        refuse({plan, planned}, fmt::format("{} {}", table->name, column));
        }
    }
}

const std::string& value_of(const Plan& plan, const PlannedSetting& setting, const station::Point& point,
                            const Secrets& secrets) {
    const PlanTarget target(plan, setting);
    if (!setting.secret.empty() && !point.secret)
        fail(target, text::trf("{} is no secret: it is shown and journalled, so write its value here", point.name));
    return setting.secret.empty() ? setting.value : secrets.at(setting.secret);
}

std::vector<Cells> secret_cells_of(const PlannedTable& planned, const Secrets& secrets) {
    std::vector<Cells> cells;
    for (const auto& row : planned.secrets) {
        auto& of_row = cells.emplace_back();
        for (const auto& [column, entry] : row) of_row.emplace(column, secrets.at(entry));
    }
    return cells;
}

}  // namespace firstlight::commissioning
