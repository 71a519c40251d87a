#include "ui/accessible_name.h"

#include <gtk/gtk.h>

namespace firstlight::ui {

namespace {

void name_accessible(GtkWidget* widget, const char* name) {
    if (auto* accessible = gtk_widget_get_accessible(widget)) atk_object_set_name(accessible, name);
}

/// Lists and choices are several widgets in GTK: the one that takes the keyboard lies inside. The heads of a list's
/// columns go by their own words.
void name_inside(GtkWidget* widget, gpointer name) {
    if (auto* parent = gtk_widget_get_parent(widget); parent != nullptr && GTK_IS_TREE_VIEW(parent)) return;
    if (gtk_widget_get_can_focus(widget)) name_accessible(widget, static_cast<const char*>(name));
    if (GTK_IS_CONTAINER(widget)) gtk_container_forall(GTK_CONTAINER(widget), name_inside, name);
}

}  // namespace

// wxWindow::SetName does not reach AT-SPI; GTK's own accessible object does.
void set_accessible_name(wxWindow& window, const wxString& name) {
    window.SetName(name);
    auto* widget = static_cast<GtkWidget*>(window.GetHandle());
    if (widget == nullptr) return;
    auto utf8 = name.utf8_string();
    name_accessible(widget, utf8.c_str());
    if (GTK_IS_SCROLLED_WINDOW(widget)) name_accessible(gtk_bin_get_child(GTK_BIN(widget)), utf8.c_str());
    if (window.GetChildren().empty() && GTK_IS_CONTAINER(widget))
        gtk_container_forall(GTK_CONTAINER(widget), name_inside, utf8.data());
}

}  // namespace firstlight::ui
