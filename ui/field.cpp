#include "ui/field.h"

#include "ui/accessible_name.h"
#include "ui/page.h"
#include "ui/wheel.h"
#include "ui/words.h"

#include <algorithm>

#include <wx/sizer.h>

namespace firstlight::ui {

namespace {

constexpr int narrowest_hint = 160;

}  // namespace

Field::Field(wxWindow* parent, const wxString& label, const wxString& hint, int width)
    : wxPanel(parent), width_(std::max(width, narrowest_hint)), hint_text_(hint) {
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(new wxStaticText(this, wxID_ANY, wxControl::EscapeMnemonics(label)), 0, wxBOTTOM,
             px(*this, space::inside) / 2);
    hint_ = new wxStaticText(this, wxID_ANY, {});
    hint_->SetFont(font(*this, Type::hint));
    write_below(hint, Hue::muted);
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

void Field::set_error(const wxString& words) {
    const auto error = begun(words);
    if (error == error_) return;
    error_ = error;
    show_below(error.empty() ? hint_text_ : error, error.empty() ? Hue::muted : Hue::fault);
}

void Field::write_below(const wxString& words, Hue hue) {
    below_ = words;
    hint_->SetLabelText(words);
    hint_->Wrap(px(*this, width_));
    hint_->SetForegroundColour(colour(hue));
    hint_->Show(!words.empty());
}

void Field::show_below(const wxString& words, Hue hue) {
    if (words == below_) return;
    write_below(words, hue);
    make_room(*this);
}

TextField::TextField(wxWindow* parent, const wxString& label, const wxString& hint, int width, bool hidden)
    : Field(parent, label, hint, width),
      control_(new wxTextCtrl(this, wxID_ANY, {}, wxDefaultPosition, wxSize(px(*this, width), control_height(*this)),
                              hidden ? wxTE_PASSWORD : 0)) {
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
    : Field(parent, label, hint, width),
      control_(new wxChoice(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, static_cast<int>(choices.size()),
                            choices.data())) {
    control_->SetMinSize(wxSize(std::max(px(*this, width), control_->GetBestSize().x), -1));
    control_->SetSelection(choices.empty() ? wxNOT_FOUND : 0);
    leave_wheel_to_page(*control_);
    take(control_, label);
}

void ChoiceField::on_change(std::function<void()> action) {
    control_->Bind(wxEVT_CHOICE, [action = std::move(action)](wxCommandEvent&) { action(); });
}

}  // namespace firstlight::ui
