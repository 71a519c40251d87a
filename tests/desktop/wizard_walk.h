#pragma once

#include "tests/desktop/opened_window.h"
#include "wizards/wizard_panel.h"

namespace firstlight::tests {

/// Opens the wizard and fills what has no default.
wxWeakRef<wizards::WizardPanel> open_commissioning(OpenedWindow& window);

/// Commissions the connected station from the first page of the wizard to its end. `visit` sees each page before Next.
void walk_commissioning(OpenedWindow& window, const std::function<void(const wizards::WizardPanel&)>& visit);

}  // namespace firstlight::tests
