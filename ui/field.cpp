#include "ui/field.h"

#include "ui/accessible_name.h"
#include "ui/words.h"

#include <algorithm>

#include <wx/sizer.h>

namespace firstlight::ui {

Field::Field(wxWindow* parent, const wxString& label, const wxString& hint) : wxPanel(parent), hint_text_(hint) {
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(new wxStaticText(this, wxID_ANY, wxControl::EscapeMnemonics(label)), 0, wxBOTTOM,
             px(*this, space::inside) / 2);
    hint_ = new wxStaticText(this, wxID_ANY, wxControl::EscapeMnemonics(hint));
    hint_->SetFont(font(*this, Type::hint));
    hint_->SetForegroundColour(colour(Hue::muted));
    hint_->Show(!hint.empty());
    all->Add(hint_, 0, wxTOP, px(*this, space::inside) / 4);
    SetSizer(all);
}

void Field::take(wxWindow* control, const wxString& label) {
    set_accessible_name(*control, label);
    GetSizer()->Insert(1, control);
}

void Field::set_hint(const wxString& hint) {
    hint_text_ = hint;
    if (error_.empty()) show_below(hint, Hue::muted);
}

void Field::set_error(const wxString& error) {
    if (error == error_) return;
    error_ = error;
    show_below(error.empty() ? hint_text_ : error, error.empty() ? Hue::muted : Hue::fault);
}

void Field::show_below(const wxString& words, Hue hue) {
    if (hint_->GetLabelText() == words) return;
    hint_->SetLabelText(words);
    hint_->SetForegroundColour(colour(hue));
    hint_->Show(!words.empty());
    GetParent()->Layout();
}

TextField::TextField(wxWindow* parent, const wxString& label, const wxString& hint, int width)
    : Field(parent, label, hint),
      control_(new wxTextCtrl(this, wxID_ANY, {}, wxDefaultPosition, wxSize(px(*this, width), -1))) {
    take(control_, label);
}

std::string TextField::value() const {
    return to_utf8(control_->GetValue().Trim().Trim(false));
}

std::string TextField::number_text() const {
    auto text = value();
    if (std::ranges::count(text, ',') == 1 && text.find('.') == std::string::npos) std::ranges::replace(text, ',', '.');
    return text;
}

void TextField::set_value(std::string_view value) {
    control_->ChangeValue(to_wx(value));
}

void TextField::on_change(std::function<void()> action) {
    control_->Bind(wxEVT_TEXT, [action = std::move(action)](wxCommandEvent&) { action(); });
}

ChoiceField::ChoiceField(wxWindow* parent, const wxString& label, const std::vector<wxString>& choices,
                         const wxString& hint, int width)
    : Field(parent, label, hint),
      control_(new wxChoice(this, wxID_ANY, wxDefaultPosition, wxSize(px(*this, width), -1),
                            static_cast<int>(choices.size()), choices.data())) {
    control_->SetSelection(choices.empty() ? wxNOT_FOUND : 0);
    take(control_, label);
}

void ChoiceField::on_change(std::function<void()> action) {
    control_->Bind(wxEVT_CHOICE, [action = std::move(action)](wxCommandEvent&) { action(); });
}

}  // namespace firstlight::ui
