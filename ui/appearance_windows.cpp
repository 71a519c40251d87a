#include "ui/appearance.h"

namespace firstlight::ui {

/// wxWidgets 3.2 has no dark mode on Windows: the colours of the system count.
void apply_appearance(commissioning::Appearance) {}

/// Windows marks the default button, whichever that is at the moment.
void make_primary(wxButton&) {}

/// Fonts count at once.
void settle_fonts(wxWindow&) {}

}  // namespace firstlight::ui
