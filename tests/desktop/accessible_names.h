#pragma once

#include <string>
#include <vector>

#include <wx/window.h>

/// What a screen reader knows about a window.
namespace firstlight::tests {

/// Every control in sight that takes the keyboard and has no name, described by its class.
std::vector<std::string> unnamed_controls(wxWindow& window);

/// The parts of one control that take the keyboard and have no name; one implementation for each system.
std::vector<std::string> unnamed_parts(wxWindow& control);

}  // namespace firstlight::tests
