#pragma once

#include "app/desktop/setting_entry.h"
#include "app/desktop/setting_jobs.h"
#include "ui/workspace.h"

#include <functional>
#include <memory>
#include <vector>

#include <wx/sizer.h>

namespace firstlight::app::desktop {

/// The fields of a page of settings: what can be typed, which of it acts at all, and why something cannot be.
class SettingFields {
  public:
    /// `readings`, which must outlive it, is what the station has. `changed` is called when something is typed or
    /// chosen.
    SettingFields(wxWindow* parent, ui::Workspace& workspace, Found found, const PageReadings& readings,
                  std::function<void()> changed);

    wxFlexGridSizer& sizer() { return *sizer_; }
    void add(commissioning::PartOf<station::Point> part, const wxString& label);
    bool empty() const { return entries_.empty(); }

    bool has_changes() const;
    /// Fields in which nothing was typed follow the readings.
    void refresh();
    /// What is in the station leaves the field when it cannot be read back.
    void written(const commissioning::PlannedWrite& write);

    struct State {
        wxString refused;      ///< label of the first field that is refused; empty: all are sound
        bool changed = false;  ///< something differs from what the station has
        bool moved = false;    ///< fields came, went or changed their places
    };
    /// Refuses beside the fields, hides what does not act, opens and closes. `writing`: nothing can be typed meanwhile.
    State check(bool writing);

    /// As they will stand when what is typed is written.
    commissioning::OtherValues others() const;
    /// What differs, with what the station had; in the order of the fields.
    std::vector<commissioning::PlannedWrite> writes() const;

  private:
    void add_platforms();
    wxString trouble_of(const SettingEntry& entry) const;
    /// A setting of a mode that is not chosen is not shown, and what was typed there is gone. True: something changed.
    bool show_what_acts();
    bool acts(const SettingEntry& entry) const;
    /// Two columns where they have room, else one: in some languages a choice takes the whole width. True: it changed.
    bool fit_columns();

    wxWindow* parent_;
    ui::Workspace& workspace_;
    Found found_;
    std::function<void()> changed_;
    wxFlexGridSizer* sizer_;
    const PageReadings& readings_;
    std::vector<std::unique_ptr<SettingEntry>> entries_;
    std::vector<ui::ChoiceField*> platforms_;
    std::vector<wxWindow*> order_;  ///< as they stand in the sizer
    std::vector<bool> shown_;       ///< entries
    std::vector<wxString> labels_;  ///< entries
};

}  // namespace firstlight::app::desktop
