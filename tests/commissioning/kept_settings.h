#pragma once

#include "commissioning/settings_file.h"

namespace firstlight::tests {

/// A plant and an AC charger with a few settings, kept on 2026-11-23.
commissioning::StationSettings kept_settings();

}  // namespace firstlight::tests
