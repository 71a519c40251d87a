#pragma once

#include "ui/error_banner.h"
#include "ui/field.h"
#include "ui/page.h"
#include "ui/workspace.h"

#include <string>
#include <vector>

#include <wx/checkbox.h>

namespace firstlight::app::desktop {

/// What counts for all visits: looks, the person and company in reports, pace, notifications, where the files lie.
class SettingsPage : public ui::Page {
  public:
    /// `restyle` is called when the look or the language changed; false: not now.
    SettingsPage(wxWindow* parent, ui::Workspace& workspace, std::function<bool()> restyle);

  private:
    void add_looks(wxSizer& column);
    void add_company(wxSizer& column);
    void choose_logo();
    void add_work(wxSizer& column);
    void save();
    void saved(bool new_look);

    ui::Workspace& workspace_;
    std::function<bool()> restyle_;
    ui::ErrorBanner* error_;
    ui::ChoiceField *language_, *appearance_, *temperature_, *paper_;
    ui::TextField *currency_, *name_, *company_, *phone_, *email_, *licence_, *logo_, *pace_, *second_look_;
    std::vector<std::string> languages_;
    wxCheckBox *long_work_, *lost_link_, *frames_;
};

}  // namespace firstlight::app::desktop
