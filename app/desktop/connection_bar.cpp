#include "app/desktop/connection_bar.h"

#include "transport/internet_route.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <utility>

#include <wx/sizer.h>

namespace firstlight::app::desktop {

using ui::Hue;
using ui::px;
using ui::tr;
using ui::trf;
using Phase = ui::Connection::Phase;

namespace {

constexpr int look_again_ms = 10000;

struct Sign {
    wxString shape, words;
    Hue hue;
};

Sign sign_of(const ui::Connection& connection) {
    switch (connection.phase()) {
        case Phase::none:
            return {L"○", tr("Not connected"), Hue::muted};
        case Phase::opening:
            return {L"◌", tr("Connecting"), Hue::info};
        case Phase::finding:
            return {L"◌", tr("Looking for devices"), Hue::info};
        case Phase::live:
            return {L"●", tr("Connected"), Hue::good};
        case Phase::lost:
            return {L"▲", trf("Connection lost, tried again in {} s", connection.state().retry_in.count()),
                    Hue::warning};
        case Phase::failed:
            return {L"■", tr("No connection"), Hue::fault};
    }
    return {};
}

wxString station_words(const ui::Connection& connection) {
    const auto sign = sign_of(connection);
    const auto discovery = connection.discovery();
    if (connection.phase() == Phase::live && discovery && !discovery->anchor_serial.empty())
        return trf("Station {}", discovery->anchor_serial);
    return sign.words;
}

wxString quality_words(const ui::Connection& connection) {
    if (connection.phase() == Phase::none) return {};
    const auto& state = connection.state();
    auto words = ui::to_wx(transport::to_string(state.endpoint));
    if (state.quality.asked == 0) return words;
    words += trf("   {} ms", state.quality.mean.count());
    words += trf("   {} lost", state.quality.lost);
    return words;
}

}  // namespace

ConnectionBar::ConnectionBar(wxWindow* parent, ui::Workspace& workspace, std::function<void()> connect)
    : wxPanel(parent), workspace_(workspace), connect_(std::move(connect)) {
    SetBackgroundColour(ui::colour(Hue::card));
    const auto label = [this](ui::Type type, Hue hue) {
        auto* text = new wxStaticText(this, wxID_ANY, {});
        text->SetFont(ui::font(*this, type));
        text->SetForegroundColour(ui::colour(hue));
        return text;
    };
    visit_ = label(ui::Type::strong, Hue::text);
    lamp_ = label(ui::Type::body, Hue::muted);
    station_ = label(ui::Type::body, Hue::text);
    quality_ = label(ui::Type::hint, Hue::muted);
    internet_ = label(ui::Type::hint, Hue::muted);
    button_ = new wxButton(this, wxID_ANY, tr("Connect"));
    button_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { toggle(); });

    const int gap = px(*this, ui::space::between);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(visit_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, gap);
    row->Add(lamp_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, px(*this, ui::space::margin));
    row->Add(station_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, px(*this, ui::space::inside));
    row->Add(quality_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, gap);
    row->AddStretchSpacer();
    row->Add(internet_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, gap);
    row->Add(button_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT | wxRIGHT, gap);
    row->SetMinSize(-1, px(*this, 48));
    SetSizer(row);

    connection_changes_ = workspace_.connection().observe([this] { refresh(); });
    workspace_changes_ = workspace_.observe([this] { refresh(); });
    internet_->SetToolTip(tr("Whether this laptop has a way to the Internet. Firstlight works without."));
    look_again_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { look_for_internet(); });
    look_again_.Start(look_again_ms);
    look_for_internet();
    refresh();
}

void ConnectionBar::refresh() {
    const auto& connection = workspace_.connection();
    const auto sign = sign_of(connection);
    visit_->SetLabel(workspace_.visit().empty() ? tr("No visit open") : trf("Visit {}", workspace_.visit()));
    lamp_->SetLabel(sign.shape);
    lamp_->SetForegroundColour(ui::colour(sign.hue));
    station_->SetLabel(station_words(connection));
    quality_->SetLabel(quality_words(connection));
    const bool open = connection.phase() != Phase::none && connection.phase() != Phase::failed;
    const auto label = open ? tr("Disconnect") : tr("Connect");
    if (button_->GetLabel() != label) button_->SetLabel(label);
    const auto last_before = quality_->GetPosition();
    Layout();
    if (quality_->GetPosition() != last_before) Refresh();  // texts that moved keep pieces of each other on Windows
}

void ConnectionBar::look_for_internet() {
    looking_ = workspace_.bridge().start_beside<bool>(
        [] { return transport::has_internet_route(); },
        [this](bool there) {
            internet_->SetLabel(there ? tr("Internet: yes") : tr("Internet: no"));
            Layout();
        },
        {});
}

void ConnectionBar::toggle() {
    auto& connection = workspace_.connection();
    if (connection.phase() == Phase::none || connection.phase() == Phase::failed) return connect_();
    connection.close();
}

}  // namespace firstlight::app::desktop
