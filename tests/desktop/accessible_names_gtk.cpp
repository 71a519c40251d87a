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

}  // namespace

std::vector<std::string> unnamed_parts(wxWindow& control) {
    std::vector<std::string> faults;
    add_unnamed(control.GetHandle(), &faults);
    return faults;
}

}  // namespace firstlight::tests
