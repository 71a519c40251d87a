#include "app/desktop/visits_page.h"

#include "commissioning/new_visit.h"
#include "ui/accessible_name.h"
#include "ui/words.h"

#include <utility>

#include <wx/datetime.h>

namespace firstlight::app::desktop {

using ui::Hue;
using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;

namespace {

wxString local_time(commissioning::Time at) {
    const wxDateTime time(std::chrono::system_clock::to_time_t(at));
    return time.FormatISODate() + " " + time.Format("%H:%M");
}

bool matches(const commissioning::VisitHeader& visit, const wxString& wanted) {
    if (wanted.empty()) return true;
    for (const auto& text : {visit.id, visit.customer, visit.anchor_serial})
        if (to_wx(text).Lower().Contains(wanted)) return true;
    return false;
}

}  // namespace

VisitsPage::VisitsPage(wxWindow* parent, ui::Workspace& workspace, std::function<void(const std::string&)> go_on)
    : Page(parent, tr("Visits")), workspace_(workspace), go_on_(std::move(go_on)) {
    add_action(tr("Start a visit"), [this] { start(); });
    error_ = new ui::ErrorBanner(body());
    content().Add(error_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    auto* head = new wxBoxSizer(wxHORIZONTAL);
    search_ = new wxSearchCtrl(body(), wxID_ANY, {}, wxDefaultPosition, wxSize(px(*this, 320), -1));
    search_->SetDescriptiveText(tr("Customer, serial number or visit"));
    ui::set_accessible_name(*search_, tr("Search visits"));
    search_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { refresh(); });
    open_ = new wxButton(body(), wxID_ANY, tr("Go on with this visit"));
    open_->Disable();
    open_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { open_chosen(); });
    head->Add(search_, 0, wxALIGN_CENTER_VERTICAL);
    head->AddStretchSpacer();
    head->Add(open_, 0, wxALIGN_CENTER_VERTICAL);
    content().Add(head, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    table_ = new ui::Table(body(), tr("Visits"),
                           {{tr("Begun"), 150},
                            {tr("Customer"), 220, false, true},
                            {tr("Station"), 170},
                            {tr("State"), 110},
                            {tr("Visit"), 200}});
    table_->on_select([this](const std::string&) { open_->Enable(); });
    table_->on_activate([this](const std::string&) { open_chosen(); });
    content().Add(table_, 1, wxEXPAND);
    subscription_ = workspace_.observe([this] { load(); });
    load();
}

void VisitsPage::shown() {
    load();
}

void VisitsPage::load() {
    using Headers = std::vector<commissioning::VisitHeader>;
    job_ = workspace_.bridge().start_beside<Headers>([&store = workspace_.store()] { return store.list(); },
                                                     [this](Headers visits) {
                                                         visits_ = std::move(visits);
                                                         error_->clear();
                                                         refresh();
                                                     },
                                                     [this](const std::exception_ptr& error) { error_->show(error); });
}

void VisitsPage::refresh() {
    const auto wanted = search_->GetValue().Lower();
    std::vector<ui::Row> rows;
    for (const auto& visit : visits_) {
        if (!matches(visit, wanted)) continue;
        const bool here = visit.id == workspace_.visit();
        rows.push_back({visit.id,
                        {{local_time(visit.created), {}, {}},
                         {visit.customer.empty() ? tr("no name yet") : to_wx(visit.customer),
                          visit.customer.empty() ? std::optional(Hue::muted) : std::nullopt,
                          {}},
                         {to_wx(visit.anchor_serial), {}, {}},
                         {here           ? tr("open here")
                          : visit.closed ? tr("closed")
                                         : tr("in work"),
                          here           ? Hue::info
                          : visit.closed ? Hue::good
                                         : Hue::text,
                          {}},
                         {to_wx(visit.id), Hue::muted, {}}}});
    }
    table_->set_rows(std::move(rows));
    open_->Enable(table_->selected().has_value());
    set_state(visits_.empty() ? tr("No visit yet. Start one, with or without a station.")
                              : trf("{} of {}", table_->size(), visits_.size()));
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
