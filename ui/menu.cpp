#include "ui/menu.h"

#include <map>

#include <wx/menu.h>

namespace firstlight::ui {

void show_menu(wxWindow& window, const std::vector<MenuEntry>& entries, const wxPoint& place) {
    wxMenu menu;
    std::map<int, std::function<void()>> actions;
    for (const auto& entry : entries) {
        if (entry.label.empty()) {
            menu.AppendSeparator();
            continue;
        }
        auto* item = menu.Append(wxID_ANY, entry.label);
        item->Enable(entry.enabled);
        actions[item->GetId()] = entry.action;
    }
    const auto where = place == wxDefaultPosition ? wxPoint(0, window.GetSize().y) : place;
    const auto found = actions.find(window.GetPopupMenuSelectionFromUser(menu, where));
    if (found != actions.end()) found->second();
}

}  // namespace firstlight::ui
