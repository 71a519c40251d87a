#pragma once

#include "app/desktop/visit_actions.h"
#include "app/desktop/visit_details.h"
#include "app/desktop/visit_list.h"
#include "ui/error_banner.h"
#include "ui/page.h"
#include "ui/table.h"
#include "ui/workspace.h"

#include <memory>
#include <optional>
#include <vector>

#include <wx/checkbox.h>
#include <wx/srchctrl.h>

namespace firstlight::app::desktop {

/// All visits of this laptop: search, start one, go on with one, and what else is done with them.
class VisitsPage : public ui::Page {
  public:
    /// `go_on` is called with the visit that was opened.
    VisitsPage(wxWindow* parent, ui::Workspace& workspace, std::function<void(const std::string& visit)> go_on);

    void shown() override;
    /// What happened, and how to find out the rest: the program ended during a write of this visit.
    void tell_interrupted(const commissioning::VisitHeader& visit);

  private:
    void add_head();
    void add_list();
    void load();
    void refresh();
    void start();
    void open_chosen();
    void choose();
    void show_menu(wxWindow& window, const wxPoint& place = wxDefaultPosition);
    std::optional<commissioning::VisitHeader> chosen() const;

    ui::Workspace& workspace_;
    std::function<void(const std::string&)> go_on_;
    ui::ErrorBanner* error_;
    wxSearchCtrl* search_;
    wxCheckBox* archived_;
    ui::Table* table_;
    VisitDetails* details_;
    wxButton *open_, *more_;
    std::unique_ptr<VisitActions> actions_;
    std::vector<ListedVisit> visits_;
    wxString said_;        ///< what an action did, until the next one
    std::string awaited_;  ///< a visit to choose once the list has it
    ui::Job job_;
    ui::Workspace::Subscription subscription_;
};

}  // namespace firstlight::app::desktop
