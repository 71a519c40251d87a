#include "ui/activity_strip.h"

#include "ui/accessible_name.h"
#include "ui/words.h"

#include <algorithm>

#include <wx/sizer.h>

namespace firstlight::ui {

wxString words_of_time_left(const station::Progress& progress) {
    if (!progress.left) return {};
    const auto seconds = progress.left->count();
    if (seconds < 90) return trf("{} s left", std::max<long long>(seconds, 1));
    return trf("{} min left", (seconds + 30) / 60);
}

ActivityStrip::ActivityStrip(wxWindow* parent) : wxPanel(parent) {
    SetBackgroundColour(colour(Hue::card));
    what_ = new wxStaticText(this, wxID_ANY, {}, wxDefaultPosition, wxDefaultSize, wxST_ELLIPSIZE_END);
    gauge_ = new wxGauge(this, wxID_ANY, 1000, wxDefaultPosition, wxSize(px(*this, 200), -1));
    set_accessible_name(*gauge_, tr("Progress"));
    left_ = new wxStaticText(this, wxID_ANY, {});
    left_->SetForegroundColour(colour(Hue::muted));
    stop_ = new wxButton(this, wxID_ANY, tr("Stop"));
    stop_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (on_stop_) on_stop_();
    });
    const int gap = px(*this, space::between);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(what_, 1, wxALIGN_CENTER_VERTICAL | wxLEFT, gap);
    row->Add(gauge_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, gap);
    row->Add(left_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, gap);
    row->Add(stop_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT | wxRIGHT, gap);
    row->SetMinSize(-1, px(*this, 40));
    SetSizer(row);
    Hide();
}

void ActivityStrip::show(const station::Progress& progress, std::function<void()> stop) {
    on_stop_ = std::move(stop);
    what_->SetLabel(begun(tr(progress.phase)));
    left_->SetLabel(words_of_time_left(progress));
    if (progress.total > 0)
        gauge_->SetValue(std::clamp(1000 * progress.done / progress.total, 0, 1000));
    else
        gauge_->Pulse();
    stop_->Show(static_cast<bool>(on_stop_));
    const bool was_hidden = !IsShown();
    Show();
    Layout();
    if (was_hidden) GetParent()->Layout();
}

void ActivityStrip::clear() {
    if (!IsShown()) return;
    Hide();
    GetParent()->Layout();
}

}  // namespace firstlight::ui
