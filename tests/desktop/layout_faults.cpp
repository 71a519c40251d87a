#include "tests/desktop/layout_faults.h"

#include <wx/bookctrl.h>
#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/collpane.h>
#include <wx/dataview.h>
#include <wx/radiobut.h>
#include <wx/scrolwin.h>
#include <wx/stattext.h>

namespace firstlight::tests {

namespace {

using Faults = std::vector<std::string>;

std::string said_of(const wxWindow& window) {
    const auto label = window.GetLabel();
    return (label.empty() ? window.GetName() : label).utf8_string();
}

std::string in_words(const wxSize& size) {
    return std::to_string(size.x) + " x " + std::to_string(size.y);
}

bool is_within(const wxSize& size, const wxSize& room) {
    return size.x <= room.x && size.y <= room.y;
}

/// What the whole text takes.
wxSize wanted_size(wxWindow& control) {
    if (auto* text = dynamic_cast<wxStaticText*>(&control); text != nullptr && text->IsEllipsized())
        return text->GetTextExtent(text->GetLabel());
    control.InvalidateBestSize();
    return control.GetBestSize();
}

template <class... Controls>
bool is_one_of(const wxWindow& window) {
    return ((dynamic_cast<const Controls*>(&window) != nullptr) || ...);
}

void add_clipped(wxWindow& window, const std::string& way, Faults& faults) {
    if (!is_one_of<wxStaticText, wxButton, wxCheckBox, wxRadioButton, wxChoice>(window)) return;
    const auto wanted = wanted_size(window);
    if (!is_within(wanted, window.GetSize()))
        faults.push_back(way + ": has " + in_words(window.GetSize()) + ", wants " + in_words(wanted));
}

void add_clipped_heads(wxWindow& window, const std::string& way, Faults& faults) {
    const auto* table = dynamic_cast<wxDataViewCtrl*>(&window);
    for (unsigned i = 0; table != nullptr && i < table->GetColumnCount(); ++i) {
        const auto* column = table->GetColumn(i);
        const int wanted = table->GetTextExtent(column->GetTitle()).x;
        if (wanted > column->GetWidth())
            faults.push_back(way + ": the head " + column->GetTitle().utf8_string() + " has "
                             + std::to_string(column->GetWidth()) + ", wants " + std::to_string(wanted));
    }
}

/// Within the parent, or below its edge where that scrolls. Books place their pages themselves.
void add_outside(const wxWindow& window, const std::string& way, Faults& faults) {
    const auto* parent = window.GetParent();
    if (parent == nullptr || is_one_of<wxBookCtrlBase>(*parent)) return;
    auto room = wxRect(parent->GetClientSize());
    if (is_one_of<wxScrolledWindow>(*parent) && parent->HasScrollbar(wxVERTICAL)) {
        room.y = window.GetRect().y;
        room.height = window.GetRect().height;
    }
    if (!room.Contains(window.GetRect()))
        faults.push_back(way + ": ends at "
                         + in_words(wxSize(window.GetRect().GetRight(), window.GetRect().GetBottom()))
                         + " in a room of " + in_words(parent->GetClientSize()));
}

void add_sideways(const wxWindow& window, const std::string& way, Faults& faults) {
    if (is_one_of<wxScrolledWindow>(window) && window.GetVirtualSize().x > window.GetClientSize().x)
        faults.push_back(way + ": scrolls sideways");
}

/// The parts of a composite control are the system's; what a closed fold holds is out of sight.
bool is_opened(const wxWindow& window) {
    if (const auto* fold = dynamic_cast<const wxCollapsiblePane*>(&window)) return fold->IsExpanded();
    return !is_one_of<wxControl>(window) || is_one_of<wxBookCtrlBase>(window);
}

void look(wxWindow& window, const std::string& above, Faults& faults) {
    for (auto* child : window.GetChildren()) {
        if (!child->IsShown() || child->IsTopLevel()) continue;
        const auto way = above + " > " + said_of(*child);
        add_clipped(*child, way, faults);
        add_clipped_heads(*child, way, faults);
        add_outside(*child, way, faults);
        add_sideways(*child, way, faults);
        if (is_opened(*child)) look(*child, way, faults);
    }
}

}  // namespace

std::vector<std::string> layout_faults(wxWindow& window) {
    Faults faults;
    look(window, said_of(window), faults);
    return faults;
}

}  // namespace firstlight::tests
