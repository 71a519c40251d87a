#pragma once

#include "app/desktop/report_preview.h"
#include "app/desktop/visit_list.h"
#include "ui/error_banner.h"
#include "ui/page.h"
#include "ui/table.h"
#include "ui/workspace.h"

#include <functional>
#include <string>
#include <vector>

#include <wx/srchctrl.h>

namespace firstlight::app::desktop {

/// Visits with results, and the report of the chosen one as it is printed: open, export, print.
class ReportsPage : public ui::Page {
  public:
    ReportsPage(wxWindow* parent, ui::Workspace& workspace);

    void shown() override;
    void hidden() override;

  private:
    void load();
    void refresh();
    void preview();
    void show_menu();
    void open();
    void print();
    void export_to_folder();
    /// Writes the chosen visit's report into `folder` and hands the PDF and JSON to `then`.
    void write(const std::filesystem::path& folder, std::function<void(const reports::ReportFiles&)> then);
    void say(const wxString& words);

    ui::Workspace& workspace_;
    ui::ErrorBanner* error_;
    wxSearchCtrl* search_;
    ui::Table* table_;
    ReportPreview* pages_;
    wxButton *open_, *more_;
    std::vector<ListedVisit> visits_;
    ui::Job list_job_, preview_job_, write_job_;
    ui::Workspace::Subscription subscription_;
};

}  // namespace firstlight::app::desktop
