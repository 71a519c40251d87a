#include "ui/accessible_name.h"

#include <gtk/gtk.h>

namespace firstlight::ui {

// wxWindow::SetName does not reach AT-SPI; GTK's own accessible object does.
void set_accessible_name(wxWindow& window, const wxString& name) {
    window.SetName(name);
    auto* widget = static_cast<GtkWidget*>(window.GetHandle());
    if (widget == nullptr) return;
    if (auto* accessible = gtk_widget_get_accessible(widget)) atk_object_set_name(accessible, name.utf8_str());
}

}  // namespace firstlight::ui
