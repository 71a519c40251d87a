#pragma once

#include "wizards/commission/work.h"
#include "wizards/wizard_panel.h"

namespace firstlight::wizards {

/// Commissions the connected station within a visit: site, devices, live checks, limits, review, run, sign-off, report.
/// `plan` is the visit's draft; one from a template goes without the live checks unless they are asked for. Results
/// that `visit` has already can be seen and signed off without another run. `closed` is called when it ends, whatever
/// way.
WizardPanel* commission_wizard(wxWindow* parent, ui::Workspace& workspace, const commissioning::Visit& visit,
                               commissioning::Plan plan, std::function<void()> closed);

}  // namespace firstlight::wizards
