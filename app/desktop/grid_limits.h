#pragma once

#include "app/desktop/setting_jobs.h"
#include "commissioning/rule_set.h"
#include "ui/field.h"
#include "ui/table.h"
#include "ui/workspace.h"

#include <vector>

#include <wx/panel.h>

namespace firstlight::app::desktop {

/// The trip limits that the station keeps, each beside what the grid has and what a rule set expects: that of the open
/// visit, else the generic one, until another is chosen.
class GridLimits : public wxPanel {
  public:
    GridLimits(wxWindow* parent, ui::Workspace& workspace, Found found);

    void show(const PageReadings& readings);
    void on_layout(std::function<void()> action) { on_layout_ = std::move(action); }

  private:
    /// Of the open visit. Until it is known nothing is compared.
    void find_rules();
    void compare();
    /// Where the rule set names no limits: what the station has.
    std::vector<ui::Row> uncompared() const;

    ui::Workspace& workspace_;
    Found found_;
    PageReadings readings_;
    ui::ChoiceField* rules_;
    ui::Table* table_;
    std::function<void()> on_layout_;
    ui::Job job_;
};

}  // namespace firstlight::app::desktop
