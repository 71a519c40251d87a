#include "ui/appearance.h"

#include <gtk/gtk.h>

namespace firstlight::ui {

void apply_appearance(commissioning::Appearance appearance) {
    auto* settings = gtk_settings_get_default();
    constexpr const char* prefer_dark = "gtk-application-prefer-dark-theme";
    if (settings == nullptr) return;
    if (appearance == commissioning::Appearance::follow_system)
        gtk_settings_reset_property(settings, prefer_dark);
    else
        g_object_set(settings, prefer_dark, appearance == commissioning::Appearance::dark ? TRUE : FALSE, nullptr);
}

namespace {

void take_font(GtkWidget* widget, gpointer) {
    if (GTK_IS_LABEL(widget)) g_signal_emit_by_name(widget, "style-updated");
    if (GTK_IS_CONTAINER(widget)) gtk_container_forall(GTK_CONTAINER(widget), take_font, nullptr);
}

void measure_anew(wxWindow& window) {
    window.InvalidateBestSize();
    for (auto* child : window.GetChildren()) measure_anew(*child);
}

}  // namespace

void settle_fonts(wxWindow& window) {
    take_font(window.GetHandle(), nullptr);
    measure_anew(window);
}

void make_primary(wxButton& button) {
    gtk_style_context_add_class(gtk_widget_get_style_context(button.GetHandle()), GTK_STYLE_CLASS_SUGGESTED_ACTION);
}

}  // namespace firstlight::ui
