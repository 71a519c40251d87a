#include "ui/wheel.h"

#include <gtk/gtk.h>

namespace firstlight::ui {

namespace {

/// GTK's own handler comes last; stopped before it, the event is not taken and goes on to the page.
gboolean leave(GtkWidget* combo, GdkEvent*, gpointer) {
    g_signal_stop_emission_by_name(combo, "scroll-event");
    return FALSE;
}

}  // namespace

void leave_wheel_to_page(wxChoice& choice) {
    g_signal_connect(choice.GetHandle(), "scroll-event", G_CALLBACK(leave), nullptr);
}

}  // namespace firstlight::ui
