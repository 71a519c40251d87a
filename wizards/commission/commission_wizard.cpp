#include "wizards/commission/commission_wizard.h"

#include "commissioning/areas.h"
#include "commissioning/drafts.h"
#include "ui/error_banner.h"
#include "ui/newest_saver.h"

#include <stdexcept>
#include <utility>

namespace firstlight::wizards {

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
                               commissioning::Plan plan, std::function<void()> closed) {
    const bool look_first = plan.from_template.empty();
    auto work = std::make_shared<CommissionWork>(CommissionWork{workspace, visit.id, std::move(plan), look_first, {}});
    if (commissioning::was_checked(visit)) work->done = visit;
    std::vector<std::unique_ptr<Step>> steps;
    for (const auto make : {site_step, station_step, grid_step, pv_step, battery_step, meter_step, limits_step,
                            review_step, run_step, result_step, sign_off_step, report_step})
        steps.push_back(make(work));
    WizardPanel::Actions actions;
    actions.save = [work, parent, saver = std::make_shared<ui::NewestSaver>(workspace.bridge())] {
        saver->save(
            [drafts = work->workspace.places().drafts, visit = work->visit, plan = work->plan,
             &profiles = work->workspace.profiles()] { commissioning::save_draft(drafts, visit, plan, profiles); },
            {}, [parent](const std::exception_ptr& error) { ui::tell_error(parent, error); });
    };
    actions.close = closed;
    actions.finish = closed;
    return new WizardPanel(parent, std::move(steps), std::move(actions));
}

}  // namespace firstlight::wizards
