#include "app/desktop/diagnosis_page.h"

#include "ui/accessible_name.h"
#include "ui/activity_strip.h"
#include "ui/appearance.h"

#include <algorithm>

#include <wx/datetime.h>

namespace firstlight::app::desktop {

using commissioning::CheckResult;
using ui::Hue;
using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;

DiagnosisPage::DiagnosisPage(wxWindow* parent, ui::Workspace& workspace)
    : Page(parent, tr("Diagnosis")), workspace_(workspace) {
    start_ = add_action(tr("Diagnose the station"), [this] { start(); });
    ui::make_primary(*start_);
    error_ = new ui::ErrorBanner(body());
    content().Add(error_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    hint_ = ui::add_paragraph(body(), content(), {}, ui::Type::body, Hue::muted);
    add_progress();
    view_ = new DiagnosisView(body());
    content().Add(view_, 0, wxEXPAND);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    attach_ = new wxButton(body(), wxID_ANY, tr("Attach to the visit"));
    attach_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { attach(); });
    attached_ = new wxStaticText(body(), wxID_ANY, {});
    attached_->SetForegroundColour(ui::colour(Hue::muted));
    row->Add(attach_, 0, wxALIGN_CENTER_VERTICAL);
    row->Add(attached_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, px(*this, ui::space::between));
    content().Add(row, 0, wxTOP | wxBOTTOM, px(*this, ui::space::inside));
    recorder_ = new RecorderPanel(body(), workspace_);
    content().Add(recorder_, 0, wxEXPAND | wxTOP, px(*this, ui::space::between));
    connection_changes_ = workspace_.connection().observe([this] { refresh(); });
    workspace_changes_ = workspace_.observe([this] { refresh(); });
    refresh();
}

void DiagnosisPage::add_progress() {
    progress_ = new wxPanel(body());
    what_ = new wxStaticText(progress_, wxID_ANY, {}, wxDefaultPosition, wxDefaultSize,
                             wxST_ELLIPSIZE_END | wxST_NO_AUTORESIZE);
    gauge_ = new wxGauge(progress_, wxID_ANY, 1000, wxDefaultPosition, wxSize(px(*this, 220), -1));
    ui::set_accessible_name(*gauge_, tr("Progress"));
    stop_ = new wxButton(progress_, wxID_ANY, tr("Stop"));
    stop_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { stop(); });
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(what_, 1, wxALIGN_CENTER_VERTICAL);
    row->Add(gauge_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, px(*this, ui::space::between));
    row->Add(stop_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, px(*this, ui::space::between));
    progress_->SetSizer(row);
    progress_->Hide();
    content().Add(progress_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::between));
}

bool DiagnosisPage::is_connected() const {
    using Phase = ui::Connection::Phase;
    const auto phase = workspace_.connection().phase();
    return phase == Phase::live || phase == Phase::lost;
}

void DiagnosisPage::refresh() {
    if (workspace_.connection().phase() == ui::Connection::Phase::opening) forget();
    const bool running = job_.running(), visit_open = !workspace_.visit().empty();
    start_->Enable(is_connected() && !running);
    attach_->Show(!results_.empty() && visit_open);
    const auto words = !is_connected() ? tr("Connect to a station to diagnose it.")
                       : results_.empty() && !running
                           ? tr("Looks for every device that must be there, reads them all and says what is wrong. "
                                "Nothing is written.")
                           : wxString();
    if (hint_->GetLabel() == words && progress_->IsShown() == running) return;
    hint_->SetLabel(words);
    hint_->Wrap(px(*this, 720));
    hint_->Show(!words.empty());
    progress_->Show(running);
    lay_out();
}

ui::awaitable<DiagnosisPage::Outcome> DiagnosisPage::diagnose(std::shared_ptr<station::LiveStation> live,
                                                              transport::Runtime& runtime,
                                                              commissioning::VisitStore& store, std::string visit,
                                                              std::vector<commissioning::SoughtDevice> expected,
                                                              station::ProgressSink sink) {
    Outcome outcome;
    if (!visit.empty()) {
        commissioning::Visit loaded;
        const auto load = [&] { loaded = store.load(visit); };
        co_await transport::run_beside(runtime, load);
        outcome.before = commissioning::last_diagnosis(loaded);
        if (!loaded.devices.empty()) expected = commissioning::expected_of(loaded);
    }
    const auto hold = co_await live->hold();
    outcome.diagnosis = co_await commissioning::diagnose(hold.station, std::move(expected), {}, std::move(sink));
    co_return outcome;
}

void DiagnosisPage::start() {
    error_->clear();
    attached_->SetLabel({});
    what_->SetLabel(tr("Waiting for the link"));
    gauge_->Pulse();
    station::ProgressSink sink =
        ui::Bridge::latest<station::Progress>(alive_, [this](const station::Progress& progress) {
            what_->SetLabel(ui::begun(tr(progress.phase)) + "   " + ui::words_of_time_left(progress));
            if (progress.total > 0) gauge_->SetValue(std::clamp(1000 * progress.done / progress.total, 0, 1000));
        });
    auto& connection = workspace_.connection();
    auto expected = connection.discovery() ? commissioning::expected_of(*connection.discovery())
                                           : std::vector<commissioning::SoughtDevice>{};
    auto work = [live = connection.live(), &runtime = workspace_.bridge().runtime(), &store = workspace_.store(),
                 visit = workspace_.visit(), expected,
                 sink] { return diagnose(live, runtime, store, visit, expected, sink); };
    job_ = workspace_.bridge().start<Outcome>(
        work, [this](Outcome outcome) { came(std::move(outcome)); },
        [this](const std::exception_ptr& error) {
            error_->show(error);
            refresh();
        });
    refresh();
    stop_->SetFocus();
}

void DiagnosisPage::stop() {
    job_.cancel();
    job_ = {};
    set_state(tr("Stopped. Nothing was changed."));
    refresh();
    start_->SetFocus();
}

void DiagnosisPage::came(Outcome outcome) {
    const auto earlier = outcome.before.empty() ? std::move(results_) : std::move(outcome.before);
    results_ = commissioning::results_of(outcome.diagnosis);
    view_->show(outcome.diagnosis, commissioning::changes_between(earlier, results_));
    set_state(trf("as of {}", ui::to_utf8(wxDateTime::Now().FormatISOTime())));
    refresh();
    lay_out();
    start_->SetFocus();
}

void DiagnosisPage::forget() {
    job_.cancel();
    job_ = {};
    results_.clear();
    view_->Hide();
    attached_->SetLabel({});
    set_state({});
}

void DiagnosisPage::attach() {
    const auto visit = workspace_.visit();
    saving_ = workspace_.bridge().start_beside<int>(
        [&store = workspace_.store(), visit, results = results_] {
            store.save_checks(visit, results.front().id, results);
            return 0;
        },
        [this, visit](int) {
            attached_->SetLabel(L"✓ " + trf("Attached to visit {}", visit));
            workspace_.visit_changed();
            lay_out();
        },
        [this](const std::exception_ptr& error) { error_->show(error); });
}

}  // namespace firstlight::app::desktop
