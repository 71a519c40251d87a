#pragma once

#include "commissioning/setting_pages.h"
#include "commissioning/setting_rules.h"
#include "ui/theme.h"

#include <utility>

#include <wx/string.h>

namespace firstlight::app::desktop {

/// What the settings of a page mean beside themselves, as they stand or are typed: the owner's invitation, what rules a
/// working mode, how far the station's clock is off. Empty for most pages.
std::pair<wxString, ui::Hue> notes_of(const commissioning::SettingPage& page, const station::Discovery& found,
                                      const commissioning::OtherValues& others);

}  // namespace firstlight::app::desktop
