#include "ui/page.h"

#include "ui/accessible_name.h"
#include "ui/appearance.h"

namespace firstlight::ui {

Page::Page(wxWindow* parent, const wxString& title) : wxPanel(parent) {
    set_accessible_name(*this, title);
    SetBackgroundColour(colour(Hue::page));
    const int margin = px(*this, space::margin), between = px(*this, space::between);
    auto* all = new wxBoxSizer(wxVERTICAL);
    head_ = new wxBoxSizer(wxHORIZONTAL);
    auto* name = new wxStaticText(this, wxID_ANY, title);
    name->SetFont(font(*this, Type::title));
    state_ = new wxStaticText(this, wxID_ANY, {});
    state_->SetFont(font(*this, Type::hint));
    state_->SetForegroundColour(colour(Hue::muted));
    head_->Add(name, 0, wxALIGN_CENTER_VERTICAL);
    head_->AddStretchSpacer();
    head_->Add(state_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, between);
    head_->SetMinSize(-1, control_height(*this));  // titles of all pages stand at one height
    all->Add(head_, 0, wxEXPAND | wxLEFT | wxRIGHT | wxTOP, margin);
    line_ = new wxStaticLine(this);
    all->Add(line_, 0, wxEXPAND | wxLEFT | wxRIGHT | wxTOP, between);

    body_ = new wxScrolledWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL);
    body_->SetScrollRate(0, px(*this, space::between));
    content_ = new wxBoxSizer(wxVERTICAL);
    auto* width = new wxBoxSizer(wxHORIZONTAL);
    content_->SetMinSize(px(*this, 480), -1);
    width->Add(content_, 1, wxEXPAND | wxALL, margin);
    body_->SetSizer(width);
    all->Add(body_, 1, wxEXPAND);
    SetSizer(all);
}

void Page::set_state(const wxString& state) {
    if (state_->GetLabel() == state) return;
    state_->SetLabel(state);
    Layout();
}

wxButton* Page::add_action(const wxString& label, std::function<void()> action) {
    auto* button = new wxButton(this, wxID_ANY, label);
    button->Bind(wxEVT_BUTTON, [action = std::move(action)](wxCommandEvent&) { action(); });
    head_->Add(button, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, px(*this, space::inside));
    return button;
}

void Page::show_own(bool shown) {
    GetSizer()->Show(head_, shown);
    line_->Show(shown);
    body_->Show(shown);
    Layout();
}

void Page::lay_out() {
    settle_fonts(*this);
    body_->FitInside();
    body_->Layout();  // a scroll bar that has come takes its room
    Layout();
}

void make_room(wxWindow& changed) {
    changed.GetParent()->Layout();
    for (auto* window = changed.GetParent(); window != nullptr && !window->IsTopLevel(); window = window->GetParent())
        if (auto* page = dynamic_cast<wxScrolledWindow*>(window)) {
            page->FitInside();
            page->Layout();
            return;
        }
}

wxStaticText* add_section(wxWindow* parent, wxSizer& sizer, const wxString& title) {
    auto* label = new wxStaticText(parent, wxID_ANY, wxControl::EscapeMnemonics(title));
    label->SetFont(font(*parent, Type::section));
    sizer.Add(label, 0, wxTOP | wxBOTTOM, px(*parent, space::inside));
    return label;
}

wxStaticText* add_paragraph(wxWindow* parent, wxSizer& sizer, const wxString& text, Type type, Hue hue, int width) {
    auto* label = new wxStaticText(parent, wxID_ANY, wxControl::EscapeMnemonics(text));
    label->SetFont(font(*parent, type));
    label->SetForegroundColour(colour(hue));
    label->Wrap(px(*parent, width));
    sizer.Add(label, 0, wxBOTTOM, px(*parent, space::inside));
    return label;
}

}  // namespace firstlight::ui
