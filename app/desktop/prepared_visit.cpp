#include "app/desktop/prepared_visit.h"

#include "commissioning/drafts.h"

#include <algorithm>

namespace firstlight::app::desktop {

using commissioning::Plan;

Prepared load_prepared(ui::Workspace& workspace, const std::string& visit) {
    const auto drafts = workspace.places().drafts;
    Prepared prepared;
    prepared.visit = workspace.store().load(visit);
    prepared.preparation = commissioning::load_preparation(drafts, visit);
    auto draft = commissioning::load_draft(drafts, visit);
    prepared.plan = draft ? std::move(*draft) : commissioning::first_plan(prepared.visit);
    return prepared;
}

void save_prepared(ui::Workspace& workspace, const Prepared& prepared) {
    const auto drafts = workspace.places().drafts;
    const auto& id = prepared.visit.id;
    auto serials = commissioning::serials_of(prepared.preparation);
    const auto earlier = commissioning::serials_of(commissioning::load_preparation(drafts, id));
    const auto has = [](const auto& list, const std::string& serial) {
        return std::ranges::find(list, serial) != list.end();
    };
    for (const auto& typed : prepared.plan.expected_serials)  // on another page: they stay
        if (!has(earlier, typed) && !has(serials, typed)) serials.push_back(typed);

    auto visit = workspace.store().load(id);
    visit.site = prepared.plan.site;
    visit.rule_set = prepared.plan.rule_set;
    workspace.store().save_header(visit);
    auto plan = prepared.plan;
    plan.expected_serials = std::move(serials);
    commissioning::save_draft(drafts, id, std::move(plan), workspace.profiles());
    commissioning::save_preparation(prepared.preparation, drafts, id);
}

}  // namespace firstlight::app::desktop
