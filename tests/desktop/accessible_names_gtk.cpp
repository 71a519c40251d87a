#include "tests/desktop/accessible_names.h"

#include <gtk/gtk.h>

namespace firstlight::tests {

namespace {

bool is_named(GtkWidget* widget) {
    auto* accessible = gtk_widget_get_accessible(widget);
    const char* name = atk_object_get_name(accessible);
    return name != nullptr && *name != 0;
}

void add_unnamed(GtkWidget* widget, gpointer faults) {
    if (!gtk_widget_get_visible(widget)) return;
    if (gtk_widget_get_can_focus(widget) && !is_named(widget))
        static_cast<std::vector<std::string>*>(faults)->emplace_back(G_OBJECT_TYPE_NAME(widget));
    if (GTK_IS_CONTAINER(widget)) gtk_container_forall(GTK_CONTAINER(widget), add_unnamed, faults);
}

/// A panel that only carries others is no control.
bool carries_controls(const wxWindow& window) {
    for (const auto* child : window.GetChildren())
        if (child->AcceptsFocus() || carries_controls(*child)) return true;
    return false;
}

}  // namespace

std::vector<std::string> unnamed_controls(wxWindow& window) {
    std::vector<std::string> faults;
    for (auto* child : window.GetChildren()) {
        if (!child->IsShown() || child->IsTopLevel()) continue;
        if (carries_controls(*child)) {
            for (const auto& fault : unnamed_controls(*child)) faults.push_back(fault);
            continue;
        }
        if (!child->AcceptsFocusFromKeyboard()) continue;
        std::vector<std::string> widgets;
        add_unnamed(child->GetHandle(), &widgets);
        const auto where = child->GetClassInfo()->GetClassName();
        for (const auto& widget : widgets) faults.push_back(wxString(where).utf8_string() + " (" + widget + ")");
    }
    return faults;
}

}  // namespace firstlight::tests
