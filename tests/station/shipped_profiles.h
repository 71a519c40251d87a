#pragma once

#include "station/profile.h"

#include <string>

namespace firstlight::tests {

/// The profiles of data/profiles.
inline const station::ProfileSet& shipped_profiles() {
    static const station::ProfileSet profiles =
        station::ProfileSet::load(std::string(FIRSTLIGHT_SOURCE_DIR) + "/data/profiles");
    return profiles;
}

}  // namespace firstlight::tests
