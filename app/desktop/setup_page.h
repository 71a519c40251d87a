#pragma once

#include "app/desktop/station_settings.h"
#include "commissioning/areas.h"
#include "commissioning/plan.h"
#include "ui/error_banner.h"
#include "ui/page.h"
#include "ui/table.h"
#include "ui/workspace.h"
#include "wizards/wizard_panel.h"

#include <wx/simplebook.h>

namespace firstlight::app::desktop {

/// The checklist of a commissioning: its areas with their state, each leading to its page of the wizard that carries it
/// out.
class SetupPage : public ui::Page {
  public:
    SetupPage(wxWindow* parent, ui::Workspace& workspace);

    void shown() override;
    void hidden() override;
    /// Opens the wizard for the visit that is open, at this page; starts a visit when none is.
    void commission(const std::string& page = {});
    bool busy() const override { return wizard_ != nullptr || settings_ != nullptr; }
    /// Before the window closes: keeps what was typed; false when the person stays.
    bool leave();

  private:
    struct Loaded {
        commissioning::Visit visit;
        commissioning::Plan plan;
    };
    void load();
    void follow_connection();
    void show_areas();
    void explain();
    void open_area();
    void follow_visit();
    void open_settings();
    void close_settings();
    void open_wizard(Loaded begun, const std::string& page);
    void close_wizard();

    ui::Workspace& workspace_;
    ui::ErrorBanner* error_;
    wxStaticText *words_, *why_;
    ui::Table* table_;
    wxButton *start_, *open_, *station_;
    std::optional<Loaded> loaded_;
    std::vector<commissioning::Area> areas_;
    std::shared_ptr<const station::Discovery> found_;
    wizards::WizardPanel* wizard_ = nullptr;
    StationSettings* settings_ = nullptr;
    std::string wizard_visit_;
    ui::Job job_;
    ui::Workspace::Subscription subscription_;
    ui::Connection::Subscription connection_;
};

}  // namespace firstlight::app::desktop
