#include "ui/card.h"

#include "ui/accessible_name.h"
#include "ui/page.h"

#include <algorithm>

#include <wx/dcbuffer.h>

namespace firstlight::ui {

Card::Card(wxWindow* parent) : QuietPanel(parent) {
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    SetBackgroundColour(colour(Hue::card));
    auto* all = new wxBoxSizer(wxVERTICAL);
    content_ = new wxBoxSizer(wxVERTICAL);
    all->Add(content_, 1, wxEXPAND | wxALL, px(*this, space::between));
    SetSizer(all);
    // Windows paints only what a new size uncovers, and would leave the old border inside.
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        Refresh();
        event.Skip();
    });
    Bind(wxEVT_PAINT, [this](wxPaintEvent&) {
        wxAutoBufferedPaintDC dc(this);
        dc.SetPen(wxPen(colour(Hue::line)));
        dc.SetBrush(wxBrush(colour(Hue::card)));
        dc.DrawRectangle(GetClientRect());
    });
}

Tile::Tile(wxWindow* parent, const wxString& what) : Card(parent), what_(what), words_(L"–") {
    auto* label = new wxStaticText(this, wxID_ANY, what);
    label->SetFont(font(*this, Type::hint));
    label->SetForegroundColour(colour(Hue::muted));
    value_ = new wxStaticText(this, wxID_ANY, words_);
    value_->SetFont(font(*this, Type::strong));
    value_->SetForegroundColour(colour(Hue::text));
    content().Add(label);
    content().Add(value_, 0, wxEXPAND | wxTOP, px(*this, space::inside) / 2);
    value_->SetMinSize(wxSize(1, -1));
    set_accessible_name(*this, what + ": " + words_);
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        wrap();
        event.Skip();
    });
}

void Tile::set(const wxString& words, Hue hue) {
    if (words_ == words && value_->GetForegroundColour() == colour(hue)) return;
    words_ = words;
    value_->SetForegroundColour(colour(hue));
    set_accessible_name(*this, what_ + ": " + words);
    wrap();
}

void Tile::wrap() {
    const int height = value_->GetBestSize().y;
    value_->SetLabel(words_);
    value_->Wrap(std::max(1, GetClientSize().x - 2 * px(*this, space::between)));
    Layout();
    if (value_->GetBestSize().y == height) return;
    make_room(*this);
}

}  // namespace firstlight::ui
