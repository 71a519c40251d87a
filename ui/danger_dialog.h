#pragma once

#include "ui/field.h"

#include <vector>

#include <wx/button.h>
#include <wx/dialog.h>

namespace firstlight::ui {

/// What a person must know and say before something cannot be undone.
struct Danger {
    wxString title;               ///< "Restore a back-up"
    wxString band;                ///< what can happen, in one sentence
    wxString explanation;         ///< what goes, what stays
    std::vector<wxString> ticks;  ///< what must be so first, ticked one by one
    wxString word_label, word;    ///< what to type; empty: nothing
    wxString button;              ///< the verb with its object
};

/// Names the danger; its button waits until everything is ticked and typed.
class DangerDialog : public wxDialog {
  public:
    DangerDialog(wxWindow* parent, const Danger& danger);

  private:
    void add_band(wxSizer& column, const wxString& words);
    void refresh();

    wxString word_;
    std::vector<wxCheckBox*> ticks_;
    TextField* typed_ = nullptr;
    wxButton* go_;
};

/// True when the person went on.
bool ask_danger(wxWindow* parent, const Danger& danger);

}  // namespace firstlight::ui
