#pragma once

#include <wx/choice.h>

namespace firstlight::ui {

/// The wheel moves the page, never the choice under the pointer: a setting must not change by scrolling past it.
void leave_wheel_to_page(wxChoice& choice);

}  // namespace firstlight::ui
