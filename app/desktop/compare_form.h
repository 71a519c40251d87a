#pragma once

#include "app/desktop/setting_jobs.h"
#include "commissioning/settings_comparison.h"
#include "ui/activity_strip.h"
#include "ui/error_banner.h"
#include "ui/field.h"
#include "ui/page.h"
#include "ui/table.h"
#include "ui/workspace.h"

#include <set>
#include <vector>

namespace firstlight::app::desktop {

/// All settings of the station: kept as a file or as a company's template, compared with another set, and what differs
/// restored through the review. A replaced device gets the settings of the one before it from the last visit.
class CompareForm : public ui::Page {
  public:
    CompareForm(wxWindow* parent, ui::Workspace& workspace, Found found);

    bool busy() const override { return job_.running(); }

  private:
    /// What the station is compared with.
    struct Source {
        enum class Kind { file, of_template, visit };
        Kind kind = Kind::file;
        std::string id;  ///< of the template or visit
        wxString label;
    };

    void list_sources();
    void show_sources(std::vector<Source> sources);
    void save();
    void keep_template();
    /// Reads every setting, then `done` on the UI thread.
    void take(std::function<void(commissioning::StationSettings)> done);
    void compare();
    void show_differences();
    void tell(const station::Progress& progress);
    void refresh_rows();
    void toggle();
    void prepare();
    void review(std::vector<commissioning::PlannedWrite> writes);
    void say(const wxString& words, ui::Hue hue = ui::Hue::muted);
    void fail(const std::exception_ptr& error);
    void enable_buttons();
    std::filesystem::path templates() const { return workspace_.folders().user / "templates"; }

    ui::Workspace& workspace_;
    Found found_;
    std::vector<Source> sources_;
    std::vector<commissioning::KeptDifference> differences_;
    commissioning::StationSettings present_;
    std::set<std::size_t> left_out_;
    ui::ErrorBanner* error_;
    ui::ChoiceField* source_ = nullptr;
    wxBoxSizer* source_place_;
    ui::Table* table_;
    ui::ActivityStrip* activity_;
    wxStaticText* state_line_;
    wxButton *save_, *template_, *compare_, *toggle_, *write_;
    ui::Alive alive_;
    ui::Job job_, listing_;
};

}  // namespace firstlight::app::desktop
