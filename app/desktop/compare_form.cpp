#include "app/desktop/compare_form.h"

#include "app/desktop/setting_review.h"
#include "app/desktop/setting_words.h"
#include "commissioning/settings_of_visit.h"
#include "commissioning/settings_restore.h"
#include "commissioning/settings_snapshot.h"
#include "reports/report_text.h"
#include "text/numbers.h"
#include "text/text.h"
#include "ui/appearance.h"
#include "ui/device_values.h"
#include "ui/words.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <wx/filedlg.h>
#include <wx/textdlg.h>

namespace firstlight::app::desktop {

using commissioning::KeptDifference;
using commissioning::PlannedWrite;
using commissioning::StationSettings;
using ui::Hue;
using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;

namespace {

constexpr std::size_t most_visits = 20;

transport::awaitable<StationSettings> take_all(std::shared_ptr<station::LiveStation> live, Found found,
                                               station::ProgressSink progress) {
    const auto hold = co_await hold_same(live, found);
    co_return co_await commissioning::take_settings(hold.station, "firstlight " FIRSTLIGHT_VERSION, progress);
}

transport::awaitable<std::vector<PlannedWrite>> prepare_on(std::shared_ptr<station::LiveStation> live, Found found,
                                                           commissioning::Plan plan) {
    const auto hold = co_await hold_same(live, found);
    const auto snapshot = co_await hold.station.snapshot();
    const auto tables = co_await commissioning::read_planned_tables(plan, hold.station);
    co_return commissioning::prepare_writes(plan, *found, snapshot, tables);
}

}  // namespace

CompareForm::CompareForm(wxWindow* parent, ui::Workspace& workspace, Found found)
    : Page(parent, tr("Save, compare, restore")), workspace_(workspace), found_(std::move(found)) {
    const auto button = [this](wxSizer& row, const wxString& label, auto action) {
        auto* made = new wxButton(body(), wxID_ANY, label);
        made->Bind(wxEVT_BUTTON, [action](wxCommandEvent&) { action(); });
        row.Add(made, 0, wxRIGHT, px(*this, ui::space::inside));
        return made;
    };
    const wxString ellipsis(L"\u2026");
    error_ = new ui::ErrorBanner(body());
    content().Add(error_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    ui::add_paragraph(body(), content(),
                      tr("Every setting of the station goes into one file, without secrets. A template leaves out what "
                         "belongs to one station or its people."),
                      ui::Type::body, Hue::muted);
    auto* keeping = new wxBoxSizer(wxHORIZONTAL);
    save_ = button(*keeping, tr("Save all settings") + ellipsis, [this] { save(); });
    template_ = button(*keeping, tr("Keep as a template") + ellipsis, [this] { keep_template(); });
    content().Add(keeping, 0, wxBOTTOM, px(*this, ui::space::between));
    ui::add_section(body(), content(), tr("Compare and restore"));
    ui::add_paragraph(
        body(), content(),
        tr("After a device was replaced, compare with the last visit: the new one takes over the settings "
           "of the one before it."),
        ui::Type::body, Hue::muted);
    source_place_ = new wxBoxSizer(wxVERTICAL);
    content().Add(source_place_, 0, wxBOTTOM, px(*this, ui::space::inside));
    auto* comparing = new wxBoxSizer(wxHORIZONTAL);
    compare_ = button(*comparing, tr("Compare"), [this] { compare(); });
    content().Add(comparing, 0, wxBOTTOM, px(*this, ui::space::between));
    activity_ = new ui::ActivityStrip(body());
    content().Add(activity_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    state_line_ = ui::add_paragraph(body(), content(), {}, ui::Type::body, Hue::muted);
    table_ = new ui::Table(body(), tr("Differences"),
                           {{tr("Device"), 110},
                            {tr("Setting"), 200},
                            {tr("Wanted"), 110},
                            {tr("Now"), 110},
                            {tr("Restore"), 80},
                            {tr("Remark"), 160, false, true}});
    table_->SetMinSize(wxSize(px(*this, 640), px(*this, 220)));
    table_->on_activate([this](const std::string&) { toggle(); });
    content().Add(table_, 1, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    auto* choosing = new wxBoxSizer(wxHORIZONTAL);
    toggle_ = button(*choosing, tr("Take in or leave out"), [this] { toggle(); });
    choosing->AddStretchSpacer();
    write_ = button(*choosing, tr("Review and write") + ellipsis, [this] { prepare(); });
    ui::make_primary(*write_);
    content().Add(choosing, 0, wxEXPAND);
    show_sources({{Source::Kind::file, {}, tr("A file") + ellipsis}});
    list_sources();
    enable_buttons();
}

void CompareForm::list_sources() {
    listing_ = workspace_.bridge().start_beside<std::vector<Source>>(
        [&store = workspace_.store(), folder = templates(), open = workspace_.visit(), anchor = found_->anchor_serial] {
            std::vector<Source> sources{{Source::Kind::file, {}, tr("A file") + L"\u2026"}};
            for (const auto& name : commissioning::list_templates(folder))
                sources.push_back({Source::Kind::of_template, name, trf("Template {}", name)});
            const auto before_visits = sources.size();
            for (const auto& visit : store.list()) {
                const bool is_this = visit.id == open || (!anchor.empty() && visit.anchor_serial == anchor);
                if (!is_this || sources.size() - before_visits >= most_visits) continue;
                const auto began = text::shown_time(reports::printed_time(visit.created));
                sources.push_back({Source::Kind::visit, visit.id, trf("Visit of {}", began)});
            }
            return sources;
        },
        [this](std::vector<Source> sources) { show_sources(std::move(sources)); },
        [this](const std::exception_ptr& error) { fail(error); });
}

void CompareForm::show_sources(std::vector<Source> sources) {
    sources_ = std::move(sources);
    std::vector<wxString> labels;
    for (const auto& source : sources_) labels.push_back(source.label);
    source_place_->Clear(true);
    source_ = new ui::ChoiceField(body(), tr("Compare the station with"), labels);
    source_->set_value(0);
    source_->MoveBeforeInTabOrder(compare_);
    source_place_->Add(source_);
    lay_out();
}

void CompareForm::say(const wxString& words, Hue hue) {
    activity_->clear();
    state_line_->SetForegroundColour(ui::colour(hue));
    state_line_->SetLabel(wxControl::EscapeMnemonics(words));
    state_line_->Wrap(px(*this, 720));
    state_line_->Show(!words.empty());
    lay_out();
}

/// What is done, with Stop; reading can be ended at any moment.
void CompareForm::tell(const station::Progress& progress) {
    state_line_->Hide();
    activity_->show(progress, [this] {
        job_.cancel();
        say(tr("Stopped."));
        enable_buttons();
    });
}

void CompareForm::fail(const std::exception_ptr& error) {
    say({});
    error_->show(error);
    enable_buttons();
    lay_out();
}

void CompareForm::enable_buttons() {
    const bool working = job_.running();
    for (auto* button : {save_, template_, compare_}) button->Enable(!working);
    std::size_t to_restore = 0;
    for (std::size_t i = 0; i < differences_.size(); ++i)
        if (differences_[i].can_be_restored() && !left_out_.contains(i)) ++to_restore;
    write_->Enable(!working && to_restore > 0);
    toggle_->Enable(!working && !differences_.empty());
}

void CompareForm::take(std::function<void(StationSettings)> done) {
    error_->clear();
    tell({text::tr("Reading every setting"), 0, 0, std::nullopt});
    const auto progress = ui::Bridge::latest<station::Progress>(alive_, [this](const station::Progress& now) {
        if (job_.running()) tell(now);
    });
    job_ = workspace_.bridge().start<StationSettings>(
        [live = workspace_.connection().live(), found = found_, progress] { return take_all(live, found, progress); },
        [this, done = std::move(done)](StationSettings settings) {
            say({});
            done(std::move(settings));
            enable_buttons();
        },
        [this](const std::exception_ptr& error) { fail(error); });
    enable_buttons();
}

void CompareForm::save() {
    wxFileDialog dialog(this, tr("Save all settings"), {}, to_wx(found_->anchor_serial) + ".json", "*.json",
                        wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
    if (dialog.ShowModal() != wxID_OK) return;
    take([this, file = std::filesystem::u8path(ui::to_utf8(dialog.GetPath()))](const StationSettings& settings) {
        job_ = workspace_.bridge().start_beside<bool>(
            [settings, file] {
                commissioning::save_settings(settings, file);
                return true;
            },
            [this, file](bool) {
                say(L"\u2713 " + trf("Saved as {}.", file.string()), Hue::good);
                enable_buttons();
            },
            [this](const std::exception_ptr& error) { fail(error); });
    });
}

void CompareForm::keep_template() {
    wxTextEntryDialog dialog(this, tr("Name of the template"), tr("Keep as a template"));
    if (dialog.ShowModal() != wxID_OK) return;
    const auto name = ui::to_utf8(dialog.GetValue().Trim().Trim(false));
    if (!commissioning::is_template_name(name)) {
        say(tr("A name has letters, digits, spaces, '-' and '_', at most 60 characters."), Hue::fault);
        return;
    }
    const auto is_it = [&](const Source& one) { return one.kind == Source::Kind::of_template && one.id == name; };
    if (std::ranges::any_of(sources_, is_it)) {
        say(trf("There is a template {} already. Choose another name.", name), Hue::fault);
        return;
    }
    take([this, name](const StationSettings& settings) {
        job_ = workspace_.bridge().start_beside<bool>(
            [settings, name, folder = templates()] {
                commissioning::save_template(commissioning::template_from(settings, name), folder);
                return true;
            },
            [this, name](bool) {
                say(L"\u2713 " + trf("Kept as template {}.", name), Hue::good);
                list_sources();
                enable_buttons();
            },
            [this](const std::exception_ptr& error) { fail(error); });
    });
}

void CompareForm::compare() {
    const auto& source = sources_[static_cast<std::size_t>(std::max(0, source_->value()))];
    std::filesystem::path file;
    if (source.kind == Source::Kind::file) {
        wxFileDialog dialog(this, tr("Settings that are wanted"), {}, {}, "*.json", wxFD_OPEN | wxFD_FILE_MUST_EXIST);
        if (dialog.ShowModal() != wxID_OK) return;
        file = std::filesystem::u8path(ui::to_utf8(dialog.GetPath()));
    }
    differences_.clear();
    left_out_.clear();
    refresh_rows();
    std::function<StationSettings()> load = [source, file, folder = templates(), &store = workspace_.store(),
                                             &profiles = workspace_.profiles()] {
        if (source.kind == Source::Kind::of_template) return commissioning::load_template(folder, source.id);
        if (source.kind == Source::Kind::visit) return commissioning::settings_of(store.load(source.id), profiles);
        return commissioning::load_settings(file);
    };
    // A file that cannot be read is told before the station is asked for everything.
    job_ = workspace_.bridge().start_beside<StationSettings>(
        std::move(load),
        [this](StationSettings wanted) {
            take([this, wanted = std::move(wanted)](StationSettings present) {
                differences_ = commissioning::compare(wanted, present, workspace_.profiles());
                present_ = std::move(present);
                show_differences();
            });
        },
        [this](const std::exception_ptr& error) { fail(error); });
    enable_buttons();
}

void CompareForm::show_differences() {
    say(differences_.empty() ? L"\u2713 " + tr("The settings are the same.")
                             : to_wx(text::trf_n("{} difference", "{} differences",
                                                 static_cast<long long>(differences_.size()), differences_.size())),
        differences_.empty() ? Hue::good : Hue::text);
    refresh_rows();
}

void CompareForm::refresh_rows() {
    std::vector<ui::Row> rows;
    for (std::size_t i = 0; i < differences_.size(); ++i) {
        const auto& one = differences_[i];
        const auto* device = found_->find(one.device);
        const auto setting = tr(one.label) + (one.row.empty() ? wxString() : " " + to_wx(one.row));
        const auto fate = !one.can_be_restored() ? wxString(L"\u2013") : left_out_.contains(i) ? tr("no") : tr("yes");
        rows.push_back({std::to_string(i),
                        {{device ? ui::device_words(*device) : to_wx(station::name_for_people(one.device)), {}, {}},
                         {one.label.empty() ? to_wx(one.name) : setting, {}, {}},
                         {ui::said(one.wanted), {}, {}},
                         {ui::said(one.present), Hue::muted, {}},
                         {fate, {}, {}},
                         {to_wx(text::shown_numbers(one.why_not)), Hue::muted, {}}}});
    }
    table_->set_rows(std::move(rows));
    enable_buttons();
}

void CompareForm::toggle() {
    const auto key = table_->selected();
    if (!key) return say(tr("Choose a row first."));
    std::size_t at = 0;
    std::from_chars(key->data(), key->data() + key->size(), at);
    if (at >= differences_.size() || !differences_[at].can_be_restored()) return;
    if (!left_out_.erase(at)) left_out_.insert(at);
    refresh_rows();
}

void CompareForm::prepare() {
    std::vector<KeptDifference> chosen;
    for (std::size_t i = 0; i < differences_.size(); ++i)
        if (differences_[i].can_be_restored() && !left_out_.contains(i)) chosen.push_back(differences_[i]);
    auto plan = commissioning::restore_plan(chosen, present_, workspace_.profiles());
    tell({text::tr("Reading what the settings must fit to"), 0, 0, std::nullopt});
    job_ = workspace_.bridge().start<std::vector<PlannedWrite>>(
        [live = workspace_.connection().live(), found = found_, plan = std::move(plan)] {
            return prepare_on(live, found, plan);
        },
        [this](std::vector<PlannedWrite> writes) {
            say({});
            commissioning::remember_seen(writes, present_);
            CallAfter([this, writes = std::move(writes)] { review(writes); });
        },
        [this](const std::exception_ptr& error) { fail(error); });
    enable_buttons();
}

void CompareForm::review(std::vector<PlannedWrite> writes) {
    std::vector<wxString> lines;
    for (const auto& write : writes) lines.push_back(write_words(write));
    if (!review_writes(this, writes, lines)) {
        enable_buttons();
        return;
    }
    say(tr("Writing, and reading back"));
    job_ = workspace_.bridge().start<WrittenSettings>(
        [live = workspace_.connection().live(), found = found_, &bridge = workspace_.bridge(),
         &store = workspace_.store(), keeping = keeping_visit(workspace_),
         writes] { return write_settings(live, bridge.runtime(), store, found, keeping, writes, {}); },
        [this](const WrittenSettings& written) {
            const auto [words, all_done] = outcome_words(written.outcomes);
            say(words, all_done ? Hue::good : Hue::fault);
            if (!written.visit.empty()) go_on_in(workspace_, written.visit);
            if (written.error) error_->show(written.error);
            differences_.clear();
            refresh_rows();
        },
        [this](const std::exception_ptr& error) { fail(error); });
    enable_buttons();
}

}  // namespace firstlight::app::desktop
