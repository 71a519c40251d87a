#include "wizards/commission/commission_wizard.h"

#include "commissioning/drafts.h"
#include "reports/error_words.h"
#include "ui/words.h"

#include <algorithm>
#include <stdexcept>

#include <wx/msgdlg.h>

namespace firstlight::wizards {

namespace {

commissioning::Plan first_plan(const commissioning::Visit& visit) {
    commissioning::Plan plan;
    plan.purpose = visit.purpose;
    plan.site = visit.site;
    plan.people = visit.people;
    plan.rule_set = visit.rule_set;
    return plan;
}

}  // namespace

const commissioning::RuleSet& CommissionWork::rules() const {
    const auto& sets = workspace.rule_sets();
    try {
        return commissioning::choose_rule_set(sets, plan.rule_set, plan.site.country);
    } catch (const std::out_of_range&) {
        return commissioning::choose_rule_set(sets, {}, plan.site.country);
    }
}

bool CommissionWork::has(std::string_view profile) const {
    const auto found = discovery();
    return found && !found->of(profile).empty();
}

bool CommissionWork::connected() const {
    return workspace.connection().phase() == ui::Connection::Phase::live;
}

WizardPanel* commission_wizard(wxWindow* parent, ui::Workspace& workspace, const commissioning::Visit& visit,
                               std::function<void()> closed) {
    const auto drafts = workspace.folders().user / "drafts";
    auto draft = commissioning::load_draft(drafts, visit.id);
    auto work =
        std::make_shared<CommissionWork>(CommissionWork{workspace, visit.id, draft.value_or(first_plan(visit)), {}});
    std::vector<std::unique_ptr<Step>> steps;
    for (const auto make : {site_step, station_step, grid_step, pv_step, battery_step, meter_step, limits_step,
                            review_step, run_step, result_step, sign_off_step, report_step})
        steps.push_back(make(work));
    WizardPanel::Actions actions;
    actions.save = [work, drafts] {
        try {
            commissioning::save_draft(drafts, work->visit, work->plan, work->workspace.profiles());
        } catch (...) {
            const auto words = reports::describe(std::current_exception());
            wxMessageBox(ui::to_wx(words.explanation + "\n\n" + words.next_step), ui::to_wx(words.title),
                         wxOK | wxICON_WARNING);
        }
    };
    actions.close = closed;
    actions.finish = closed;
    return new WizardPanel(parent, std::move(steps), std::move(actions));
}

}  // namespace firstlight::wizards
