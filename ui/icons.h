#pragma once

#include "ui/theme.h"

#include <wx/bmpbndl.h>

namespace firstlight::ui {

enum class Icon { visits, overview, devices, setup, diagnosis, reports, settings, help };

/// Sharp at every scale.
wxBitmapBundle icon(Icon icon, Hue hue, int independent = 20);

}  // namespace firstlight::ui
