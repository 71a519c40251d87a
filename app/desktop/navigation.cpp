#include "app/desktop/navigation.h"

#include "ui/accessible_name.h"

#include <algorithm>
#include <utility>

#include <wx/sizer.h>

namespace firstlight::app::desktop {

using ui::Hue;
using ui::px;

namespace {
constexpr int least_unfolded_width = 176, folded_width = 56;
/// Windows measures some labels anew, a little wider, once they are drawn.
constexpr int slack = 4;
}  // namespace

Navigation::Navigation(wxWindow* parent, Chosen chosen) : wxPanel(parent), chosen_(std::move(chosen)) {
    SetBackgroundColour(ui::colour(Hue::card));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->AddSpacer(px(*this, ui::space::inside));
    SetSizer(column);
}

void Navigation::add(ui::Icon icon, const wxString& label) {
    const std::size_t place = entries_.size();
    auto* button =
        new wxButton(this, wxID_ANY, label, wxDefaultPosition, wxSize(-1, px(*this, 40)), wxBORDER_NONE | wxBU_LEFT);
    ui::set_accessible_name(*button, label);
    button->Bind(wxEVT_BUTTON, [this, place](wxCommandEvent&) { chosen_(place); });
    entries_.push_back({icon, label, button});
    dress(entries_.back(), false);
    GetSizer()->Add(button, 0, wxEXPAND | wxLEFT | wxRIGHT, px(*this, ui::space::inside));
    unfolded_width_ = std::max({unfolded_width_, px(*this, least_unfolded_width), width_of(entries_.back())});
    take_width();
}

int Navigation::width_of(const Entry& entry) const {
    const auto marked = ui::font(*this, ui::Type::strong);
    int strong = 0, now = 0;
    GetTextExtent(entry.label, &strong, nullptr, nullptr, nullptr, &marked);
    entry.button->GetTextExtent(entry.label, &now, nullptr);
    return entry.button->GetBestSize().x + std::max(0, strong - now) + 2 * px(*this, ui::space::inside)
           + px(*this, slack);
}

void Navigation::take_width() {
    SetMinSize(wxSize(folded_ ? px(*this, folded_width) : unfolded_width_, -1));
}

void Navigation::dress(const Entry& entry, bool marked) const {
    entry.button->SetBitmap(ui::icon(entry.icon, marked ? Hue::info : Hue::muted));
    entry.button->SetBitmapMargins(px(*this, ui::space::inside), 0);  // Windows takes them only after the picture
    entry.button->SetFont(ui::font(*this, marked ? ui::Type::strong : ui::Type::body));
    entry.button->SetForegroundColour(ui::colour(marked ? Hue::info : Hue::text));
    entry.button->SetBackgroundColour(ui::colour(marked ? Hue::page : Hue::card));
}

void Navigation::mark(std::size_t place) {
    if (marked_) dress(entries_[*marked_], false);
    marked_ = place < entries_.size() ? std::optional(place) : std::nullopt;
    if (marked_) dress(entries_[*marked_], true);
}

void Navigation::fold(bool folded) {
    if (folded == folded_) return;
    folded_ = folded;
    for (const auto& entry : entries_) {
        entry.button->SetLabel(folded ? wxString() : entry.label);
        entry.button->SetToolTip(folded ? entry.label : wxString());
        ui::set_accessible_name(*entry.button, entry.label);
    }
    take_width();
    GetParent()->Layout();
}

}  // namespace firstlight::app::desktop
