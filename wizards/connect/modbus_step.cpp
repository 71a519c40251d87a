#include "ui/error_banner.h"
#include "ui/page.h"
#include "ui/words.h"
#include "wizards/connect/work.h"

namespace firstlight::wizards {

using commissioning::ConnectPage;
using ui::Hue;
using ui::px;
using ui::tr;
using ui::trf;

namespace {

/// Somebody is at the address and does not speak Modbus: what to do in the maker's app.
class ModbusStep : public Step {
  public:
    explicit ModbusStep(ConnectPointer work)
        : Step("modbus", tr("Modbus"), tr("Is Modbus switched on at the station?"),
               tr("Somebody is at this address but does not answer. Most often Modbus is off, as it comes from the "
                  "factory or as a firmware update leaves it.")),
          work_(std::move(work)) {}

    void make(wxWindow* page, wxBoxSizer& column) override {
        error_ = new ui::ErrorBanner(page);
        column.Add(error_, 0, wxEXPAND | wxBOTTOM, px(*page, ui::space::inside));
        ui::add_section(page, column, tr("In the maker's app"));
        add(page, column, tr("Sign in with the installer role. The owner does not see this setting."));
        add(page, column,
            tr("In the station's settings, switch the Modbus TCP server on. If the app keeps a list of "
               "allowed addresses, add the one of this laptop."));
        add(page, column,
            tr("Look at the address and the port that the app shows there; the port is usually 502. An "
               "address that the router hands out may move: set a fixed one."));
        add(page, column,
            tr("Give every device a unit id of its own. An AC charger comes with 1, as the inverter "
               "does: give the inverter 2 or more."));
        add(page, column, tr("Press Save. Without it the app forgets the setting."));
        add(page, column, tr("Close the phone app during tests: it keeps the station busy."));
        tried_ = ui::add_paragraph(page, column, {}, ui::Type::body, Hue::muted);
    }

    void entered() override {
        const auto endpoint = commissioning::endpoint_of(work_->plan);
        if (endpoint) tried_->SetLabel(trf("Tried: {}.", commissioning::in_words(*endpoint)));
        if (work_->error) error_->show(work_->error);
    }

    bool needed() const override { return work_->needed(ConnectPage::modbus); }
    wxString next_label() const override { return tr("&Test again"); }

  private:
    void add(wxWindow* page, wxBoxSizer& column, const wxString& words) {
        ui::add_paragraph(page, column, wxString::Format("%d.  ", ++number_) + words);
    }

    ConnectPointer work_;
    ui::ErrorBanner* error_ = nullptr;
    wxStaticText* tried_ = nullptr;
    int number_ = 0;
};

}  // namespace

std::unique_ptr<Step> modbus_step(ConnectPointer work) {
    return std::make_unique<ModbusStep>(std::move(work));
}

}  // namespace firstlight::wizards
