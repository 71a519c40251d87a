#pragma once

#include "ui/page.h"
#include "ui/workspace.h"
#include "wizards/connect/connect_wizard.h"

namespace firstlight::app::desktop {

/// Shows the Connect wizard; no place of the navigation leads here.
class ConnectPage : public ui::Page {
  public:
    ConnectPage(wxWindow* parent, ui::Workspace& workspace, wizards::ConnectActions actions);

    /// From its first page.
    void begin();
    wizards::WizardPanel* wizard() { return wizard_; }

  private:
    ui::Workspace& workspace_;
    wizards::ConnectActions actions_;
    wizards::WizardPanel* wizard_ = nullptr;
};

}  // namespace firstlight::app::desktop
