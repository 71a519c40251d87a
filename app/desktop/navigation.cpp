#include "app/desktop/navigation.h"

#include "ui/accessible_name.h"

#include <utility>

#include <wx/sizer.h>

namespace firstlight::app::desktop {

using ui::Hue;
using ui::px;

namespace {
constexpr int unfolded_width = 176, folded_width = 56;
}

Navigation::Navigation(wxWindow* parent, Chosen chosen) : wxPanel(parent), chosen_(std::move(chosen)) {
    SetBackgroundColour(ui::colour(Hue::card));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->AddSpacer(px(*this, ui::space::inside));
    SetSizer(column);
    SetMinSize(wxSize(px(*this, unfolded_width), -1));
}

void Navigation::add(ui::Icon icon, const wxString& label) {
    const std::size_t place = entries_.size();
    auto* button =
        new wxButton(this, wxID_ANY, label, wxDefaultPosition, wxSize(-1, px(*this, 40)), wxBORDER_NONE | wxBU_LEFT);
    ui::set_accessible_name(*button, label);
    button->Bind(wxEVT_BUTTON, [this, place](wxCommandEvent&) { chosen_(place); });
    entries_.push_back({icon, label, button});
    dress(entries_.back(), place == marked_);
    GetSizer()->Add(button, 0, wxEXPAND | wxLEFT | wxRIGHT, px(*this, ui::space::inside));
}

void Navigation::dress(const Entry& entry, bool marked) const {
    entry.button->SetBitmap(ui::icon(entry.icon, marked ? Hue::info : Hue::muted));
    entry.button->SetBitmapMargins(px(*this, ui::space::inside), 0);  // Windows takes them only after the picture
    entry.button->SetFont(ui::font(*this, marked ? ui::Type::strong : ui::Type::body));
    entry.button->SetForegroundColour(ui::colour(marked ? Hue::info : Hue::text));
    entry.button->SetBackgroundColour(ui::colour(marked ? Hue::page : Hue::card));
}

void Navigation::mark(std::size_t place) {
    if (marked_ < entries_.size()) dress(entries_[marked_], false);
    marked_ = place;
    if (marked_ < entries_.size()) dress(entries_[marked_], true);
}

void Navigation::fold(bool folded) {
    if (folded == folded_) return;
    folded_ = folded;
    for (const auto& entry : entries_) {
        entry.button->SetLabel(folded ? wxString() : entry.label);
        entry.button->SetToolTip(folded ? entry.label : wxString());
        ui::set_accessible_name(*entry.button, entry.label);
    }
    SetMinSize(wxSize(px(*this, folded ? folded_width : unfolded_width), -1));
    GetParent()->Layout();
}

}  // namespace firstlight::app::desktop
