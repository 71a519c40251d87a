#include "app/desktop/visit_actions.h"

#include "app/desktop/prepare_dialog.h"
#include "commissioning/customer_data.h"
#include "commissioning/visit_file.h"
#include "commissioning/visit_template.h"
#include "ui/danger_dialog.h"
#include "ui/words.h"

#include <algorithm>
#include <utility>

#include <wx/datetime.h>
#include <wx/filedlg.h>

namespace firstlight::app::desktop {

using commissioning::VisitHeader;
using ui::tr;
using ui::trf;

namespace {

const char* const visit_ending = ".flvisit";
const char* const back_up_ending = ".flbackup";

wxString visit_filter() {
    return tr("Visits of Firstlight") + " (*.flvisit;*.flbackup)|*.flvisit;*.flbackup";
}
wxString back_up_filter() {
    return tr("Back-ups of Firstlight") + " (*.flbackup;*.backup)|*.flbackup;*.backup";
}

wxString words_of(const commissioning::Imported& imported) {
    return trf("Imported: {} new, {} completed, {} unchanged", imported.added.size(), imported.completed.size(),
               imported.unchanged.size());
}

wxString words_of(const commissioning::DeletedData& deleted) {
    auto words = trf("Deleted: {} visits, {} files", deleted.visits.size(), deleted.files.size());
    if (!deleted.kept_files.empty()) words += ". " + tr("Back-ups beside the visits may still hold the data:");
    for (const auto& file : deleted.kept_files) words += " " + ui::to_wx(ui::to_utf8(file.filename()));
    return words;
}

}  // namespace

VisitActions::VisitActions(wxWindow& window, ui::Workspace& workspace, ui::ErrorBanner& error,
                           std::function<void(const wxString&)> say, std::function<void(const std::string&)> choose)
    : window_(window), workspace_(workspace), error_(error), say_(std::move(say)), choose_(std::move(choose)) {}

std::vector<ui::MenuEntry> VisitActions::entries(const std::optional<VisitHeader>& chosen) {
    const bool one = chosen.has_value();
    const auto visit = chosen.value_or(VisitHeader{});
    return {
        {tr("&Prepare this visit") + L"…", [this, visit] { prepare(visit.id); }, one && !visit.closed},
        {tr("D&uplicate as template"), [this, visit] { duplicate(visit.id); }, one},
        {visit.archived ? tr("Take out of the &archive") : tr("Put into the &archive"),
         [this, visit] { archive(visit); }, one},
        {tr("&Export this visit") + L"…", [this, visit] { export_one(visit.id); }, one},
        {},
        {tr("&Import visits") + L"…", [this] { import(); }},
        {tr("&Back up all visits") + L"…", [this] { back_up(); }},
        {tr("&Restore a back-up") + L"…", [this] { restore(); }},
        {},
        {tr("&Delete this customer's data") + L"…", [this, visit] { delete_customer(visit.customer); },
         one && !visit.customer.empty()},
    };
}

void VisitActions::run(std::function<Done()> work) {
    say_(tr("Working"));
    job_ = workspace_.bridge().start_beside<Done>(
        std::move(work),
        [this](const Done& done) {
            error_.clear();
            if (!done.chosen.empty()) choose_(done.chosen);
            workspace_.visit_changed();
            say_(done.words);
        },
        [this](const std::exception_ptr& error) {
            say_({});
            error_.show(error);
        });
}

std::optional<std::filesystem::path> VisitActions::ask_file(const wxString& title, const wxString& name,
                                                            const wxString& filter, long style) {
    wxFileDialog dialog(&window_, title, {}, name, filter, style);
    if (dialog.ShowModal() != wxID_OK) return std::nullopt;
    auto file = std::filesystem::u8path(ui::to_utf8(dialog.GetPath()));
    if ((style & wxFD_SAVE) != 0 && !file.has_extension())
        file += std::filesystem::u8path(ui::to_utf8(name)).extension();
    return file;
}

void VisitActions::prepare(const std::string& visit) {
    job_ = workspace_.bridge().start_beside<Prepared>(
        [&workspace = workspace_, visit] { return load_prepared(workspace, visit); },
        [this](const Prepared& prepared) {
            PrepareDialog dialog(&window_, workspace_, prepared);
            if (dialog.ShowModal() != wxID_OK) return;
            run([&workspace = workspace_, result = dialog.result()] {
                save_prepared(workspace, result);
                return Done{tr("The visit is prepared")};
            });
        },
        [this](const std::exception_ptr& error) { error_.show(error); });
}

void VisitActions::duplicate(const std::string& visit) {
    run([&workspace = workspace_, visit] {
        const auto made = commissioning::duplicate_visit(workspace.store(), workspace.places().drafts,
                                                         workspace.profiles(), visit, "firstlight " FIRSTLIGHT_VERSION);
        return Done{trf("Visit {} is begun with the same people and settings", made.id), made.id};
    });
}

void VisitActions::archive(const VisitHeader& visit) {
    run([&store = workspace_.store(), visit] {
        store.set_archived(visit.id, !visit.archived);
        return Done{visit.archived ? tr("The visit is out of the archive") : tr("The visit is in the archive")};
    });
}

void VisitActions::export_one(const std::string& visit) {
    const auto file = ask_file(tr("Export this visit"), ui::to_wx(visit + visit_ending), visit_filter(),
                               wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
    if (!file) return;
    run([places = workspace_.places(), visit, file = *file] {
        commissioning::export_visit(places, visit, file);
        return Done{trf("Exported to {}", ui::to_utf8(file.filename()))};
    });
}

void VisitActions::import() {
    const auto file = ask_file(tr("Import visits"), {}, visit_filter(), wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (!file) return;
    run([places = workspace_.places(), file = *file] {
        return Done{words_of(commissioning::import_visits(places, file))};
    });
}

void VisitActions::back_up() {
    const auto name = "firstlight-" + wxDateTime::Now().FormatISODate() + back_up_ending;
    const auto file = ask_file(tr("Back up all visits"), name, back_up_filter(), wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
    if (!file) return;
    run([places = workspace_.places(), file = *file] {
        commissioning::back_up_visits(places, file);
        return Done{trf("Backed up to {}", ui::to_utf8(file.filename()))};
    });
}

void VisitActions::restore() {
    const auto file = ask_file(tr("Restore a back-up"), {}, back_up_filter(), wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (!file) return;
    ui::Danger danger;
    danger.title = tr("Restore a back-up");
    danger.band = tr("Every visit on this laptop is replaced by the back-up.");
    danger.explanation =
        trf("Visits and changes made after {} was written are no longer in the list. What is here now is first kept as "
            "a file beside the visits, so that you can go back.",
            ui::to_utf8(file->filename()));
    danger.ticks = {tr("No visit is being worked on, in no other window either.")};
    danger.button = tr("Replace all visits");
    if (!ui::ask_danger(&window_, danger)) return;
    run([places = workspace_.places(), file = *file] {
        const auto before = commissioning::restore_visits(places, file);
        return Done{trf("Restored. What was here before is kept as {}", ui::to_utf8(before.filename()))};
    });
}

void VisitActions::delete_customer(const std::string& customer) {
    ui::Danger danger;
    danger.title = tr("Delete this customer's data");
    danger.band = trf("All visits of {} are deleted and cannot be brought back.", customer);
    danger.explanation = tr(
        "What goes: visits with their readings, checks and change journal, drafts, and the reports in the program's "
        "folder. What stays: the numbers of the visits and the day of the deletion, without a name. Back-ups, exported "
        "files and reports saved elsewhere are not touched: delete them yourself.");
    danger.word_label = trf("Type the customer's name: {}", customer);
    danger.word = ui::to_wx(customer);
    danger.button = tr("Delete all visits of this customer");
    if (!ui::ask_danger(&window_, danger)) return;
    run([places = workspace_.places(), customer] {
        return Done{words_of(commissioning::delete_customer_data(places, customer))};
    });
}

}  // namespace firstlight::app::desktop
