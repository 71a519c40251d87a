#include "commissioning/commission.h"
#include "commissioning/identity.h"
#include "ui/accessible_name.h"
#include "ui/activity_strip.h"
#include "ui/error_banner.h"
#include "ui/notify.h"
#include "ui/table.h"
#include "ui/words.h"
#include "wizards/commission/work.h"

#include <algorithm>

#include <wx/button.h>
#include <wx/gauge.h>
#include <wx/msgdlg.h>

namespace firstlight::wizards {

using commissioning::Visit;
using ui::Hue;
using ui::px;
using ui::tr;
using ui::trf;
using RunStage = commissioning::Step;

namespace {

constexpr std::chrono::minutes long_work{1};

/// Writes and checks, each step told as it happens.
class RunStep : public Step {
  public:
    explicit RunStep(WorkPointer work)
        : Step("run", tr("Write and check"), tr("Writing and checking"),
               tr("Every step is saved when it is done. You may stop at any time and go on later.")),
          work_(std::move(work)) {}

    void make(wxWindow* page, wxBoxSizer& column) override {
        error_ = new ui::ErrorBanner(page);
        column.Add(error_, 0, wxEXPAND | wxBOTTOM, px(*page, ui::space::inside));
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        what_ = new wxStaticText(page, wxID_ANY, {}, wxDefaultPosition, wxDefaultSize,
                                 wxST_ELLIPSIZE_END | wxST_NO_AUTORESIZE);
        gauge_ = new wxGauge(page, wxID_ANY, 1000, wxDefaultPosition, wxSize(px(*page, 220), -1));
        ui::set_accessible_name(*gauge_, tr("Progress"));
        button_ = new wxButton(page, wxID_ANY, tr("Stop"));
        button_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { job_.running() ? stop() : start(); });
        row->Add(what_, 1, wxALIGN_CENTER_VERTICAL);
        row->Add(gauge_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, px(*page, ui::space::between));
        row->Add(button_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, px(*page, ui::space::between));
        column.Add(row, 0, wxEXPAND | wxBOTTOM, px(*page, ui::space::between));
        log_ = new ui::Table(page, tr("What was done"), {{tr("State"), 90}, {tr("Step"), 400, false, true}});
        log_->SetMinSize(wxSize(px(*page, 640), px(*page, 280)));
        column.Add(log_, 1, wxEXPAND);
    }

    void entered() override {
        if (!work_->done && !job_.running()) start();
    }

    bool acts_when_entered() const override { return !work_->done; }

    wxString why_not_next() const override {
        if (job_.running()) return tr("Wait for the end, or press Stop.");
        return work_->done ? wxString() : tr("Press Run again, or save and close.");
    }

    wxString before_close() const override {
        if (!job_.running()) return {};
        auto words = tr("The run stops. What is done is saved; the visit can go on later.") + "\n\n";
        words += written_.empty() ? tr("No setting was written.") : tr("These settings stay as they were written:");
        for (const auto& setting : written_) words += L"\n• " + setting;
        if (writing_) words += "\n\n" + tr("One write is on its way: it is read back when the visit goes on.");
        return words;
    }

  private:
    void start() {
        error_->clear();
        rows_.clear();
        written_.clear();
        writing_ = false;
        log_->set_rows({});
        work_->done.reset();
        auto& workspace = work_->workspace;
        const auto live = workspace.connection().live();
        if (!live) return say(tr("The station is not connected."));
        const auto watch = alive_.watch();
        commissioning::StepSink sink = [this, watch](const RunStage& stage) {
            ui::post_to_ui([this, watch, stage] {
                if (!watch.expired()) came(stage);
            });
        };
        const auto second_look =
            std::chrono::milliseconds(static_cast<long long>(1000 * workspace.preferences().seconds_to_second_look));
        auto work = [live, sink, discovery = work_->discovery(), plan = work_->plan, visit = work_->visit,
                     &runtime = workspace.bridge().runtime(), &profiles = workspace.profiles(),
                     &store = workspace.store(), &rules = work_->rules(), second_look,
                     drafts = workspace.places().drafts] {
            return run(live, sink, discovery, plan, visit, runtime, profiles, store, rules, second_look, drafts);
        };
        job_ = workspace.bridge().start<Visit>(
            work, [this](Visit visit) { ended(std::move(visit)); },
            [this](const std::exception_ptr& error) { failed(error); });
        work_->running = true;
        began_ = std::chrono::steady_clock::now();
        label_button(tr("Stop"));
        changed();
    }

    /// Alone on the link until its end.
    static ui::awaitable<Visit> run(std::shared_ptr<station::LiveStation> live, commissioning::StepSink sink,
                                    std::shared_ptr<const station::Discovery> discovery, commissioning::Plan plan,
                                    std::string visit, transport::Runtime& runtime, const station::ProfileSet& profiles,
                                    commissioning::VisitStore& store, const commissioning::RuleSet& rules,
                                    std::chrono::milliseconds second_look, std::filesystem::path drafts) {
        const auto hold = co_await live->hold();
        commissioning::CommissionContext context{
            runtime, hold.link, profiles, store, rules, "firstlight " FIRSTLIGHT_VERSION, discovery};
        context.second_look = second_look;
        context.drafts = std::move(drafts);
        co_return co_await commissioning::commission(context, std::move(plan), std::move(visit), std::move(sink));
    }

    void came(const RunStage& stage) {
        if (stage.id == "write") {
            writing_ = stage.kind == RunStage::Kind::begins;
            if (stage.kind == RunStage::Kind::done) written_.push_back(ui::to_wx(stage.text));
        }
        what_->SetLabel(ui::to_wx(stage.text));
        switch (stage.kind) {
            case RunStage::Kind::begins:
                gauge_->Pulse();
                break;
            case RunStage::Kind::progress:
                if (stage.progress.total > 0)
                    gauge_->SetValue(std::min(1000, 1000 * stage.progress.done / stage.progress.total));
                if (stage.progress.phase.empty()) add(tr("note"), Hue::muted, stage.text);
                break;
            case RunStage::Kind::done:
                add(L"✓ " + tr("done"), Hue::good, stage.text);
                break;
            case RunStage::Kind::failed:
                add(L"■ " + tr("failed"), Hue::fault, stage.text);
                break;
        }
    }

    void add(const wxString& state, Hue hue, const std::string& text) {
        rows_.push_back({std::to_string(rows_.size()), {{state, hue, {}}, {ui::to_wx(text), {}, {}}}});
        log_->set_rows(rows_);
        log_->select(rows_.back().key);
    }

    void stop() {
        job_.cancel();
        say(tr("Stopped. What was written stays written; what was done is saved."));
        work_->workspace.visit_changed();
    }

    void ended(Visit visit) {
        work_->done = std::move(visit);
        say(tr("Done."));
        const auto took = std::chrono::steady_clock::now() - began_;
        if (took > long_work && work_->workspace.preferences().notify_long_work)
            ui::notify(tr("Writing and checking is done"), ui::to_wx(commissioning::summarise(*work_->done).sentence));
        gauge_->SetValue(1000);
        work_->workspace.visit_changed();
    }

    void failed(const std::exception_ptr& error) {
        if (is_confirmed_by_hand(error)) return start();
        error_->show(error);
        say(tr("The run broke off. What was written stays written and is in the record."));
        work_->workspace.visit_changed();
    }

    /// No serial number tells whether this is the visit's station: the person looks at the type plate and says so.
    bool is_confirmed_by_hand(const std::exception_ptr& error) {
        try {
            std::rethrow_exception(error);
        } catch (const commissioning::StationUnconfirmed& unknown) {
            wxMessageDialog dialog(what_,
                                   trf("In its earlier sessions no serial number could be read. Now station {} "
                                       "answers. Nothing was written. "
                                       "Compare the number with the type plate.",
                                       unknown.found()),
                                   tr("Is this the visit's station?"), wxYES_NO | wxNO_DEFAULT | wxICON_WARNING);
            dialog.SetYesNoLabels(tr("It is the same station"), tr("Stop here"));
            work_->plan.same_station = dialog.ShowModal() == wxID_YES;
            return work_->plan.same_station;
        } catch (...) {
            return false;
        }
    }

    void say(const wxString& words) {
        work_->running = false;
        what_->SetLabel(words);
        gauge_->SetValue(0);
        label_button(tr("Run again"));
        changed();
    }

    void label_button(const wxString& label) {
        button_->SetLabel(label);
        button_->GetParent()->Layout();
    }

    WorkPointer work_;
    ui::ErrorBanner* error_ = nullptr;
    wxStaticText* what_ = nullptr;
    wxGauge* gauge_ = nullptr;
    wxButton* button_ = nullptr;
    ui::Table* log_ = nullptr;
    std::vector<ui::Row> rows_;
    std::vector<wxString> written_;  // settings, as the log has them
    bool writing_ = false;           // a write has begun and not ended
    ui::Alive alive_;
    std::chrono::steady_clock::time_point began_;
    ui::Job job_;
};

}  // namespace

std::unique_ptr<Step> run_step(WorkPointer work) {
    return std::make_unique<RunStep>(std::move(work));
}

}  // namespace firstlight::wizards
