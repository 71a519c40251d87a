#include "app/desktop/devices_page.h"

#include "commissioning/diagnosis.h"
#include "commissioning/records.h"
#include "station/station.h"
#include "ui/accessible_name.h"
#include "ui/device_values.h"
#include "ui/words.h"

#include <algorithm>

namespace firstlight::app::desktop {

using ui::Hue;
using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;

namespace {

/// "battery_packs" is "battery packs".
wxString group_words(const std::string& group) {
    auto words = to_wx(group);
    words.Replace("_", " ");
    return to_wx(text::tr(ui::to_utf8(words)));
}

std::pair<wxString, Hue> state_of(const station::Device& device, const station::Discovery& discovery) {
    const auto found = std::ranges::find(discovery.findings, device.unit, &station::Finding::unit);
    if (found != discovery.findings.end()) {
        const bool mild =
            found->kind == station::FindingKind::slow_unit || found->kind == station::FindingKind::unknown_device;
        return {to_wx(text::tr(commissioning::words_of(found->kind))), mild ? Hue::warning : Hue::fault};
    }
    return {tr("answers"), Hue::good};
}

bool is_readable(const station::Point& point, const station::Device& device) {
    return point.access != station::Access::write_only && !point.secret && station::applies(point, device);
}

}  // namespace

DevicesPage::DevicesPage(wxWindow* parent, ui::Workspace& workspace)
    : Page(parent, tr("Devices")), workspace_(workspace) {
    devices_ = new ui::Table(body(), tr("Devices"),
                             {{tr("Device"), 140},
                              {tr("State"), 130},
                              {tr("Model"), 150},
                              {tr("Serial number"), 150},
                              {tr("Firmware"), 210, false, true},
                              {tr("Unit id"), 80, true}});
    devices_->SetMinSize(wxSize(-1, px(*this, 170)));
    devices_->on_select([this](const std::string& key) { choose(key); });
    identity_ = ui::add_section(body(), content(), {});
    content().Detach(identity_);
    content().Add(devices_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::between));
    auto* head = new wxBoxSizer(wxHORIZONTAL);
    search_ = new wxSearchCtrl(body(), wxID_ANY, {}, wxDefaultPosition, wxSize(px(*this, 260), -1));
    search_->SetDescriptiveText(tr("Search values"));
    ui::set_accessible_name(*search_, tr("Search values"));
    search_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { refresh_points(); });
    head->Add(identity_, 1, wxALIGN_CENTER_VERTICAL);
    head->Add(search_, 0, wxALIGN_CENTER_VERTICAL);
    content().Add(head, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    alarms_ = ui::add_paragraph(body(), content(), {}, ui::Type::body, Hue::fault);
    points_ = new ui::Table(body(), tr("Values"),
                            {{tr("Group"), 130},
                             {tr("Value"), 300, false, true},
                             {tr("Now"), 260, true},
                             {tr("Unit"), 70},
                             {tr("Age"), 70, true}});
    points_->SetMinSize(wxSize(-1, px(*this, 260)));
    content().Add(points_, 1, wxEXPAND);
    alarms_->Hide();
    refresh_devices();
}

void DevicesPage::shown() {
    subscription_ = workspace_.connection().observe([this] { refresh(); });
    refresh();
    watch_again();
}

void DevicesPage::hidden() {
    subscription_.reset();
    watch_.reset();
}

void DevicesPage::choose(const std::string& device) {
    if (device == chosen_) return;
    chosen_ = device;
    devices_->select(device);
    if (subscription_) watch_again();
    refresh_points();
    refresh_alarms();
}

const station::Device* DevicesPage::chosen() const {
    return seen_ ? seen_->find(chosen_) : nullptr;
}

void DevicesPage::watch_again() {
    watch_.reset();
    const auto* device = chosen();
    if (device == nullptr) return;
    std::set<std::string> names;
    for (const auto& point : device->profile->points)
        if (is_readable(point, *device)) names.insert(point.name);
    watch_ = workspace_.connection().watch(chosen_, std::move(names));
}

void DevicesPage::refresh() {
    if (const auto now = workspace_.connection().discovery(); now != seen_) {
        seen_ = now;
        refresh_devices();
        if (chosen() == nullptr) choose(seen_ && !seen_->devices.empty() ? seen_->devices.front().name() : "");
        watch_again();
    }
    refresh_points();
    refresh_alarms();
}

void DevicesPage::refresh_devices() {
    std::vector<ui::Row> rows;
    if (seen_)
        for (const auto& device : seen_->devices) {
            const auto [state, hue] = state_of(device, *seen_);
            rows.push_back({device.name(),
                            {{ui::device_words(device), {}, {}},
                             {state, hue, {}},
                             {to_wx(device.model), {}, {}},
                             {to_wx(device.serial), {}, {}},
                             {to_wx(device.firmware), {}, {}},
                             {wxString::Format("%d", device.unit), {}, device.unit}}});
        }
    devices_->set_rows(std::move(rows));
    set_state(seen_ ? trf("{} found", seen_->devices.size()) : tr("Connect to a station to see its devices."));
}

void DevicesPage::refresh_points() {
    const auto* device = chosen();
    identity_->SetLabel(device ? ui::told_apart(*device, *seen_) : wxString());
    std::vector<ui::Row> rows;
    const auto wanted = search_->GetValue().Lower();
    const auto temperature = workspace_.preferences().temperature;
    for (const auto& point : device ? device->profile->points : std::vector<station::Point>{}) {
        if (!is_readable(point, *device)) continue;
        const auto label = to_wx(text::tr(point.label)), group = group_words(point.group);
        if (!wanted.empty() && !label.Lower().Contains(wanted) && !group.Lower().Contains(wanted)) continue;
        const auto* reading = workspace_.connection().reading(chosen_, point.name);
        const bool good = reading != nullptr && reading->good();
        const auto hue = good ? std::optional<Hue>() : Hue::muted;
        rows.push_back({point.name,
                        {{group, Hue::muted, {}},
                         {label, {}, {}},
                         {ui::value_words(reading, temperature), hue, good ? reading->number() : std::nullopt},
                         {good ? ui::unit_words(point, temperature) : wxString(), Hue::muted, {}},
                         {reading ? ui::age_words(reading->at) : wxString(), Hue::muted, {}}}});
    }
    points_->set_rows(std::move(rows));
}

void DevicesPage::refresh_alarms() {
    wxString words;
    for (const auto& alarm : commissioning::active_alarms(workspace_.connection().snapshot()))
        if (alarm.device == chosen_)
            words += to_wx(alarm.code.empty() ? "" : alarm.code + " ") + to_wx(text::tr(alarm.name)) + ". "
                     + to_wx(text::tr(alarm.cause)) + " " + to_wx(text::tr(alarm.next_step)) + "\n";
    if (alarms_->GetLabel() == words) return;
    alarms_->SetLabel(words);
    alarms_->Wrap(px(*this, 900));
    alarms_->Show(!words.empty());
    lay_out();
}

}  // namespace firstlight::app::desktop
