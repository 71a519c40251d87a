#include "transport/serial_permission.h"
#include "transport/serial_ports.h"
#include "ui/accessible_name.h"
#include "ui/card.h"
#include "ui/error_banner.h"
#include "ui/field.h"
#include "ui/page.h"
#include "ui/table.h"
#include "ui/words.h"
#include "wizards/connect/work.h"

#include <algorithm>

#include <wx/timer.h>

namespace firstlight::wizards {

using commissioning::ConnectPage;
using transport::SerialPort;
using ui::Hue;
using ui::px;
using ui::tr;
using ui::trf;

namespace {

constexpr int look_again_ms = 1000;

wxString place_words(const SerialPort& port) {
    if (!port.offered) return ui::to_wx(text::tr(port.why_not));
    return ui::to_wx(port.serial_number.empty() ? port.place : port.serial_number);
}

/// Which adapter, and where its wires go.
class CableStep : public Step, private wxTimer {
  public:
    explicit CableStep(ConnectPointer work)
        : Step("cable", tr("Cable"), tr("Which port is the cable plugged into?"),
               tr("The likeliest adapter stands first. An adapter that you plug in now appears by itself.")),
          work_(std::move(work)) {}

    void make(wxWindow* page, wxBoxSizer& column) override {
        error_ = new ui::ErrorBanner(page);
        column.Add(error_, 0, wxEXPAND);
        permission_ = ui::add_paragraph(page, column, {}, ui::Type::body, Hue::warning);
        permission_->Hide();
        auto* sides = new wxBoxSizer(wxHORIZONTAL);
        auto* ports = new wxBoxSizer(wxVERTICAL);
        add_ports(page, *ports);
        sides->Add(ports, 1, wxEXPAND | wxRIGHT, px(*page, ui::space::margin));
        sides->Add(wiring(page), 0, wxALIGN_TOP);
        column.Add(sides, 0, wxEXPAND);
    }

    void entered() override {
        look();
        Start(look_again_ms);
        asking_ = work_->workspace.bridge().start_beside<transport::SerialPermission>(
            [] { return transport::serial_permission(); },
            [this](const transport::SerialPermission& permission) { show_permission(permission); }, {});
    }

    void left() override { Stop(); }

    bool needed() const override { return work_->needed(ConnectPage::cable); }
    wxString why_not_next() const override { return work_->why_not_next(ConnectPage::cable); }

  private:
    void add_ports(wxWindow* page, wxSizer& column) {
        table_ =
            new ui::Table(page, tr("Serial ports"),
                          {{tr("Port"), 110}, {tr("Adapter"), 150, false, true}, {tr("Serial number or place"), 160}});
        table_->SetMinSize(wxSize(px(*page, 440), px(*page, 170)));
        table_->on_select([this](const std::string& name) { choose(name); });
        column.Add(table_, 0, wxEXPAND | wxBOTTOM, px(*page, ui::space::inside));
        advice_ = ui::add_paragraph(page, static_cast<wxBoxSizer&>(column), {}, ui::Type::hint, Hue::muted);
        all_ = new wxCheckBox(page, wxID_ANY, tr("Show built-in and Bluetooth ports, too"));
        all_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { show(); });
        column.Add(all_, 0, wxBOTTOM, px(*page, ui::space::between));
        typed_ = new ui::TextField(page, tr("Port"), tr("Chosen above, or typed."), 320);
        typed_->set_value(work_->plan.port);
        typed_->on_change([this] { take(typed_->value()); });
        column.Add(typed_);
    }

    static wxWindow* wiring(wxWindow* page) {
        auto* card = new ui::Card(page);
        auto& inside = card->content();
        ui::add_section(card, inside, tr("Where the wires go"));
        ui::set_accessible_name(*card, tr("Where the wires go"));
        auto* grid = new wxFlexGridSizer(3, px(*page, 4), px(*page, ui::space::inside));
        const auto wire = [&](const wxString& from, const wxString& to) {
            grid->Add(new wxStaticText(card, wxID_ANY, from));
            grid->Add(new wxStaticText(card, wxID_ANY, L"━━"));
            grid->Add(new wxStaticText(card, wxID_ANY, to));
        };
        wire(tr("Adapter A (D+)"), tr("A+ of RS485_1"));
        wire(tr("Adapter B (D-)"), tr("B- of RS485_1"));
        wire(tr("Adapter GND"), tr("GND, if both have it"));
        inside.Add(grid, 0, wxBOTTOM, px(*page, ui::space::between));
        constexpr int width = 272;
        ui::add_paragraph(card, inside, L"▲ " + tr("RS485_2 is not for the laptop"), ui::Type::strong, Hue::warning,
                          width);
        ui::add_paragraph(
            card, inside,
            tr("The power sensor sits there (on the three-phase sensor: terminal 14 is A+, 13 is B-), and "
               "the inverter asks it all the time. If the sensor was moved to RS485_1, come over the "
               "network instead."),
            ui::Type::body, Hue::text, width);
        ui::add_paragraph(card, inside, tr("Makers name A and B differently: when nobody answers, swap them once."),
                          ui::Type::hint, Hue::muted, width);
        return card;
    }

    void show_permission(const transport::SerialPermission& permission) {
        if (permission.allowed == !permission_->IsShown()) return;
        permission_->SetLabel(
            L"▲ "
            + trf("You may not open serial ports on this computer yet. Add yourself to the group \"{}\" (sudo adduser "
                  "$USER {}), sign out and in, and come back.",
                  permission.group, permission.group));
        permission_->Wrap(px(*permission_, 720));
        permission_->Show(!permission.allowed);
        permission_->GetParent()->Layout();
    }

    void Notify() override {
        if (table_->IsShownOnScreen()) look();
    }

    void look() {
        if (job_.running()) return;
        job_ = work_->workspace.bridge().start_beside<std::vector<SerialPort>>(
            [file = work_->workspace.folders().data / "usb_adapters.json"] {
                return transport::list_serial_ports(file);
            },
            [this](std::vector<SerialPort> ports) { came(std::move(ports)); },
            [this](const std::exception_ptr& error) {
                Stop();
                error_->show(error);
            });
    }

    void came(std::vector<SerialPort> ports) {
        ports_ = std::move(ports);
        show();
        const auto offered = std::ranges::find_if(ports_, &SerialPort::offered);
        if (work_->plan.port.empty() && offered != ports_.end()) {
            table_->select(offered->name);
            choose(offered->name);
        }
    }

    void show() {
        std::vector<ui::Row> rows;
        for (const auto& port : ports_) {
            if (!port.offered && !all_->GetValue()) continue;
            const auto& adapter = port.adapter.empty() ? port.description : port.adapter;
            rows.push_back(
                {port.name,
                 {{ui::to_wx(port.name), {}, {}}, {ui::to_wx(adapter), {}, {}}, {place_words(port), Hue::muted, {}}}});
        }
        if (rows.empty()) advise(tr("No adapter is plugged in yet."));
        table_->set_rows(std::move(rows));
    }

    void choose(const std::string& name) {
        typed_->set_value(name);
        take(name);
        const auto port = std::ranges::find(ports_, name, &SerialPort::name);
        advise(port == ports_.end() ? wxString() : ui::to_wx(text::tr(port->advice)));
    }

    void take(const std::string& name) {
        if (name != work_->plan.port) work_->plan.found.reset();
        work_->plan.port = name;
        changed();
    }

    void advise(const wxString& words) {
        if (advice_->GetLabel() == words) return;
        advice_->SetLabel(words);
        advice_->Wrap(px(*advice_, 440));
        advice_->GetParent()->Layout();
    }

    ConnectPointer work_;
    ui::ErrorBanner* error_ = nullptr;
    ui::Table* table_ = nullptr;
    wxStaticText *permission_ = nullptr, *advice_ = nullptr;
    wxCheckBox* all_ = nullptr;
    ui::TextField* typed_ = nullptr;
    std::vector<SerialPort> ports_;
    ui::Job job_, asking_;
};

}  // namespace

std::unique_ptr<Step> cable_step(ConnectPointer work) {
    return std::make_unique<CableStep>(std::move(work));
}

}  // namespace firstlight::wizards
