#pragma once

#include "commissioning/plan.h"
#include "ui/error_banner.h"
#include "ui/page.h"
#include "ui/workspace.h"
#include "wizards/wizard_panel.h"

#include <wx/simplebook.h>

namespace firstlight::app::desktop {

/// The areas of a commissioning with their state, and the wizard that carries it out.
class SetupPage : public ui::Page {
  public:
    SetupPage(wxWindow* parent, ui::Workspace& workspace);

    void shown() override;
    /// Opens the wizard for the visit that is open; starts a visit when none is.
    void commission();
    bool busy() const override { return wizard_ != nullptr; }
    /// Before the window closes: keeps what was typed; false when the person stays.
    bool leave() { return wizard_ == nullptr || wizard_->leave(); }

  private:
    void load();
    void show_areas(const commissioning::Visit& visit);
    void follow_visit();
    void open_wizard(const std::string& visit, commissioning::Plan plan);
    void close_wizard();

    ui::Workspace& workspace_;
    ui::ErrorBanner* error_;
    wxStaticText* words_;
    wxFlexGridSizer* areas_;
    wxButton* start_;
    wizards::WizardPanel* wizard_ = nullptr;
    std::string wizard_visit_;
    ui::Job job_;
    ui::Workspace::Subscription subscription_;
};

}  // namespace firstlight::app::desktop
