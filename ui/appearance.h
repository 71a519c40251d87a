#pragma once

#include "commissioning/preferences.h"

namespace firstlight::ui {

/// Light, dark or as the system, for windows made from now on.
void apply_appearance(commissioning::Appearance appearance);

}  // namespace firstlight::ui
