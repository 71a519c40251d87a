#include "commissioning/areas.h"

#include "commissioning/area_kinds.h"
#include "commissioning/checks.h"
#include "text/text.h"

#include <algorithm>

namespace firstlight::commissioning {

namespace {

constexpr AreaKind kinds[] = {
    {"site", text::marked("Site and owner"), "site", {}, look_at_site},
    {"devices", text::marked("Devices"), "station", {"communication", "identity", "versions"}, look_at_devices},
    {"grid",
     text::marked("Grid and phases"),
     "grid",
     {"grid_voltage", "grid_frequency", "phase_balance"},
     look_at_inverters,
     {"grid_code", "breakers"}},
    {"pv", text::marked("PV strings and insulation"), "pv", {"pv_strings", "insulation"}, look_at_inverters},
    {"battery", text::marked("Battery"), "battery", {"battery"}, look_at_inverters},
    {"meter", text::marked("Meter"), "meter", {"meter"}, look_at_inverters},
    {"limits", text::marked("Limits"), "limits", {"settings"}, look_at_limits},
    {"checks", text::marked("Alarms and clock"), "results", {"alarms", "clock"}, look_at_checks},
    {"sign_off", text::marked("Sign-off"), "sign_off", {}, look_at_sign_off},
};

/// Results are seen after the checks have run, and the checks run after the review.
std::string page_of(const AreaKind& kind, const Visit& visit) {
    const std::string page(kind.page);
    return !was_checked(visit) && (page == "results" || page == "sign_off") ? "review" : page;
}

}  // namespace

std::string_view to_string(AreaState state) {
    switch (state) {
        case AreaState::done:
            return text::marked("done");
        case AreaState::to_do:
            return text::marked("to do");
        case AreaState::attention:
            return text::marked("needs attention");
        case AreaState::not_needed:
            return text::marked("not needed");
    }
    return {};
}

std::vector<Area> areas_of(const AreaInput& input) {
    std::vector<Area> areas;
    for (const auto& kind : kinds) {
        auto seen = kind.look(input, kind);
        areas.push_back(
            {std::string(kind.id), text::tr(kind.name), seen.state, std::move(seen.why), page_of(kind, input.visit)});
    }
    return areas;
}

bool was_checked(const Visit& visit) {
    return std::ranges::any_of(all_checks(), [&](const Check& check) {
        return std::ranges::find(visit.checks, check.id, &CheckResult::id) != visit.checks.end();
    });
}

}  // namespace firstlight::commissioning
