#include "ui/accessible_name.h"

#include <wx/access.h>

namespace firstlight::ui {

namespace {

/// Tells the window's name; the system's own object tells everything else.
class NamedWindow : public wxAccessible {
  public:
    using wxAccessible::wxAccessible;

    wxAccStatus GetName(int child, wxString* name) override {
        if (child != wxACC_SELF) return wxACC_NOT_IMPLEMENTED;
        *name = GetWindow()->GetName();
        return wxACC_OK;
    }
};

bool is_named(wxWindow& window) {
    return dynamic_cast<NamedWindow*>(window.GetAccessible()) != nullptr;
}

/// The part of a composed control that takes the keyboard, as in a search field, goes by its name; so do the parts of
/// that part, as in the head of a table.
void name_parts(wxWindow& window, const wxString& name, const wxString& name_before) {
    for (auto* part : window.GetChildren()) {
        if (!part->AcceptsFocus() || !part->GetLabel().empty()) continue;
        if (is_named(*part) && part->GetName() != name_before) continue;
        part->SetName(name);
        if (!is_named(*part)) part->SetAccessible(new NamedWindow(part));
        name_parts(*part, name, name_before);
    }
}

}  // namespace

// A table brings an object of its own, which tells the window's name and the rows.
void set_accessible_name(wxWindow& window, const wxString& name) {
    const auto name_before = window.GetName();
    window.SetName(name);
    if (window.GetOrCreateAccessible() == nullptr) window.SetAccessible(new NamedWindow(&window));
    name_parts(window, name, name_before);
}

}  // namespace firstlight::ui
