#include "app/desktop/overview_page.h"

#include "commissioning/diagnosis.h"
#include "ui/device_values.h"
#include "ui/words.h"

#include <algorithm>

#include <wx/clipbrd.h>
#include <wx/filedlg.h>

namespace firstlight::app::desktop {

using ui::Hue;
using ui::px;
using ui::tr;
using ui::trf;

OverviewPage::OverviewPage(wxWindow* parent, ui::Workspace& workspace,
                           std::function<void(const std::string&)> open_device)
    : Page(parent, tr("Overview")), workspace_(workspace) {
    add_action(tr("Copy as text"), [this] { copy_words(); });
    add_action(tr("Save the picture"), [this] { save_picture(); });
    nothing_ = ui::add_paragraph(body(), content(), {}, ui::Type::body, Hue::muted);
    picture_ = new EnergyPicture(body(), std::move(open_device));
    chart_ = new PowerChart(body());
    tiles_ = new wxBoxSizer(wxVERTICAL);
    const auto tile = [&](const wxString& what) {
        auto* made = new ui::Tile(body(), what);
        tiles_->Add(made, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
        return made;
    };
    mode_ = tile(tr("Operating mode"));
    safety_ = tile(tr("Safety"));
    lights_ = tile(tr("Lights"));
    diagnosis_ = tile(tr("Diagnosis"));
    tiles_->GetItem(diagnosis_)->SetBorder(0);
    tiles_->SetMinSize(px(*this, 256), -1);
    auto* top = new wxBoxSizer(wxHORIZONTAL);
    top->Add(picture_, 1, wxEXPAND | wxRIGHT, px(*this, ui::space::between));
    top->Add(tiles_, 0, wxEXPAND);
    content().Add(top, 1, wxEXPAND | wxBOTTOM, px(*this, ui::space::between));
    content().Add(chart_, 0, wxEXPAND);
}

void OverviewPage::shown() {
    subscription_ = workspace_.connection().observe([this] { refresh(); });
    watch_again();
    refresh();
}

void OverviewPage::hidden() {
    subscription_.reset();
    watches_.clear();
    seen_.reset();
}

void OverviewPage::make_charger_tiles() {
    for (const auto& [device, tile] : chargers_) tile->Destroy();
    chargers_.clear();
    if (!seen_ || seen_->find("plant")) return;
    constexpr std::size_t most = 4;
    for (const auto& device : seen_->devices) {
        if (!has_point(device, "energy_total") || chargers_.size() == most) continue;
        auto* tile = new ui::Tile(body(), ui::device_words(device));
        tiles_->Add(tile, 0, wxEXPAND | wxTOP, px(*this, ui::space::inside));
        chargers_.emplace_back(device.name(), tile);
    }
    lay_out();
}

void OverviewPage::refresh_charger_tiles() {
    const auto& connection = workspace_.connection();
    for (const auto& [device, tile] : chargers_) {
        const auto* state = connection.reading(device, "system_state");
        const auto* energy = connection.reading(device, "energy_total");
        auto words = state ? ui::value_words(state) : wxString(L"–");
        if (energy && energy->good())
            words += "\n" + trf("{} {} in all", ui::to_utf8(ui::value_words(energy)), energy->point->unit);
        tile->set(words);
    }
}

void OverviewPage::watch_again() {
    watches_.clear();
    seen_ = workspace_.connection().discovery();
    make_charger_tiles();
    if (!seen_) return chart_->clear();
    auto points = flow_points(*seen_);
    if (const auto* plant = seen_->find("plant"))
        for (const auto& alarm : ui::alarm_points(*plant)) points[plant->name()].insert(alarm);
    for (auto& request : station::two_requests_a_round(*seen_, points))
        watches_.push_back(workspace_.connection().watch(std::move(request)));
}

void OverviewPage::refresh() {
    const auto& connection = workspace_.connection();
    if (connection.discovery() != seen_) watch_again();
    auto flow = energy_flow(connection);
    auto newest = std::chrono::system_clock::time_point();
    for (const auto& node : flow.nodes) newest = std::max(newest, node.at);
    if (newest > newest_) chart_->add(flow);
    newest_ = newest;
    show_what_there_is(flow.nodes.empty());
    set_state(
        newest == std::chrono::system_clock::time_point()
            ? wxString()
            : trf("as of {}", wxDateTime(std::chrono::system_clock::to_time_t(newest)).FormatISOTime().utf8_string()));
    picture_->show(std::move(flow));
    refresh_tiles();
}

/// A site without inverter has no plant: nothing of it is shown rather than empty.
void OverviewPage::show_what_there_is(bool nothing) {
    using Phase = ui::Connection::Phase;
    const auto phase = workspace_.connection().phase();
    const bool closed = phase == Phase::none || phase == Phase::failed;
    const auto words = closed ? tr("Connect to a station to see its energy flow. "
                                   "File, Open demo station shows one without any hardware.")
                              : tr("The energy flow appears when the station has told its devices.");
    if (nothing_->GetLabel() != words) nothing_->SetLabel(words);
    const bool plant = !seen_ || seen_->find("plant") != nullptr;
    if (nothing_->IsShown() == nothing && chart_->IsShown() == plant && lights_->IsShown() == has_lights()) return;
    nothing_->Show(nothing);
    for (wxWindow* of_plant : std::initializer_list<wxWindow*>{mode_, safety_, chart_}) of_plant->Show(plant);
    lights_->Show(has_lights());
    lay_out();
}

bool OverviewPage::has_lights() const {
    const auto* plant = seen_ ? seen_->find("plant") : nullptr;
    return plant && has_point(*plant, "light_mode");
}

wxString OverviewPage::plant_words(const char* point) const {
    const auto* reading = workspace_.connection().reading("plant", point);
    return reading == nullptr ? wxString(L"–") : ui::value_words(reading);
}

wxString OverviewPage::safety_words() const {
    const auto& connection = workspace_.connection();
    auto words = plant_words("grid_status");
    const station::Reading* lowest = nullptr;
    for (const auto& device : seen_->devices) {
        const auto* insulation = connection.reading(device.name(), "insulation_resistance");
        const bool is_known = insulation && insulation->number();
        if (is_known && (!lowest || *insulation->number() < *lowest->number())) lowest = insulation;
    }
    if (lowest) words += "\n" + tr("Insulation") + " " + ui::value_words(lowest) + " " + ui::unit_words(*lowest->point);
    return words;
}

void OverviewPage::refresh_tiles() {
    const auto& connection = workspace_.connection();
    refresh_charger_tiles();
    if (!seen_) {
        for (auto* tile : {mode_, safety_, diagnosis_}) tile->set(L"–");
        return;
    }
    mode_->set(plant_words("running_state") + "\n" + plant_words("ems_work_mode"));
    const auto on_grid = connection.number("plant", "grid_status");
    safety_->set(safety_words(), !on_grid || *on_grid == 0 ? Hue::text : Hue::warning);
    if (has_lights()) lights_->set(plant_words("light_mode"));
    const auto alarms = static_cast<long long>(commissioning::active_alarms(connection.snapshot()).size());
    const auto devices = static_cast<long long>(seen_->devices.size());
    const bool is_live = connection.phase() == ui::Connection::Phase::live;
    diagnosis_->set((alarms == 0 ? tr("No alarm") : ui::to_wx(text::trf_n("{} alarm", "{} alarms", alarms))) + "\n"
                        + ui::to_wx(text::trf_n("{} device", "{} devices", devices)),
                    alarms != 0 ? Hue::fault
                    : is_live   ? Hue::good
                                : Hue::muted);
}

void OverviewPage::copy_words() {
    if (!wxTheClipboard->Open()) return;
    wxTheClipboard->SetData(new wxTextDataObject(to_words(energy_flow(workspace_.connection()))));
    wxTheClipboard->Close();
}

void OverviewPage::save_picture() {
    wxFileDialog dialog(this, tr("Save the picture"), {}, "energy-flow.png", tr("Pictures") + " (*.png)|*.png",
                        wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
    if (dialog.ShowModal() != wxID_OK) return;
    if (!picture_->bitmap().SaveFile(dialog.GetPath(), wxBITMAP_TYPE_PNG))
        set_state(tr("The picture could not be saved there. Choose another folder."));
}

}  // namespace firstlight::app::desktop
