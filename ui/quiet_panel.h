#pragma once

#include <algorithm>

#include <wx/panel.h>

namespace firstlight::ui {

/// A panel that only carries others: Tab goes to what lies on it, never to the panel.
class QuietPanel : public wxPanel {
  public:
    explicit QuietPanel(wxWindow* parent) : wxPanel(parent) { wxPanel::SetCanFocus(false); }

    void SetCanFocus(bool) override { wxPanel::SetCanFocus(false); }
    bool AcceptsFocus() const override { return false; }
    bool AcceptsFocusFromKeyboard() const override {
        const auto& children = GetChildren();
        return std::any_of(children.begin(), children.end(),
                           [](const wxWindow* child) { return child->IsShown() && child->AcceptsFocusFromKeyboard(); });
    }
};

}  // namespace firstlight::ui
