#include "tests/desktop/accessible_names.h"

namespace firstlight::tests {

namespace {

/// A panel that only carries others is no control.
bool carries_controls(const wxWindow& window) {
    for (const auto* child : window.GetChildren())
        if (child->AcceptsFocus() || carries_controls(*child)) return true;
    return false;
}

}  // namespace

std::vector<std::string> unnamed_controls(wxWindow& window) {
    std::vector<std::string> faults;
    for (auto* child : window.GetChildren()) {
        if (!child->IsShown() || child->IsTopLevel()) continue;
        if (carries_controls(*child)) {
            for (const auto& fault : unnamed_controls(*child)) faults.push_back(fault);
            continue;
        }
        if (!child->AcceptsFocusFromKeyboard()) continue;
        const auto where = wxString(child->GetClassInfo()->GetClassName()).utf8_string();
        for (const auto& part : unnamed_parts(*child)) faults.push_back(where + " (" + part + ")");
    }
    return faults;
}

}  // namespace firstlight::tests
