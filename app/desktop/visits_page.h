#pragma once

#include "ui/error_banner.h"
#include "ui/page.h"
#include "ui/table.h"
#include "ui/workspace.h"

#include <vector>

#include <wx/srchctrl.h>

namespace firstlight::app::desktop {

/// All visits of this laptop: search, start one, go on with one.
class VisitsPage : public ui::Page {
  public:
    /// `go_on` is called with the visit that was opened.
    VisitsPage(wxWindow* parent, ui::Workspace& workspace, std::function<void(const std::string& visit)> go_on);

    void shown() override;

  private:
    void load();
    void refresh();
    void start();
    void open_chosen();

    ui::Workspace& workspace_;
    std::function<void(const std::string&)> go_on_;
    ui::ErrorBanner* error_;
    wxSearchCtrl* search_;
    ui::Table* table_;
    wxButton* open_;
    std::vector<commissioning::VisitHeader> visits_;
    ui::Job job_;
    ui::Workspace::Subscription subscription_;
};

}  // namespace firstlight::app::desktop
