#pragma once

#include "app/desktop/setting_jobs.h"

#include <optional>
#include <vector>

#include <wx/window.h>

/// What is asked before settings are written.
namespace firstlight::app::desktop {

/// Shows every write and asks what its risk class demands; fills the consents. False when the person does not go on.
bool review_writes(wxWindow* parent, std::vector<SettingWrite>& writes, const std::vector<wxString>& lines);

/// The arguments of a command, typed; those that name the unit are offered. Nothing when the person does not go on.
std::optional<std::vector<station::Value>> ask_arguments(wxWindow* parent, const station::Command& command,
                                                         const station::Device& device);

}  // namespace firstlight::app::desktop
