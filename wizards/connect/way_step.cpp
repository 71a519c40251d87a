#include "ui/page.h"
#include "ui/words.h"
#include "wizards/connect/work.h"

#include <algorithm>
#include <utility>

#include <wx/radiobut.h>

namespace firstlight::wizards {

using commissioning::ConnectPlan;
using ui::Hue;
using ui::px;
using ui::tr;
using Way = ConnectPlan::Way;

namespace {

constexpr std::size_t recent_shown = 5;

/// Which of the ways, or one that worked before.
class WayStep : public Step {
  public:
    explicit WayStep(ConnectPointer work)
        : Step("way", tr("Way"), tr("How do you reach the station?"),
               tr("Connecting only reads. Nothing is written before you ask for it.")),
          work_(std::move(work)) {}

    void make(wxWindow* page, wxBoxSizer& column) override {
        add_recent(page, column);
        add(page, column, Way::cable, tr("With a cable"), tr("A USB-RS485 adapter at the station's RS485 port."));
        add(page, column, Way::network, tr("Over the station's hotspot or the network"),
            tr("This laptop is in the station's Wi-Fi or in the same network as the station."));
        add(page, column, Way::dial_in, tr("The station dials in"),
            tr("The station was told this laptop's address and opens the connection itself."));
        add(page, column, Way::demo, tr("Demo station"), tr("A simulated house to try everything on."));
    }

    void entered() override {
        for (const auto& [way, choice] : choices_) choice->SetValue(way == work_->plan.way);
    }

    void left() override {
        work_->plan.modbus_silent = false;  // that was another place
        if (!recent_chosen_) work_->plan.recent.reset();
    }

  private:
    void add(wxWindow* page, wxSizer& column, Way way, const wxString& label, const wxString& hint) {
        auto* choice = new wxRadioButton(page, wxID_ANY, label, wxDefaultPosition, wxDefaultSize,
                                         way == Way::cable ? wxRB_GROUP : 0);
        choice->SetFont(ui::font(*page, ui::Type::strong));
        choices_.emplace_back(way, choice);
        choice->Bind(wxEVT_RADIOBUTTON, [this, way](wxCommandEvent&) {
            work_->plan.way = way;
            changed();
        });
        column.Add(choice, 0, wxBOTTOM, px(*page, ui::space::inside) / 2);
        auto* words = new wxStaticText(page, wxID_ANY, hint);
        words->SetForegroundColour(ui::colour(Hue::muted));
        column.Add(words, 0, wxLEFT | wxBOTTOM, px(*page, ui::space::margin));
    }

    void add_recent(wxWindow* page, wxBoxSizer& column) {
        const auto& recent = work_->workspace.preferences().recent_endpoints;
        if (recent.empty()) return;
        ui::add_section(page, column, tr("As before"));
        for (std::size_t i = 0; i < std::min(recent.size(), recent_shown); ++i) add_recent(page, column, recent[i]);
        ui::add_section(page, column, tr("Another way"));
    }

    void add_recent(wxWindow* page, wxSizer& column, const std::string& text) {
        try {
            const auto endpoint = transport::parse_endpoint(text);
            auto* button = new wxButton(page, wxID_ANY, ui::to_wx(commissioning::in_words(endpoint)), wxDefaultPosition,
                                        wxSize(px(*page, 420), -1), wxBU_LEFT);
            button->Bind(wxEVT_BUTTON, [this, endpoint](wxCommandEvent&) { choose(endpoint); });
            column.Add(button, 0, wxBOTTOM, px(*page, ui::space::inside) / 2);
        } catch (const transport::EndpointError&) {
            // A kept endpoint of a newer version is nothing to offer here.
        }
    }

    void choose(const transport::Endpoint& endpoint) {
        commissioning::take_recent(work_->plan, endpoint);
        recent_chosen_ = true;
        work_->go_on();
        recent_chosen_ = false;
    }

    ConnectPointer work_;
    std::vector<std::pair<Way, wxRadioButton*>> choices_;
    bool recent_chosen_ = false;  // while it leads on
};

}  // namespace

std::unique_ptr<Step> way_step(ConnectPointer work) {
    return std::make_unique<WayStep>(std::move(work));
}

}  // namespace firstlight::wizards
