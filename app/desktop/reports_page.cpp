#include "app/desktop/reports_page.h"

#include "ui/accessible_name.h"
#include "ui/menu.h"
#include "ui/words.h"

#include <utility>

#include <wx/dirdlg.h>
#include <wx/utils.h>

namespace firstlight::app::desktop {

using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;

namespace {

constexpr std::size_t most_pages = 12;
constexpr int list_width = 440;

struct Shown {
    reports::Preview preview;
    std::string title, sentence;
};

}  // namespace

ReportsPage::ReportsPage(wxWindow* parent, ui::Workspace& workspace)
    : Page(parent, tr("Reports")), workspace_(workspace) {
    open_ = add_action(tr("Open the PDF"), [this] { open(); });
    more_ = add_action(tr("More") + L" ▾", [this] { show_menu(); });
    ui::set_accessible_name(*more_, tr("More actions for reports"));
    error_ = new ui::ErrorBanner(body());
    content().Add(error_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    auto* left = new wxBoxSizer(wxVERTICAL);
    search_ = new wxSearchCtrl(body(), wxID_ANY);
    search_->SetDescriptiveText(tr("Customer, place, serial number or visit"));
    ui::set_accessible_name(*search_, tr("Search reports"));
    search_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { refresh(); });
    left->Add(search_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    table_ = new ui::Table(body(), tr("Reports"),
                           {{tr("Begun"), 128}, {tr("Customer"), 120, false, true}, {tr("Checks"), 100}});
    table_->SetMinSize(wxSize(px(*this, list_width), px(*this, 300)));
    table_->on_select([this](const std::string&) { preview(); });
    table_->on_activate([this](const std::string&) { open(); });
    left->Add(table_, 1, wxEXPAND);
    pages_ = new ReportPreview(body());
    row->Add(left, 0, wxEXPAND);
    row->Add(pages_, 1, wxEXPAND | wxLEFT, px(*this, ui::space::between));
    content().Add(row, 1, wxEXPAND);
    refresh();
}

void ReportsPage::shown() {
    subscription_ = workspace_.observe([this] { load(); });
    load();
}

void ReportsPage::hidden() {
    subscription_.reset();
}

void ReportsPage::load() {
    list_job_ = workspace_.bridge().start_beside<std::vector<ListedVisit>>(
        [&store = workspace_.store(), open = workspace_.visit()] {
            auto visits = store.list();
            std::erase_if(visits, [](const auto& visit) { return !visit.has_results; });
            return listed(std::move(visits), open);
        },
        [this](std::vector<ListedVisit> visits) {
            visits_ = std::move(visits);
            refresh();
            if (!table_->selected()) table_->select(workspace_.visit());
            if (!table_->selected() && table_->size() > 0) table_->select(visits_.front().header.id);
            preview();
        },
        [this](const std::exception_ptr& error) { error_->show(error); });
}

void ReportsPage::refresh() {
    const auto wanted = search_->GetValue().Lower();
    std::vector<ui::Row> rows;
    for (const auto& visit : visits_) {
        if (!wanted.empty() && !visit.haystack.Contains(wanted)) continue;
        const auto& cells = visit.row.cells;
        rows.push_back({visit.row.key, {cells[0], cells[1], cells[4]}});
    }
    table_->set_rows(std::move(rows));
    open_->Enable(table_->selected().has_value());
    set_state(visits_.empty() ? wxString() : trf("{} of {}", table_->size(), visits_.size()));
    if (visits_.empty()) pages_->clear(tr("No visit has results yet. Commission or diagnose a station first."));
}

void ReportsPage::preview() {
    const auto id = table_->selected();
    open_->Enable(id.has_value());
    if (!id) {
        preview_job_.cancel();
        return pages_->clear(visits_.empty() ? tr("No visit has results yet. Commission or diagnose a station first.")
                                             : tr("Choose a visit to see its report."));
    }
    preview_job_ = workspace_.bridge().start_beside<Shown>(
        [&store = workspace_.store(), id = *id, options = workspace_.report_options(), width = pages_->page_width()] {
            const auto visit = store.load(id);
            return Shown{reports::preview(visit, options, width, most_pages), visit.site.customer,
                         commissioning::summarise(visit).sentence};
        },
        [this](const Shown& shown) {
            error_->clear();
            pages_->show(shown.preview,
                         trf("Report, {} pages. {}. {}", shown.preview.all_pages, shown.title, shown.sentence));
        },
        [this](const std::exception_ptr& error) {
            pages_->clear({});
            error_->show(error);
        });
}

void ReportsPage::show_menu() {
    const bool chosen = table_->selected().has_value();
    ui::show_menu(*more_, {{tr("&Export PDF and JSON to a folder") + L"…", [this] { export_to_folder(); }, chosen},
                           {tr("&Print") + L"…", [this] { print(); }, chosen}});
}

void ReportsPage::write(const std::filesystem::path& folder, std::function<void(const reports::ReportFiles&)> then) {
    const auto id = table_->selected();
    if (!id) return;
    say(tr("Writing the report"));
    write_job_ = workspace_.bridge().start_beside<reports::ReportFiles>(
        [&store = workspace_.store(), id = *id, folder, options = workspace_.report_options()] {
            return reports::write_report(store.load(id), folder, options);
        },
        [this, then = std::move(then)](const reports::ReportFiles& files) {
            error_->clear();
            then(files);
        },
        [this](const std::exception_ptr& error) {
            say({});
            error_->show(error);
        });
}

void ReportsPage::open() {
    write(workspace_.places().reports, [this](const reports::ReportFiles& files) {
        const auto file = ui::to_utf8(files.pdf);
        say(wxLaunchDefaultApplication(to_wx(file)) ? tr("The PDF opens in your viewer")
                                                    : trf("No program opens PDF files here. It lies at {}", file));
    });
}

void ReportsPage::print() {
    write(workspace_.places().reports, [this](const reports::ReportFiles& files) {
        const auto file = ui::to_utf8(files.pdf);
        say(wxLaunchDefaultApplication(to_wx(file)) ? tr("The PDF opens in your viewer: print it from there")
                                                    : trf("No program prints PDF files here. It lies at {}", file));
    });
}

void ReportsPage::export_to_folder() {
    wxDirDialog dialog(this, tr("Export PDF and JSON to a folder"), {}, wxDD_DEFAULT_STYLE);
    if (dialog.ShowModal() != wxID_OK) return;
    write(std::filesystem::u8path(ui::to_utf8(dialog.GetPath())), [this](const reports::ReportFiles& files) {
        say(trf("Written: {} and {}", ui::to_utf8(files.pdf), ui::to_utf8(files.json.filename())));
    });
}

void ReportsPage::say(const wxString& words) {
    set_state(words);
}

}  // namespace firstlight::app::desktop
