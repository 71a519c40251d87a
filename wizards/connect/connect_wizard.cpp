#include "wizards/connect/connect_wizard.h"

#include "ui/words.h"

#include <utility>

namespace firstlight::wizards {

wxString ConnectWork::why_not_next(commissioning::ConnectPage page) const {
    return ui::to_wx(commissioning::why_not_next(page, plan));
}

WizardPanel* connect_wizard(wxWindow* parent, ui::Workspace& workspace, ConnectActions actions) {
    auto work = std::make_shared<ConnectWork>(ConnectWork{workspace, std::move(actions), {}, {}, {}, {}});
    std::vector<std::unique_ptr<Step>> steps;
    for (const auto make :
         {way_step, cable_step, line_settings_step, network_step, dial_in_step, demo_step, modbus_step, found_step})
        steps.push_back(make(work));
    WizardPanel::Actions panel_actions;
    panel_actions.save = [] {};  // nothing is kept before the station was found
    panel_actions.close = work->actions.close;
    panel_actions.finish = [work] { work->actions.finish(commissioning::endpoint_of(work->plan)); };
    panel_actions.close_label = ui::tr("Close");
    auto* panel = new WizardPanel(parent, std::move(steps), std::move(panel_actions));
    work->go_on = [panel] { panel->next(); };
    work->go_back = [panel] { panel->back(); };
    return panel;
}

}  // namespace firstlight::wizards
