#include "app/desktop/visits_page.h"

#include "commissioning/new_visit.h"
#include "text/text.h"
#include "ui/accessible_name.h"
#include "ui/appearance.h"
#include "ui/menu.h"
#include "ui/words.h"

#include <algorithm>
#include <utility>

namespace firstlight::app::desktop {

using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;

VisitsPage::VisitsPage(wxWindow* parent, ui::Workspace& workspace, std::function<void(const std::string&)> go_on)
    : Page(parent, tr("Visits")), workspace_(workspace), go_on_(std::move(go_on)) {
    ui::make_primary(*add_action(tr("Start a visit"), [this] { start(); }));
    more_ = add_action(tr("More") + L" ▾", [this] { show_menu(*more_); });
    ui::set_accessible_name(*more_, tr("More actions for visits"));
    error_ = new ui::ErrorBanner(body());
    content().Add(error_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    const auto say = [this](const wxString& words) {
        said_ = words;
        refresh();
    };
    actions_ = std::make_unique<VisitActions>(*this, workspace_, *error_, say,
                                              [this](const std::string& visit) { awaited_ = visit; });
    add_head();
    add_list();
    subscription_ = workspace_.observe([this] { load(); });
    load();
}

void VisitsPage::add_head() {
    auto* head = new wxBoxSizer(wxHORIZONTAL);
    search_ = new wxSearchCtrl(body(), wxID_ANY, {}, wxDefaultPosition, wxSize(px(*this, 320), -1));
    search_->SetDescriptiveText(tr("Customer, place, serial number or visit"));
    ui::set_accessible_name(*search_, tr("Search visits"));
    search_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { refresh(); });
    archived_ = new wxCheckBox(body(), wxID_ANY, tr("Show archived"));
    archived_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { refresh(); });
    open_ = new wxButton(body(), wxID_ANY, tr("Go on with this visit"));
    open_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { open_chosen(); });
    head->Add(search_, 0, wxALIGN_CENTER_VERTICAL);
    head->Add(archived_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, px(*this, ui::space::between));
    head->AddStretchSpacer();
    head->Add(open_, 0, wxALIGN_CENTER_VERTICAL);
    content().Add(head, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
}

void VisitsPage::add_list() {
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    table_ = new ui::Table(body(), tr("Visits"),
                           {{tr("Begun"), 128},
                            {tr("Customer"), 140, false, true},
                            {tr("Station"), 140},
                            {tr("State"), 120},
                            {tr("Checks"), 100}});
    table_->SetMinSize(wxSize(px(*this, 480), px(*this, 300)));
    table_->on_select([this](const std::string&) { choose(); });
    table_->on_activate([this](const std::string&) { open_chosen(); });
    table_->on_menu([this](const wxPoint& place) { show_menu(*table_, place); });
    details_ = new VisitDetails(body(), workspace_);
    row->Add(table_, 1, wxEXPAND);
    row->Add(details_, 0, wxEXPAND | wxLEFT, px(*this, ui::space::between));
    content().Add(row, 1, wxEXPAND);
}

void VisitsPage::shown() {
    load();
}

void VisitsPage::tell_interrupted(const commissioning::VisitHeader& visit) {
    awaited_ = visit.id;
    error_->show(reports::ErrorWords{
        text::tr("The program ended during a write"),
        text::trf("In visit {} a setting was sent, and nobody knows yet whether the station has taken it.", visit.id),
        text::tr("Go on with this visit and commission the station: what became of the write is read back and told "
                 "first."),
        {}});
    lay_out();
    load();
}

void VisitsPage::load() {
    job_ = workspace_.bridge().start_beside<std::vector<ListedVisit>>(
        [&store = workspace_.store(), open = workspace_.visit()] { return listed(store.list(), open); },
        [this](std::vector<ListedVisit> visits) {
            visits_ = std::move(visits);
            const auto open = workspace_.visit();
            const auto is_open = [&](const ListedVisit& visit) { return visit.header.id == open; };
            if (!open.empty() && std::ranges::none_of(visits_, is_open)) return workspace_.open_visit({});
            refresh();
            if (!awaited_.empty()) table_->select(std::exchange(awaited_, {}));
            choose();
        },
        [this](const std::exception_ptr& error) { error_->show(error); });
}

void VisitsPage::refresh() {
    const auto wanted = search_->GetValue().Lower();
    std::vector<ui::Row> rows;
    for (const auto& visit : visits_) {
        if (visit.header.archived && !archived_->GetValue()) continue;
        if (!wanted.empty() && !visit.haystack.Contains(wanted)) continue;
        rows.push_back(visit.row);
    }
    table_->set_rows(std::move(rows));
    open_->Enable(table_->selected().has_value());
    const auto count = visits_.empty() ? tr("No visit yet. Start one, with or without a station.")
                                       : trf("{} of {}", table_->size(), visits_.size());
    set_state(said_.empty() ? count : said_ + L" · " + count);
    if (table_->selected().value_or(std::string()) != details_->visit()) choose();
}

void VisitsPage::choose() {
    const auto id = table_->selected();
    open_->Enable(id.has_value());
    details_->show(id.value_or(std::string()));
}

std::optional<commissioning::VisitHeader> VisitsPage::chosen() const {
    const auto id = table_->selected();
    const auto found =
        std::ranges::find_if(visits_, [&](const ListedVisit& visit) { return id && visit.header.id == *id; });
    return found == visits_.end() ? std::nullopt : std::optional(found->header);
}

void VisitsPage::show_menu(wxWindow& window, const wxPoint& place) {
    ui::show_menu(window, actions_->entries(chosen()), place);
}

void VisitsPage::start() {
    job_ = workspace_.bridge().start_beside<std::string>(
        [&store = workspace_.store(), installer = workspace_.preferences().installer] {
            return commissioning::begin_visit(store, "commissioning", "firstlight " FIRSTLIGHT_VERSION, installer).id;
        },
        [this](const std::string& id) {
            workspace_.open_visit(id);
            go_on_(id);
        },
        [this](const std::exception_ptr& error) { error_->show(error); });
}

void VisitsPage::open_chosen() {
    const auto id = table_->selected();
    if (!id) return;
    workspace_.open_visit(*id);
    go_on_(*id);
}

}  // namespace firstlight::app::desktop
