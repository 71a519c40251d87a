#pragma once

#include <string>
#include <vector>

#include <wx/window.h>

/// What does not fit where it stands.
namespace firstlight::tests {

/// Every control in sight below `window` that is too small for its text, lies partly outside a parent that does not
/// scroll that way, or scrolls sideways; each with its way down the window.
std::vector<std::string> layout_faults(wxWindow& window);

}  // namespace firstlight::tests
