#pragma once

#include "commissioning/settings.h"

#include <optional>
#include <vector>

#include <wx/window.h>

namespace firstlight::app::desktop {

/// Shows what is going to be written, one line each, and takes the consent that its risk demands: devices that start or
/// stop on one page, every setting towards the grid on its own. False when the person does not go on.
bool review_writes(wxWindow* parent, std::vector<commissioning::PlannedWrite>& writes,
                   const std::vector<wxString>& lines);

/// The arguments of a command, asked for in a dialog: a unit is chosen among those that were found. Nothing when the
/// person does not go on.
std::optional<std::vector<station::Value>> ask_arguments(wxWindow* parent, const station::Command& command,
                                                         const station::Discovery& found);

}  // namespace firstlight::app::desktop
