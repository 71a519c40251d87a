#include "transport/scan_network.h"
#include "ui/activity_strip.h"
#include "ui/error_banner.h"
#include "ui/field.h"
#include "ui/page.h"
#include "ui/table.h"
#include "ui/words.h"
#include "wizards/connect/work.h"

#include <algorithm>

namespace firstlight::wizards {

using commissioning::ConnectPage;
using transport::NetworkProgress;
using transport::OwnNetwork;
using transport::TcpEndpoint;
using ui::Hue;
using ui::px;
using ui::tr;
using ui::trf;

namespace {

constexpr std::uint16_t modbus_port = 502;

/// The station's address, typed or found by asking around.
class NetworkStep : public Step {
  public:
    explicit NetworkStep(ConnectPointer work)
        : Step("network", tr("Network"), tr("At which address is the station?"),
               tr("In the station's own hotspot it is usually 192.168.4.1. Else the maker's app or the router shows "
                  "it.")),
          work_(std::move(work)) {}

    void make(wxWindow* page, wxBoxSizer& column) override {
        error_ = new ui::ErrorBanner(page);
        column.Add(error_, 0, wxEXPAND);
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        host_ = new ui::TextField(page, tr("Address or name"), tr("192.168.4.1, fe80::1 or station.local"), 320);
        port_ = new ui::TextField(page, tr("Port"), tr("usually 502"), 100);
        row->Add(host_, 0, wxRIGHT, px(*page, ui::space::between));
        row->Add(port_);
        column.Add(row, 0, wxBOTTOM, px(*page, ui::space::inside));
        rtu_frames_ = new wxCheckBox(page, wxID_ANY, tr("A serial device server that passes RTU frames through"));
        column.Add(rtu_frames_, 0, wxBOTTOM, px(*page, ui::space::between));
        host_->on_change([this] { take(); });
        port_->on_change([this] { take(); });
        rtu_frames_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { take(); });
        add_search(page, column);
    }

    void entered() override {
        const auto& plan = work_->plan;
        host_->set_value(plan.host);
        port_->set_value(plan.host_port);
        rtu_frames_->SetValue(plan.rtu_frames);
        look_ = work_->workspace.bridge().start_beside<std::vector<OwnNetwork>>(
            [] { return transport::own_networks(); },
            [this](std::vector<OwnNetwork> networks) { show_networks(std::move(networks)); }, {});
    }

    void left() override { stop(); }

    bool needed() const override { return work_->needed(ConnectPage::network); }
    wxString why_not_next() const override { return work_->why_not_next(ConnectPage::network); }

  private:
    void add_search(wxWindow* page, wxBoxSizer& column) {
        ui::add_section(page, column, tr("Or search for it"));
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        network_ = new ui::ChoiceField(page, tr("Network of this laptop"), {}, {}, 320);
        search_ = new wxButton(page, wxID_ANY, tr("&Search"));
        search_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { search(); });
        row->Add(network_, 0, wxRIGHT, px(*page, ui::space::inside));
        row->Add(search_, 0, wxALIGN_BOTTOM);
        column.Add(row, 0, wxBOTTOM, px(*page, ui::space::inside));
        words_ = ui::add_paragraph(page, column,
                                   tr("Every address is asked whether somebody takes connections at the port above. "
                                      "Nothing is sent."),
                                   ui::Type::hint, Hue::muted);
        strip_ = new ui::ActivityStrip(page);
        column.Add(strip_, 0, wxEXPAND | wxBOTTOM, px(*page, ui::space::inside));
        table_ = new ui::Table(page, tr("Addresses found"), {{tr("Who takes connections"), 320, false, true}});
        table_->SetMinSize(wxSize(px(*page, 420), px(*page, 140)));
        table_->on_select([this](const std::string& host) {
            host_->set_value(host);
            take();
        });
        table_->on_activate([this](const std::string&) { work_->go_on(); });
        column.Add(table_, 0);
    }

    void take() {
        auto& plan = work_->plan;
        plan.host = host_->value();
        plan.host_port = port_->value();
        plan.rtu_frames = rtu_frames_->GetValue();
        plan.modbus_silent = false;  // the place before was
        changed();
    }

    void show_networks(std::vector<OwnNetwork> networks) {
        for (auto& own : networks) own.network = transport::narrowed(own.network);
        if (networks == networks_) return;
        networks_ = std::move(networks);
        auto& control = network_->control();
        control.Clear();
        for (const auto& own : networks_)
            control.Append(ui::to_wx(own.adapter + ": " + transport::to_string(own.network)));
        control.SetSelection(networks_.empty() ? wxNOT_FOUND : 0);
        search_->Enable(!networks_.empty());
        if (networks_.empty()) say(tr("This laptop is in no network. Join the station's hotspot, or plug in a cable."));
    }

    void search() {
        const auto index = network_->value();
        if (index < 0) return;
        error_->clear();
        table_->set_rows({});
        auto hosts = transport::hosts_of(networks_.at(static_cast<std::size_t>(index)).network, port());
        const auto progress =
            ui::Bridge::latest<NetworkProgress>(alive_, [this](const NetworkProgress& now) { came(now); });
        job_ = work_->workspace.bridge().start<std::vector<TcpEndpoint>>(
            [hosts, progress] { return transport::scan_network(hosts, {}, progress); },
            [this](const std::vector<TcpEndpoint>& found) { ended(found); },
            [this](const std::exception_ptr& error) {
                stop();
                error_->show(error);
            });
    }

    /// That of the field, when it is one.
    std::uint16_t port() const {
        long number = 0;
        const bool fits = port_->control().GetValue().ToLong(&number) && number > 0 && number <= 0xFFFF;
        return fits ? static_cast<std::uint16_t>(number) : modbus_port;
    }

    void came(const NetworkProgress& now) {
        if (!job_.running()) return;
        const auto left = std::chrono::ceil<std::chrono::seconds>(now.left);
        strip_->show({text::tr("Searching the network"), now.asked, now.total, left}, [this] { stop(); });
        show_found(now.found);
    }

    void ended(const std::vector<TcpEndpoint>& found) {
        strip_->clear();
        show_found(found);
        say(found.empty()
                ? tr("Nobody takes connections there. Is the laptop in the station's network? Modbus may also "
                     "be off: the maker's app, as installer, switches it on.")
                : tr("Choose the station. Which of them it is shows its serial number on the next page."));
        if (found.size() != 1) return;
        table_->select(found.front().host);
        host_->set_value(found.front().host);
        take();
    }

    void show_found(const std::vector<TcpEndpoint>& found) {
        if (found.size() == table_->size()) return;
        std::vector<ui::Row> rows;
        for (const auto& host : found)
            rows.push_back({host.host, {{trf("{}, port {}", host.host, host.port), {}, {}}}});
        table_->set_rows(std::move(rows));
    }

    void stop() {
        job_.cancel();
        strip_->clear();
    }

    void say(const wxString& words) {
        words_->SetLabel(words);
        words_->Wrap(px(*words_, 720));
        words_->GetParent()->Layout();
    }

    ConnectPointer work_;
    ui::ErrorBanner* error_ = nullptr;
    ui::TextField *host_ = nullptr, *port_ = nullptr;
    wxCheckBox* rtu_frames_ = nullptr;
    ui::ChoiceField* network_ = nullptr;
    wxButton* search_ = nullptr;
    wxStaticText* words_ = nullptr;
    ui::ActivityStrip* strip_ = nullptr;
    ui::Table* table_ = nullptr;
    std::vector<OwnNetwork> networks_;
    ui::Alive alive_;
    ui::Job look_, job_;
};

}  // namespace

std::unique_ptr<Step> network_step(ConnectPointer work) {
    return std::make_unique<NetworkStep>(std::move(work));
}

}  // namespace firstlight::wizards
