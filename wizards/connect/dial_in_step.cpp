#include "transport/listener.h"
#include "transport/scan_network.h"
#include "ui/accessible_name.h"
#include "ui/field.h"
#include "ui/page.h"
#include "ui/words.h"
#include "wizards/connect/work.h"

#include <wx/textctrl.h>

namespace firstlight::wizards {

using commissioning::ConnectPage;
using transport::OwnNetwork;
using ui::Hue;
using ui::px;
using ui::tr;
using ui::trf;

namespace {

/// Where to wait for the station's call, and whom to let in.
class DialInStep : public Step {
  public:
    explicit DialInStep(ConnectPointer work)
        : Step("dial_in", tr("Dial-in"), tr("Where does the station call?"),
               tr("In the maker's app the station is told this laptop's address and a port; it then calls by itself.")),
          work_(std::move(work)) {}

    void make(wxWindow* page, wxBoxSizer& column) override {
        ui::add_paragraph(page, column, L"▲ " + ui::tr(transport::listen_warning()), ui::Type::body, Hue::warning);
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        address_ = new ui::TextField(page, tr("Listen at"), tr("0.0.0.0 is every address of this laptop."), 320);
        port_ = new ui::TextField(page, tr("Port"), {}, 100);
        row->Add(address_, 0, wxRIGHT, px(*page, ui::space::between));
        row->Add(port_);
        column.Add(row, 0, wxTOP | wxBOTTOM, px(*page, ui::space::inside));
        own_ = ui::add_paragraph(page, column, {}, ui::Type::body, Hue::muted);
        add_allowed(page, column);
        writes_ =
            new wxCheckBox(page, wxID_ANY, tr("Allow writing over this connection, although it is not encrypted"));
        column.Add(writes_);
        address_->on_change([this] { take(); });
        port_->on_change([this] { take(); });
        writes_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { take(); });
    }

    void entered() override {
        const auto& plan = work_->plan;
        address_->set_value(plan.listen_address);
        port_->set_value(plan.listen_port);
        allowed_->ChangeValue(ui::to_wx(plan.allowed));
        writes_->SetValue(plan.allow_writes);
        look_ = work_->workspace.bridge().start_beside<std::vector<OwnNetwork>>(
            [] { return transport::own_networks(); },
            [this](const std::vector<OwnNetwork>& networks) { show_own(networks); }, {});
    }

    bool needed() const override { return work_->needed(ConnectPage::dial_in); }
    wxString why_not_next() const override { return work_->why_not_next(ConnectPage::dial_in); }
    wxString next_label() const override { return tr("&Wait for the station"); }

  private:
    void add_allowed(wxWindow* page, wxBoxSizer& column) {
        const auto label = tr("Serial numbers that may call");
        column.Add(new wxStaticText(page, wxID_ANY, label), 0, wxTOP | wxBOTTOM, px(*page, 4));
        allowed_ = new wxTextCtrl(page, wxID_ANY, {}, wxDefaultPosition, wxSize(px(*page, 436), px(*page, 80)),
                                  wxTE_MULTILINE);
        ui::set_accessible_name(*allowed_, label);
        allowed_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { take(); });
        // Tab leads on; a list of serials needs no tabs.
        allowed_->Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
            if (event.GetKeyCode() != WXK_TAB) return event.Skip();
            allowed_->Navigate(event.ShiftDown() ? wxNavigationKeyEvent::IsBackward : wxNavigationKeyEvent::IsForward);
        });
        column.Add(allowed_);
        ui::add_paragraph(page, column, tr("Of the first inverter, as on its label. Empty: any station is let in."),
                          ui::Type::hint, Hue::muted);
    }

    void show_own(const std::vector<OwnNetwork>& networks) {
        wxString words = networks.empty() ? tr("This laptop is in no network.") : tr("This laptop's addresses:");
        for (const auto& own : networks)
            words += ui::to_wx("  " + transport::address_of(own.network) + " (" + own.adapter + ")");
        own_->SetLabel(words);
        own_->GetParent()->Layout();
    }

    void take() {
        auto& plan = work_->plan;
        plan.listen_address = address_->value();
        plan.listen_port = port_->value();
        plan.allowed = ui::to_utf8(allowed_->GetValue());
        plan.allow_writes = writes_->GetValue();
        changed();
    }

    ConnectPointer work_;
    ui::TextField *address_ = nullptr, *port_ = nullptr;
    wxTextCtrl* allowed_ = nullptr;
    wxCheckBox* writes_ = nullptr;
    wxStaticText* own_ = nullptr;
    ui::Job look_;
};

}  // namespace

std::unique_ptr<Step> dial_in_step(ConnectPointer work) {
    return std::make_unique<DialInStep>(std::move(work));
}

}  // namespace firstlight::wizards
