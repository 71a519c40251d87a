#pragma once

#include "wizards/connect/work.h"
#include "wizards/wizard_panel.h"

namespace firstlight::wizards {

/// Leads to a station over cable, network or its own call, or to the demo station. Nothing is written to any device.
WizardPanel* connect_wizard(wxWindow* parent, ui::Workspace& workspace, ConnectActions actions);

}  // namespace firstlight::wizards
