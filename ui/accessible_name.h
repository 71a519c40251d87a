#pragma once

#include <wx/window.h>

namespace firstlight::ui {

/// The name by which screen readers and tests know a control that has no label of its own.
void set_accessible_name(wxWindow& window, const wxString& name);

}  // namespace firstlight::ui
