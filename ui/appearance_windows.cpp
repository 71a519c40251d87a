#include "ui/appearance.h"

namespace firstlight::ui {

/// wxWidgets 3.2 has no dark mode on Windows: the colours of the system count.
void apply_appearance(commissioning::Appearance) {}

}  // namespace firstlight::ui
