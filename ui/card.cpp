#include "ui/card.h"

#include "ui/accessible_name.h"

#include <wx/dcbuffer.h>

namespace firstlight::ui {

Card::Card(wxWindow* parent) : QuietPanel(parent) {
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    SetBackgroundColour(colour(Hue::card));
    auto* all = new wxBoxSizer(wxVERTICAL);
    content_ = new wxBoxSizer(wxVERTICAL);
    all->Add(content_, 1, wxEXPAND | wxALL, px(*this, space::between));
    SetSizer(all);
    Bind(wxEVT_PAINT, [this](wxPaintEvent&) {
        wxAutoBufferedPaintDC dc(this);
        dc.SetPen(wxPen(colour(Hue::line)));
        dc.SetBrush(wxBrush(colour(Hue::card)));
        dc.DrawRectangle(GetClientRect());
    });
}

Tile::Tile(wxWindow* parent, const wxString& what) : Card(parent), what_(what) {
    auto* label = new wxStaticText(this, wxID_ANY, what);
    label->SetFont(font(*this, Type::hint));
    label->SetForegroundColour(colour(Hue::muted));
    value_ = new wxStaticText(this, wxID_ANY, L"–", wxDefaultPosition, wxDefaultSize, wxST_ELLIPSIZE_END);
    value_->SetFont(font(*this, Type::strong));
    value_->SetForegroundColour(colour(Hue::text));
    content().Add(label);
    content().Add(value_, 0, wxEXPAND | wxTOP, px(*this, space::inside) / 2);
    set_accessible_name(*this, what + ": " + value_->GetLabel());
}

void Tile::set(const wxString& words, Hue hue) {
    if (value_->GetLabel() == words && value_->GetForegroundColour() == colour(hue)) return;
    value_->SetLabel(words);
    value_->SetForegroundColour(colour(hue));
    value_->SetToolTip(words);
    set_accessible_name(*this, what_ + ": " + words);
    Layout();
}

}  // namespace firstlight::ui
