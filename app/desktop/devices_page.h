#pragma once

#include "ui/page.h"
#include "ui/table.h"
#include "ui/workspace.h"

#include <memory>
#include <string>

#include <wx/srchctrl.h>

namespace firstlight::app::desktop {

/// Every device with its identity; all points of the chosen one, live; its alarms with cause and next step.
class DevicesPage : public ui::Page {
  public:
    DevicesPage(wxWindow* parent, ui::Workspace& workspace);

    void shown() override;
    void hidden() override;
    void choose(const std::string& device);

  private:
    void refresh();
    void refresh_devices();
    void refresh_points();
    void refresh_alarms();
    void watch_again();
    const station::Device* chosen() const;

    ui::Workspace& workspace_;
    ui::Table* devices_;
    ui::Table* points_;
    wxSearchCtrl* search_;
    wxStaticText *identity_, *alarms_;
    std::string chosen_;
    std::shared_ptr<const station::Discovery> seen_;
    ui::Connection::Watch watch_;
    ui::Connection::Subscription subscription_;
};

}  // namespace firstlight::app::desktop
