#pragma once

#include <wx/string.h>

namespace firstlight::ui {

/// A message of the desktop, for somebody who is not looking at the window. Nothing when the window is the active one.
void notify(const wxString& title, const wxString& words);

}  // namespace firstlight::ui
