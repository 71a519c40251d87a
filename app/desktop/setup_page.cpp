#include "app/desktop/setup_page.h"

#include "commissioning/drafts.h"
#include "commissioning/new_visit.h"
#include "ui/appearance.h"
#include "ui/words.h"
#include "wizards/commission/commission_wizard.h"

#include <algorithm>
#include <utility>

namespace firstlight::app::desktop {

using commissioning::Area;
using commissioning::AreaState;
using ui::Hue;
using ui::px;
using ui::tr;
using ui::trf;

namespace {

std::pair<wxString, Hue> words_of(AreaState state) {
    const auto words = ui::to_wx(text::tr(commissioning::to_string(state)));
    switch (state) {
        case AreaState::done:
            return {L"✓ " + words, Hue::good};
        case AreaState::to_do:
            return {L"○ " + words, Hue::text};
        case AreaState::attention:
            return {L"■ " + words, Hue::fault};
        case AreaState::not_needed:
            return {L"– " + words, Hue::muted};
    }
    return {};
}

wxString progress_words(const std::vector<Area>& areas) {
    const auto needed = std::ranges::count_if(areas, &Area::needed);
    const auto done = std::ranges::count(areas, AreaState::done, &Area::state);
    return trf("{} of {} areas are done.", done, needed);
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
    table_ = new ui::Table(body(), tr("Areas"), {{tr("Area"), 220}, {tr("State"), 160}, {tr("Why"), 420, false, true}});
    table_->SetMinSize(wxSize(px(*this, 640), px(*this, 300)));
    table_->on_select([this](const std::string&) { explain(); });
    table_->on_activate([this](const std::string&) { open_area(); });
    content().Add(table_, 1, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    why_ = ui::add_paragraph(body(), content(), {});
    open_ = new wxButton(body(), wxID_ANY, tr("Open this area"));
    open_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { open_area(); });
    station_ = new wxButton(body(), wxID_ANY, tr("Station settings"));
    station_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { open_settings(); });
    auto* ways = new wxBoxSizer(wxHORIZONTAL);
    ways->Add(open_, 0, wxRIGHT, px(*this, ui::space::inside));
    ways->Add(station_);
    content().Add(ways);
    subscription_ = workspace_.observe([this] { follow_visit(); });
    load();
}

void SetupPage::shown() {
    connection_ = workspace_.connection().observe([this] { follow_connection(); });
    follow_connection();
    load();
}

void SetupPage::follow_connection() {
    if (settings_ != nullptr && settings_->is_done_with()) CallAfter([this] { close_settings(); });
    if (workspace_.connection().discovery() != found_) show_areas();
}

void SetupPage::hidden() {
    connection_.reset();
}

void SetupPage::load() {
    if (wizard_ != nullptr) return;
    const auto id = workspace_.visit();
    if (id.empty()) {
        loaded_.reset();
        return show_areas();
    }
    job_ = workspace_.bridge().start_beside<Loaded>(
        [&store = workspace_.store(), id, drafts = workspace_.places().drafts] {
            auto visit = store.load(id);
            auto draft = commissioning::load_draft(drafts, id);
            auto plan = draft ? std::move(*draft) : commissioning::first_plan(visit);
            return Loaded{std::move(visit), std::move(plan)};
        },
        [this](Loaded loaded) {
            loaded_ = std::move(loaded);
            show_areas();
        },
        [this](const std::exception_ptr& error) { error_->show(error); });
}

void SetupPage::show_areas() {
    if (wizard_ != nullptr || settings_ != nullptr) return;
    found_ = workspace_.connection().discovery();
    areas_.clear();
    if (loaded_)
        areas_ = commissioning::areas_of({loaded_->visit, loaded_->plan, found_.get(), &workspace_.profiles()});
    words_->SetLabel(loaded_ ? trf("Visit {}. {}", loaded_->visit.id, ui::to_utf8(progress_words(areas_)))
                             : tr("No visit is open. Commissioning begins a new one; Visits shows those there are."));
    words_->Wrap(px(*this, 720));
    start_->SetLabel(loaded_ && !loaded_->visit.devices.empty() ? tr("Go on commissioning")
                                                                : tr("Commission this station"));
    std::vector<ui::Row> rows;
    for (const auto& area : areas_) {
        const auto [state, hue] = words_of(area.state);
        rows.push_back({area.id,
                        {{ui::to_wx(area.name), area.needed() ? std::optional<Hue>() : Hue::muted, {}},
                         {state, hue, {}},
                         {ui::to_wx(area.why), Hue::muted, {}}}});
    }
    table_->set_rows(std::move(rows));
    const auto is_open = [](const Area& area) { return area.needed() && area.state != AreaState::done; };
    const auto next = std::ranges::find_if(areas_, is_open);
    if (!table_->selected() && next != areas_.end()) table_->select(next->id);
    for (auto* part : std::initializer_list<wxWindow*>{table_, open_, why_}) part->Show(loaded_.has_value());
    station_->Enable(found_ != nullptr);
    explain();
}

/// What does not fit into the row.
void SetupPage::explain() {
    const auto chosen = std::ranges::find(areas_, table_->selected().value_or(std::string()), &Area::id);
    open_->Enable(chosen != areas_.end());
    why_->SetLabel(chosen == areas_.end() ? wxString() : ui::to_wx(chosen->why));
    why_->Wrap(px(*this, 720));
    lay_out();
}

void SetupPage::open_area() {
    const auto chosen = std::ranges::find(areas_, table_->selected().value_or(std::string()), &Area::id);
    if (chosen != areas_.end()) commission(chosen->page);
}

void SetupPage::commission(const std::string& page) {
    if (wizard_ != nullptr) return;
    job_ = workspace_.bridge().start_beside<Loaded>(
        [&store = workspace_.store(), id = workspace_.visit(), drafts = workspace_.places().drafts,
         installer = workspace_.preferences().installer] {
            auto visit = id.empty() ? commissioning::begin_visit(store, "commissioning",
                                                                 "firstlight " FIRSTLIGHT_VERSION, installer)
                                    : store.load(id);
            auto draft = commissioning::load_draft(drafts, visit.id);
            auto plan = draft ? std::move(*draft) : commissioning::first_plan(visit);
            return Loaded{std::move(visit), std::move(plan)};
        },
        [this, page](Loaded begun) { open_wizard(std::move(begun), page); },
        [this](const std::exception_ptr& error) { error_->show(error); });
}

/// A wizard belongs to its visit: another one was opened, or this one was deleted.
void SetupPage::follow_visit() {
    if (wizard_ == nullptr || workspace_.visit() == wizard_visit_) return load();
    if (workspace_.visit().empty() || wizard_->leave()) return close_wizard();
    workspace_.open_visit(wizard_visit_);
}

void SetupPage::open_wizard(Loaded begun, const std::string& page) {
    wizard_visit_ = begun.visit.id;
    wizard_ = wizards::commission_wizard(this, workspace_, begun.visit, std::move(begun.plan),
                                         [this] { CallAfter([this] { close_wizard(); }); });
    GetSizer()->Add(wizard_, 1, wxEXPAND);
    show_own(false);
    if (workspace_.visit() != wizard_visit_) workspace_.open_visit(wizard_visit_);
    if (!page.empty()) wizard_->go_to(page);
}

bool SetupPage::leave() {
    return (wizard_ == nullptr || wizard_->leave()) && (settings_ == nullptr || settings_->leave());
}

void SetupPage::open_settings() {
    if (wizard_ != nullptr || settings_ != nullptr) return;
    settings_ = new StationSettings(this, workspace_, [this] { CallAfter([this] { close_settings(); }); });
    GetSizer()->Add(settings_, 1, wxEXPAND);
    show_own(false);
}

void SetupPage::close_settings() {
    if (settings_ == nullptr) return;
    settings_->Destroy();
    settings_ = nullptr;
    show_own(true);
    load();
}

void SetupPage::close_wizard() {
    if (wizard_ == nullptr) return;
    wizard_->Destroy();
    wizard_ = nullptr;
    show_own(true);
    load();
}

}  // namespace firstlight::app::desktop
