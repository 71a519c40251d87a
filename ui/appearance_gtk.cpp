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

}  // namespace firstlight::ui
