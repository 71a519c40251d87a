#pragma once

#include "commissioning/visit.h"

#include <wx/colour.h>
#include <wx/font.h>
#include <wx/window.h>

/// The one place for colours, type and paddings. Colours follow the system's light or dark look.
namespace firstlight::ui {

enum class Hue { text, muted, good, warning, fault, info, page, card, line, pv, battery, grid, load, charger };

bool is_dark();
wxColour colour(Hue hue);
Hue hue_of(commissioning::Verdict verdict);

/// Sizes in device-independent pixels on a grid of 8; `px` scales them for a window.
namespace space {
inline constexpr int inside = 8, between = 16, margin = 24, widest_content = 1100;
}
int px(const wxWindow& window, int independent);
/// That of a button: one height for all fields and heads. GTK makes text fields lower.
int control_height(wxWindow& window);

enum class Type { title, section, body, strong, hint };
wxFont font(const wxWindow& window, Type type);

}  // namespace firstlight::ui
