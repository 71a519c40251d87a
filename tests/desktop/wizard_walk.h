#pragma once

#include "tests/desktop/opened_window.h"
#include "wizards/wizard_panel.h"

namespace firstlight::tests {

/// Opens the wizard at its first page.
wxWeakRef<wizards::WizardPanel> begin_commissioning(OpenedWindow& window);
/// The same, and fills what has no default.
wxWeakRef<wizards::WizardPanel> open_commissioning(OpenedWindow& window);
/// The wizard that is open in the window, or nullptr.
wizards::WizardPanel* wizard_of(OpenedWindow& window);

/// From the page in sight to the end of the wizard. `visit` sees each page before Next.
void walk_to_end(const wxWeakRef<wizards::WizardPanel>& wizard,
                 const std::function<void(const wizards::WizardPanel&)>& visit);

/// Commissions the connected station from the first page of the wizard to its end. `visit` sees each page before Next.
void walk_commissioning(OpenedWindow& window, const std::function<void(const wizards::WizardPanel&)>& visit);

/// Opens the Connect wizard and shows every page: the first of every way, the search of line settings that finds
/// nothing, the steps for a station whose Modbus is off, then the demo station it found.
void walk_connecting(OpenedWindow& window, const std::function<void(const wizards::WizardPanel&)>& visit);
/// Chooses a way by its label on the wizard's first page, and presses Next.
void choose_way(OpenedWindow& window, const wxString& label);

}  // namespace firstlight::tests
