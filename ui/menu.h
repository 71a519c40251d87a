#pragma once

#include <functional>
#include <vector>

#include <wx/window.h>

namespace firstlight::ui {

struct MenuEntry {
    wxString label;  ///< with & before the letter that chooses it; empty: a line between groups
    std::function<void()> action = {};
    bool enabled = true;
};

/// Shows the entries and carries out the chosen one after the menu is gone. Arrow keys, letters and Escape work.
/// Without a place it opens below `window`.
void show_menu(wxWindow& window, const std::vector<MenuEntry>& entries, const wxPoint& place = wxDefaultPosition);

}  // namespace firstlight::ui
