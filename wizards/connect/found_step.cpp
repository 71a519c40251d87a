#include "transport/listener.h"
#include "ui/device_values.h"
#include "ui/error_banner.h"
#include "ui/page.h"
#include "ui/table.h"
#include "ui/words.h"
#include "wizards/connect/work.h"

namespace firstlight::wizards {

using commissioning::ConnectPage;
using ui::Hue;
using ui::px;
using ui::tr;
using ui::trf;
using Phase = ui::Connection::Phase;
using Way = commissioning::ConnectPlan::Way;

namespace {

/// A station that calls looks for itself first; over a slow pace that takes a while.
constexpr std::chrono::minutes identify_within{1};

/// Connects, and shows who answers.
class FoundStep : public Step {
  public:
    explicit FoundStep(ConnectPointer work)
        : Step("found", tr("Station"), tr("Is this the station?"),
               tr("Compare the serial numbers with the labels. An address may lead to another station tomorrow; the "
                  "serial number stays.")),
          work_(std::move(work)) {}

    void make(wxWindow* page, wxBoxSizer& column) override {
        error_ = new ui::ErrorBanner(page);
        column.Add(error_, 0, wxEXPAND | wxBOTTOM, px(*page, ui::space::inside));
        words_ = ui::add_paragraph(page, column, {}, ui::Type::strong);
        again_ = new wxButton(page, wxID_ANY, tr("&Test again"));
        again_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { test(); });
        column.Add(again_, 0, wxBOTTOM, px(*page, ui::space::between));
        table_ = new ui::Table(
            page, tr("Devices"),
            {{tr("Device"), 150}, {tr("Model"), 190}, {tr("Serial number"), 170}, {tr("Firmware"), 220, false, true}});
        table_->SetMinSize(wxSize(px(*page, 640), px(*page, 220)));
        column.Add(table_, 0, wxEXPAND | wxBOTTOM, px(*page, ui::space::between));
        findings_ = ui::add_paragraph(page, column, {}, ui::Type::body, Hue::warning);
    }

    void entered() override {
        here_ = true;
        subscription_ = work_->connection().observe([this] { refresh(); });
        const bool same = tested_ == aim() && work_->connection().phase() == Phase::live;
        same ? refresh() : test();
    }

    void left() override {
        here_ = false;
        const auto phase = work_->connection().phase();
        if (phase == Phase::opening || phase == Phase::finding) work_->connection().close();
    }

    wxString why_not_next() const override {
        switch (work_->connection().phase()) {
            case Phase::live:
                return {};
            case Phase::opening:
            case Phase::finding:
                return tr("Wait for the answer, or go back.");
            case Phase::none:
            case Phase::lost:
            case Phase::failed:
                return tr("Press Test again, or go back.");
        }
        return {};
    }

  private:
    /// What a test is about: a place, or a demo station.
    std::string aim() const {
        const auto endpoint = commissioning::endpoint_of(work_->plan);
        return endpoint ? transport::to_string(*endpoint) : work_->plan.scenario;
    }

    void test() {
        auto& plan = work_->plan;
        tested_ = aim();
        turned_away_.clear();
        plan.modbus_silent = false;
        work_->error = nullptr;
        if (const auto endpoint = commissioning::endpoint_of(plan)) {
            work_->connection().open(*endpoint, options());
            return refresh();
        }
        try {
            work_->actions.open_demo(std::filesystem::u8path(plan.scenario));
            refresh();
        } catch (...) {
            fail(std::current_exception());
        }
    }

    station::LiveOptions options() {
        auto options = work_->workspace.live_options();
        options.dial_in.allowed_serials = commissioning::allowed_serials(work_->plan);
        options.dial_in.allow_writes = work_->plan.allow_writes;
        options.dial_in.identify_within = identify_within;
        options.dial_in.on_turned_away =
            ui::Bridge::latest<transport::TurnedAway>(alive_, [this](const transport::TurnedAway& caller) {
                turned_away_ =
                    trf("{} was turned away: {}.", caller.serial.empty() ? caller.peer : caller.serial, caller.reason);
                refresh();
            });
        return options;
    }

    void refresh() {
        if (!here_) return;
        const auto phase = work_->connection().phase();
        if (phase == Phase::failed && !work_->error) return fail(work_->connection().state().error);
        const auto [words, hue] = words_of(phase);
        if (words != words_->GetLabel()) say(words, hue);
        if (phase != Phase::failed) error_->clear();
        const bool can_test = phase == Phase::failed || phase == Phase::none;
        if (again_->IsShown() != can_test) {
            again_->Show(can_test);
            again_->GetParent()->Layout();
        }
        show_devices();
        changed();
    }

    void fail(std::exception_ptr error) {
        work_->error = std::move(error);
        work_->plan.modbus_silent = commissioning::modbus_may_be_off(work_->error);
        if (work_->plan.modbus_silent) return work_->go_back();  // to the steps in the maker's app
        error_->show(work_->error);
        refresh();
    }

    std::pair<wxString, Hue> words_of(Phase phase) const {
        const auto& state = work_->connection().state();
        switch (phase) {
            case Phase::none:
                return {tr("Stopped."), Hue::muted};
            case Phase::opening:
                return {opening_words(state.endpoint), Hue::info};
            case Phase::finding:
                return {tr("Somebody answers. Looking for the devices; unit by unit this takes up to a minute."),
                        Hue::info};
            case Phase::live:
                return {L"✓ " + station_words(*state.discovery), Hue::good};
            case Phase::lost:
                return {tr("The connection was lost and is tried again."), Hue::warning};
            case Phase::failed:
                return {};
        }
        return {};
    }

    wxString opening_words(const transport::Endpoint& endpoint) const {
        if (!std::holds_alternative<transport::ListenEndpoint>(endpoint)) return tr("Connecting…");
        auto words = tr("Waiting until the station calls. This may take a few minutes.");
        if (!turned_away_.empty()) words += "\n" + turned_away_;
        return words;
    }

    static wxString station_words(const station::Discovery& found) {
        auto words = found.anchor_serial.empty() ? tr("A station without serial number answers.")
                                                 : trf("Station {} answers.", found.anchor_serial);
        if (found.version) words += " " + trf("It speaks protocol {}.", station::to_string(*found.version));
        return words;
    }

    void show_devices() {
        const auto found = work_->connection().discovery();
        if (found == shown_) return;
        shown_ = found;
        std::vector<ui::Row> rows;
        wxString remarks;
        if (found) {
            for (const auto& device : found->devices)
                rows.push_back({device.name(),
                                {{ui::device_words(device), {}, {}},
                                 {ui::to_wx(device.model), {}, {}},
                                 {ui::to_wx(device.serial), {}, {}},
                                 {ui::to_wx(device.firmware), Hue::muted, {}}}});
            for (const auto& finding : found->findings) remarks += L"▲ " + ui::to_wx(finding.detail) + "\n";
        }
        table_->set_rows(std::move(rows));
        findings_->SetLabel(remarks);
        findings_->Wrap(px(*findings_, 800));
        findings_->GetParent()->Layout();
    }

    void say(const wxString& words, Hue hue) {
        words_->SetLabel(words);
        words_->SetForegroundColour(ui::colour(hue));
        words_->Wrap(px(*words_, 800));
        words_->GetParent()->Layout();
    }

    ConnectPointer work_;
    bool here_ = false;
    std::string tested_;
    wxString turned_away_;
    ui::ErrorBanner* error_ = nullptr;
    wxStaticText *words_ = nullptr, *findings_ = nullptr;
    wxButton* again_ = nullptr;
    ui::Table* table_ = nullptr;
    std::shared_ptr<const station::Discovery> shown_;
    ui::Connection::Subscription subscription_;
    ui::Alive alive_;
};

}  // namespace

std::unique_ptr<Step> found_step(ConnectPointer work) {
    return std::make_unique<FoundStep>(std::move(work));
}

}  // namespace firstlight::wizards
