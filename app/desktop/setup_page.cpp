#include "app/desktop/setup_page.h"

#include "commissioning/drafts.h"
#include "commissioning/new_visit.h"
#include "ui/appearance.h"
#include "ui/words.h"
#include "wizards/commission/commission_wizard.h"

#include <algorithm>
#include <utility>

namespace firstlight::app::desktop {

using commissioning::Verdict;
using commissioning::Visit;
using ui::Hue;
using ui::px;
using ui::tr;
using ui::trf;

namespace {

struct Area {
    wxString name, state;
    Hue hue;
};

Area area_of_check(const Visit& visit, const wxString& name, std::initializer_list<std::string_view> checks) {
    Visit only;
    std::ranges::copy_if(visit.checks, std::back_inserter(only.checks),
                         [&](const auto& result) { return std::ranges::find(checks, result.id) != checks.end(); });
    if (only.checks.empty()) return {name, tr("not checked yet"), Hue::muted};
    const auto verdict = commissioning::summarise(only).verdict;
    return {name, ui::to_wx(text::tr(commissioning::to_string(verdict))), ui::hue_of(verdict)};
}

std::vector<Area> areas_of(const Visit& visit) {
    const bool named = !visit.site.customer.empty();
    std::vector<Area> areas{{tr("Site and owner"), named ? ui::to_wx(visit.site.customer) : tr("not filled in yet"),
                             named ? Hue::good : Hue::muted}};
    areas.push_back({tr("Devices"), visit.devices.empty() ? tr("not found yet") : trf("{} found", visit.devices.size()),
                     visit.devices.empty() ? Hue::muted : Hue::good});
    areas.push_back(area_of_check(visit, tr("Serial numbers and versions"), {"identity", "versions"}));
    areas.push_back(area_of_check(visit, tr("Grid and phases"), {"grid_voltage", "grid_frequency", "phase_balance"}));
    areas.push_back(area_of_check(visit, tr("PV strings and insulation"), {"pv_strings", "insulation"}));
    areas.push_back(area_of_check(visit, tr("Battery"), {"battery"}));
    areas.push_back(area_of_check(visit, tr("Meter"), {"meter"}));
    areas.push_back(area_of_check(visit, tr("Alarms and clock"), {"alarms", "clock"}));
    areas.push_back({tr("Settings"),
                     visit.changes.empty() ? tr("nothing written") : trf("{} written", visit.changes.size()),
                     visit.changes.empty() ? Hue::muted : Hue::text});
    areas.push_back({tr("Sign-off"), visit.closed ? tr("closed") : tr("open"), visit.closed ? Hue::good : Hue::muted});
    return areas;
}

}  // namespace

SetupPage::SetupPage(wxWindow* parent, ui::Workspace& workspace) : Page(parent, tr("Set-up")), workspace_(workspace) {
    error_ = new ui::ErrorBanner(body());
    content().Add(error_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    words_ = ui::add_paragraph(body(), content(), {}, ui::Type::body, Hue::muted);
    start_ = new wxButton(body(), wxID_ANY, tr("Commission this station"));
    ui::make_primary(*start_);
    start_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { commission(); });
    content().Add(start_, 0, wxBOTTOM, px(*this, ui::space::between));
    areas_ = new wxFlexGridSizer(2, px(*this, ui::space::inside), px(*this, ui::space::margin));
    content().Add(areas_, 0, wxEXPAND);
    subscription_ = workspace_.observe([this] { follow_visit(); });
    load();
}

void SetupPage::shown() {
    load();
}

void SetupPage::load() {
    if (wizard_ != nullptr) return;
    const auto id = workspace_.visit();
    if (id.empty()) {
        words_->SetLabel(tr("No visit is open. Commissioning begins a new one; Visits shows those there are."));
        areas_->Clear(true);
        return lay_out();
    }
    job_ = workspace_.bridge().start_beside<Visit>([&store = workspace_.store(), id] { return store.load(id); },
                                                   [this](const Visit& visit) { show_areas(visit); },
                                                   [this](const std::exception_ptr& error) { error_->show(error); });
}

void SetupPage::show_areas(const Visit& visit) {
    words_->SetLabel(trf("Visit {}. {}", visit.id, commissioning::summarise(visit).sentence));
    words_->Wrap(px(*this, 720));
    start_->SetLabel(visit.devices.empty() ? tr("Commission this station") : tr("Go on commissioning"));
    areas_->Clear(true);
    for (const auto& area : areas_of(visit)) {
        auto* state = new wxStaticText(body(), wxID_ANY, wxControl::EscapeMnemonics(area.state));
        state->SetForegroundColour(ui::colour(area.hue));
        areas_->Add(new wxStaticText(body(), wxID_ANY, area.name));
        areas_->Add(state);
    }
    lay_out();
}

void SetupPage::commission() {
    if (wizard_ != nullptr) return;
    using Begun = std::pair<std::string, commissioning::Plan>;
    const auto id = workspace_.visit();
    job_ = workspace_.bridge().start_beside<Begun>(
        [&store = workspace_.store(), id, drafts = workspace_.places().drafts,
         installer = workspace_.preferences().installer] {
            const auto visit = id.empty() ? commissioning::begin_visit(store, "commissioning",
                                                                       "firstlight " FIRSTLIGHT_VERSION, installer)
                                          : store.load(id);
            auto draft = commissioning::load_draft(drafts, visit.id);
            return Begun(visit.id, draft ? std::move(*draft) : commissioning::first_plan(visit));
        },
        [this](Begun begun) { open_wizard(begun.first, std::move(begun.second)); },
        [this](const std::exception_ptr& error) { error_->show(error); });
}

/// A wizard belongs to its visit: another one was opened, or this one was deleted.
void SetupPage::follow_visit() {
    if (wizard_ == nullptr || workspace_.visit() == wizard_visit_) return load();
    if (workspace_.visit().empty() || wizard_->leave()) return close_wizard();
    workspace_.open_visit(wizard_visit_);
}

void SetupPage::open_wizard(const std::string& visit, commissioning::Plan plan) {
    wizard_visit_ = visit;
    wizard_ = wizards::commission_wizard(this, workspace_, visit, std::move(plan),
                                         [this] { CallAfter([this] { close_wizard(); }); });
    GetSizer()->Add(wizard_, 1, wxEXPAND);
    show_own(false);
    if (workspace_.visit() != visit) workspace_.open_visit(visit);
}

void SetupPage::close_wizard() {
    if (wizard_ == nullptr) return;
    wizard_->Destroy();
    wizard_ = nullptr;
    show_own(true);
    load();
}

}  // namespace firstlight::app::desktop
