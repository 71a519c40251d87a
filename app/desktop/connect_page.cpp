#include "app/desktop/connect_page.h"

#include <utility>

namespace firstlight::app::desktop {

ConnectPage::ConnectPage(wxWindow* parent, ui::Workspace& workspace, wizards::ConnectActions actions)
    : Page(parent, ui::tr("Connect")), workspace_(workspace), actions_(std::move(actions)) {
    show_own(false);
}

void ConnectPage::begin() {
    if (wizard_ != nullptr) wizard_->Destroy();
    wizard_ = wizards::connect_wizard(this, workspace_, actions_);
    GetSizer()->Add(wizard_, 1, wxEXPAND);
    Layout();
}

}  // namespace firstlight::app::desktop
