#pragma once

#include "commissioning/preferences.h"

#include <wx/button.h>

namespace firstlight::ui {

/// Light, dark or as the system, for windows made from now on.
void apply_appearance(commissioning::Appearance appearance);

/// The one button of its page that leads on, as the system marks such.
void make_primary(wxButton& button);

/// GTK measures a text with its own font only after the next frame. From here on the sizes of all controls in `window`
/// are those of the fonts they were given; call it before controls that are new are laid out.
void settle_fonts(wxWindow& window);

}  // namespace firstlight::ui
