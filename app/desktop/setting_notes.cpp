#include "app/desktop/setting_notes.h"

#include "commissioning/owner_invitation.h"
#include "commissioning/working_mode.h"
#include "text/text.h"
#include "ui/words.h"

#include <algorithm>
#include <string_view>

namespace firstlight::app::desktop {

using ui::Hue;
using ui::to_wx;
using ui::tr;
using ui::trf;

namespace {

using Note = std::pair<wxString, Hue>;

bool has(const commissioning::SettingPage& page, std::string_view point) {
    return std::ranges::any_of(page.points, [&](const auto& part) { return part.thing->name == point; });
}

/// What rules the mode that is chosen, and what one must know before it.
Note of_mode(const station::Device& plant, const station::PointLookup& now) {
    const bool is_public = !plant.extension;
    for (const auto& mode : commissioning::working_modes(plant, now)) {
        const auto* point = plant.profile->find("working_mode");
        const auto code = point ? now(point->name) : std::nullopt;
        const auto* chosen = code ? station::find_choice(*point, *code) : nullptr;
        const bool is_it = is_public ? mode.name == "remote_ems" : chosen && chosen->name == mode.name;
        if (!is_it) continue;
        if (!mode.warning.empty()) return {to_wx(mode.warning), Hue::warning};
        const auto* table = plant.profile->find_table(mode.table);
        if (table) return {trf("It follows what stands on the page {}.", text::tr(table->label)), Hue::muted};
    }
    return {};
}

}  // namespace

Note notes_of(const commissioning::SettingPage& page, const station::Discovery& found,
              const commissioning::OtherValues& others) {
    const auto* plant = found.find("plant");
    if (!plant) return {};
    const auto now = commissioning::numbers_beside(others, *plant);
    if (has(page, "working_mode") || has(page, "remote_ems_enable")) return of_mode(*plant, now);
    if (!has(page, "owner_state")) return {};
    return {to_wx(commissioning::owner_invitation(now, std::chrono::system_clock::now()).value_or(std::string())),
            Hue::text};
}

}  // namespace firstlight::app::desktop
