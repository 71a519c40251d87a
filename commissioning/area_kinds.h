#pragma once

#include "commissioning/areas.h"

#include <array>
#include <string>
#include <string_view>

/// How each kind of area is judged. A new area is a row in areas.cpp, with one of these or a function of its own.
namespace firstlight::commissioning {

struct Seen {
    AreaState state = AreaState::to_do;
    std::string why;
};

struct AreaKind {
    std::string_view id, name;  ///< the name in English
    std::string_view page;
    std::array<std::string_view, 3> checks;  ///< ids of the checks that belong to it; empty ones count for nothing
    Seen (*look)(const AreaInput& input, const AreaKind& kind);
    /// Checks that need attention when they fail, but hold nothing up when they could not be made.
    std::array<std::string_view, 2> beside{};
};

/// By the results of its checks alone.
Seen look_at_checks(const AreaInput& input, const AreaKind& kind);
/// The same, where there is an inverter.
Seen look_at_inverters(const AreaInput& input, const AreaKind& kind);
Seen look_at_site(const AreaInput& input, const AreaKind& kind);
/// What answers, against the serial numbers that are expected; then the checks.
Seen look_at_devices(const AreaInput& input, const AreaKind& kind);
/// What is planned (settings, tables and commands), against the journal.
Seen look_at_limits(const AreaInput& input, const AreaKind& kind);
Seen look_at_sign_off(const AreaInput& input, const AreaKind& kind);

}  // namespace firstlight::commissioning
