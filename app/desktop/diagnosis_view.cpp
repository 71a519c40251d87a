#include "app/desktop/diagnosis_view.h"

#include "commissioning/records.h"
#include "ui/page.h"

#include <algorithm>

namespace firstlight::app::desktop {

using commissioning::DeviceState;
using commissioning::Diagnosis;
using ui::Hue;
using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;

namespace {

Hue hue_of(DeviceState state) {
    switch (state) {
        case DeviceState::seen:
            return Hue::good;
        case DeviceState::lossy:
        case DeviceState::slow:
        case DeviceState::not_powered:
        case DeviceState::unknown:
            return Hue::warning;
        case DeviceState::silent:
        case DeviceState::no_plant:
        case DeviceState::duplicate:
        case DeviceState::shared_unit:
        case DeviceState::wrong_version:
        case DeviceState::other_device:
            return Hue::fault;
    }
    return Hue::text;
}

Hue hue_of(station::Severity severity) {
    return severity == station::Severity::critical  ? Hue::fault
           : severity == station::Severity::warning ? Hue::warning
                                                    : Hue::text;
}

wxString mark_of(DeviceState state) {
    return state == DeviceState::seen ? L"✓ " : L"■ ";
}

/// "Inverter 2", as a row or sentence begins.
wxString words_of(const std::string& device) {
    return ui::begun(to_wx(station::name_for_people(device)));
}

/// "Inverter 2 (CMU123A45AA002)": which of several it is stands on its label.
wxString told_apart(const std::string& name, const Diagnosis& diagnosis) {
    const auto device = std::ranges::find(diagnosis.devices, name, &commissioning::DiagnosedDevice::name);
    const bool has_serial = device != diagnosis.devices.end() && !device->serial.empty();
    return has_serial ? words_of(name) + " (" + to_wx(device->serial) + ")" : words_of(name);
}

wxString in_milliseconds(double ms) {
    return ms < 1 ? tr("under 1 ms") : trf("{:.0f} ms", ms);
}

double mean_ms(const transport::UnitStatistics& answers) {
    return std::chrono::duration<double, std::milli>(answers.total).count() / static_cast<double>(answers.answered);
}

std::uint64_t lost(const transport::UnitStatistics& answers) {
    return answers.silent + answers.garbled;
}

ui::Row row_of(const commissioning::DiagnosedDevice& device) {
    const auto& answers = device.answers;
    const auto mean = answers.answered > 0 ? std::optional(mean_ms(answers)) : std::nullopt;
    return {device.name,
            {{words_of(device.name), {}, {}},
             {mark_of(device.state) + to_wx(commissioning::words_of(device.state)), hue_of(device.state), {}},
             {to_wx(device.serial), {}, {}},
             {to_wx(device.firmware), {}, {}},
             {mean ? in_milliseconds(*mean) : wxString(), Hue::muted, mean},
             {trf("{} of {}", lost(answers), answers.asked), lost(answers) > 0 ? Hue::warning : Hue::muted,
              static_cast<double>(lost(answers))},
             {device.unit == 0 ? wxString() : wxString::Format("%d", device.unit), {}, device.unit}}};
}

}  // namespace

DiagnosisView::DiagnosisView(wxWindow* parent) : wxPanel(parent) {
    auto* all = new wxBoxSizer(wxVERTICAL);
    auto* tiles = new wxBoxSizer(wxHORIZONTAL);
    const auto tile = [&](const wxString& what) {
        auto* made = new ui::Tile(this, what);
        tiles->Add(made, 1, wxEXPAND | wxRIGHT, px(*this, ui::space::inside));
        return made;
    };
    verdict_ = tile(tr("Station"));
    link_ = tile(tr("Link"));
    internet_ = tile(tr("Internet"));
    all->Add(tiles, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::between));
    devices_ = new ui::Table(this, tr("State of every device"),
                             {{tr("Device"), 130},
                              {tr("State"), 170},
                              {tr("Serial number"), 150},
                              {tr("Firmware"), 200, false, true},
                              {tr("Answers after"), 130, true},
                              {tr("Lost"), 90, true},
                              {tr("Unit id"), 70, true}});
    devices_->SetMinSize(wxSize(-1, px(*this, 150)));
    all->Add(devices_, 0, wxEXPAND);
    steps_ = new wxBoxSizer(wxVERTICAL);
    changes_ = new wxBoxSizer(wxVERTICAL);
    all->Add(steps_, 0, wxEXPAND | wxTOP, px(*this, ui::space::between));
    all->Add(changes_, 0, wxEXPAND | wxTOP, px(*this, ui::space::inside));
    SetSizer(all);
    Hide();
}

void DiagnosisView::show(const Diagnosis& diagnosis, const std::vector<std::string>& changes) {
    show_devices(diagnosis);
    show_link(diagnosis);
    show_steps(diagnosis);
    show_changes(changes);
    Show();
    Layout();
}

void DiagnosisView::show_devices(const Diagnosis& diagnosis) {
    std::vector<ui::Row> rows;
    for (const auto& device : diagnosis.devices) rows.push_back(row_of(device));
    devices_->set_rows(std::move(rows));
    if (diagnosis.sound()) return verdict_->set(L"✓ " + tr("nothing wrong was found"), Hue::good);
    const auto unsound =
        std::ranges::count_if(diagnosis.devices, [](const auto& device) { return device.state != DeviceState::seen; });
    const auto devices = text::trf_n("{} device", "{} devices", static_cast<long long>(unsound));
    const auto alarms = text::trf_n("{} alarm", "{} alarms", static_cast<long long>(diagnosis.alarms.size()));
    const auto what = unsound == 0 ? alarms : diagnosis.alarms.empty() ? devices : devices + ", " + alarms;
    const bool only_line = unsound == 0 && diagnosis.alarms.empty();
    verdict_->set(L"■ " + (only_line ? tr("needs attention") : trf("needs attention: {}", what)), Hue::fault);
}

void DiagnosisView::show_link(const Diagnosis& diagnosis) {
    const auto& link = diagnosis.link;
    const auto mean = link.answered > 0 ? ", " + in_milliseconds(mean_ms(link)) : wxString();
    if (lost(link) == 0)
        link_->set(L"✓ " + trf("{} answers, none lost", link.answered) + mean, Hue::good);
    else
        link_->set(L"■ " + trf("{} of {} answers lost", lost(link), link.asked) + mean, Hue::warning);
    internet_->set(diagnosis.internet ? tr("this computer has a route") : tr("no route; none is needed here"),
                   Hue::muted);
}

void DiagnosisView::add_step(const wxString& title, Hue hue, const commissioning::Advice& advice) {
    auto* card = new ui::Card(this);
    const int width = 980;
    ui::add_paragraph(card, card->content(), title, ui::Type::strong, hue, width);
    if (!advice.cause.empty())
        ui::add_paragraph(card, card->content(), trf("Likely: {}", advice.cause), ui::Type::body, Hue::text, width);
    if (!advice.next_step.empty())
        ui::add_paragraph(card, card->content(), trf("Next: {}", advice.next_step), ui::Type::body, Hue::text, width);
    steps_->Add(card, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
}

void DiagnosisView::show_steps(const Diagnosis& diagnosis) {
    steps_->Clear(true);
    if (diagnosis.sound()) return;
    ui::add_section(this, *steps_, tr("What to do"));
    for (const auto& device : diagnosis.devices) {
        if (device.state == DeviceState::seen) continue;
        auto title = told_apart(device.name, diagnosis) + ": " + to_wx(commissioning::words_of(device.state));
        if (!device.detail.empty()) title += ". " + to_wx(device.detail);
        add_step(title, hue_of(device.state), commissioning::advice_for(device.state));
    }
    for (const auto& alarm : diagnosis.alarms) {
        const auto title = told_apart(alarm.device, diagnosis) + ": "
                           + trf("{}, {}", text::tr(alarm.name), commissioning::words_of(alarm.severity))
                           + (alarm.code.empty() ? wxString() : " (" + trf("alarm {}", alarm.code) + ")");
        add_step(title, hue_of(alarm.severity), {text::tr(alarm.cause), text::tr(alarm.next_step)});
    }
    for (const auto& finding : commissioning::other_findings(diagnosis))
        add_step(to_wx(commissioning::sentence_of(finding)), Hue::warning, {});
}

void DiagnosisView::show_changes(const std::vector<std::string>& changes) {
    changes_->Clear(true);
    if (changes.empty()) return;
    ui::add_section(this, *changes_, tr("Changed since the diagnosis before"));
    for (const auto& change : changes) ui::add_paragraph(this, *changes_, to_wx(change));
}

}  // namespace firstlight::app::desktop
