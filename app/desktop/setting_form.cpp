#include "app/desktop/setting_form.h"

#include "app/desktop/by_hand_questions.h"
#include "app/desktop/setting_notes.h"
#include "app/desktop/setting_review.h"
#include "app/desktop/setting_words.h"
#include "commissioning/power_switch.h"
#include "station/errors.h"
#include "station/preconditions.h"
#include "text/numbers.h"
#include "ui/appearance.h"
#include "ui/device_values.h"
#include "ui/words.h"

#include <algorithm>
#include <utility>

namespace firstlight::app::desktop {

using commissioning::PartOf;
using commissioning::PlannedWrite;
using ui::Hue;
using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;

SettingForm::SettingForm(wxWindow* parent, ui::Workspace& workspace, Found found, commissioning::SettingPage page)
    : Page(parent, to_wx(page.name)),
      workspace_(workspace),
      found_(std::move(found)),
      page_(std::move(page)),
      fields_(body(), workspace, found_, readings_, [this] { check(); }),
      second_look_(workspace, found_, [this](const wxString& words, Hue hue) {
          outcome_ = {(hue == Hue::muted ? outcome_.first + "\n" : wxString()) + words,
                      hue == Hue::muted ? outcome_.second : hue};
          say(outcome_.first, outcome_.second);
          if (hue != Hue::muted) read();
      }) {
    again_ = add_action(tr("Read again"), [this] {
        outcome_ = {};
        say({}, Hue::muted);
        read();
    });
    error_ = new ui::ErrorBanner(body());
    content().Add(error_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    ui::add_paragraph(body(), content(), to_wx(page_.why), ui::Type::body, Hue::muted);
    if (!page_.warning.empty())
        ui::add_paragraph(body(), content(), to_wx(page_.warning), ui::Type::body, Hue::warning);
    notes_ = ui::add_paragraph(body(), content(), {}, ui::Type::body, Hue::text);
    notes_->Hide();
    state_line_ = ui::add_paragraph(body(), content(), {}, ui::Type::body, Hue::muted);
    column_ = new wxBoxSizer(wxVERTICAL);
    content().Add(column_, 1, wxEXPAND);
    connection_ = workspace_.connection().observe([this] { follow_connection(); });
    say(tr("Reading from the station"), Hue::muted);
    read();
}

wxString SettingForm::label_of(const station::Device& device, const station::Point& point) const {
    const bool many = std::ranges::any_of(page_.points, [&](const auto& part) { return part.device != &device; });
    return many ? ui::device_words(device) + ": " + tr(point.label) : tr(point.label);
}

bool SettingForm::has_changes() const {
    return std::ranges::any_of(boxes_, [](const ByHandBox* box) { return box->has_changes(); }) || fields_.has_changes()
           || std::ranges::any_of(tables_, [](const RowsEditor* table) { return table->has_changes(); });
}

bool SettingForm::busy() const {
    return writing_.running() || std::ranges::any_of(boxes_, [](const ByHandBox* box) { return box->busy(); });
}

void SettingForm::say(const wxString& words, Hue hue) {
    state_line_->SetForegroundColour(ui::colour(hue));
    state_line_->SetLabel(wxControl::EscapeMnemonics(words));
    state_line_->Wrap(px(*this, 720));
    state_line_->Show(!words.empty());
    lay_out();
}

void SettingForm::fail(const std::exception_ptr& error) {
    error_->show(error);
    check();
    lay_out();
}

void SettingForm::read() {
    asked_ = std::chrono::steady_clock::now();
    error_->clear();
    auto work = [live = workspace_.connection().live(), found = found_, page = page_] {
        return read_page(live, found, page);
    };
    reading_ = workspace_.bridge().start<PageReadings>(
        work,
        [this](PageReadings readings) {
            is_stale_ = !keep_known(readings, readings_);
            readings_ = std::move(readings);
            if (!is_stale_) read_at_ = trf("as of {}", ui::to_utf8(wxDateTime::Now().FormatISOTime()));
            show(readings_);
            const auto stale = tr("The station could not be read again: what stands here was read before.");
            const auto between = outcome_.first.empty() ? wxString() : wxString("\n");
            if (is_stale_)
                say(outcome_.first + between + stale, Hue::fault);
            else
                say(outcome_.first, outcome_.second);
        },
        [this](const std::exception_ptr& error) {
            is_stale_ = true;
            if (!is_built_) say({}, Hue::muted);
            fail(error);
        });
    check();
}

void SettingForm::follow_connection() {
    constexpr std::chrono::seconds between_tries{2};
    const auto& connection = workspace_.connection();
    const auto now = std::chrono::steady_clock::now();
    const bool is_back = connection.phase() == ui::Connection::Phase::live
                         && connection.discovery()->anchor_serial == found_->anchor_serial;
    if (!is_stale_ || !is_back || reading_.running() || writing_.running() || now - asked_ < between_tries) return;
    read();
}

void SettingForm::show(const PageReadings& readings) {
    set_state(read_at_);
    if (!is_built_) {
        say({}, Hue::muted);
        build(readings);
    } else {
        for (const auto& fact : facts_)
            fact.words->SetLabel(
                wxControl::EscapeMnemonics(present_words(readings.of(*fact.part.device, *fact.part.thing))));
        fields_.refresh();
        if (grid_limits_) grid_limits_->show(readings);
        for (std::size_t i = 0; i < tables_.size(); ++i)
            tables_[i]->refresh(readings.tables[i], beside(tables_[i]->table()));
    }
    show_notes();
    check();
    lay_out();
}

bool SettingForm::show_notes() {
    const auto [words, hue] = notes_of(page_, *found_, fields_.others());
    if (words == notes_words_) return false;
    notes_words_ = words;
    notes_->SetForegroundColour(ui::colour(hue));
    notes_->SetLabel(wxControl::EscapeMnemonics(words));
    notes_->Wrap(px(*this, 720));
    notes_->Show(!words.empty());
    return true;
}

void SettingForm::build(const PageReadings& readings) {
    is_built_ = true;
    auto* facts = new wxFlexGridSizer(2, px(*this, ui::space::inside), px(*this, ui::space::margin));
    column_->Add(facts, 0, wxBOTTOM, px(*this, ui::space::between));
    column_->Add(&fields_.sizer(), 0, wxBOTTOM, px(*this, ui::space::between));
    std::vector<std::string> unknown;
    for (const auto& part : page_.points) {
        if (commissioning::is_trip_limit(*part.thing)) continue;
        const auto now = readings.of(*part.device, *part.thing);
        if (now.quality == station::Quality::unsupported) {
            unknown.push_back(text::tr(part.thing->label));
            continue;
        }
        const auto label = label_of(*part.device, *part.thing);
        if (part.thing->writable()) {
            fields_.add(part, label);
            continue;
        }
        auto* name = new wxStaticText(body(), wxID_ANY, wxControl::EscapeMnemonics(label));
        name->SetForegroundColour(ui::colour(Hue::muted));
        facts->Add(name);
        auto* words = new wxStaticText(body(), wxID_ANY, wxControl::EscapeMnemonics(present_words(now)));
        facts->Add(words);
        facts_.push_back({part, words});
    }
    if (!unknown.empty())
        ui::add_paragraph(body(), *column_,
                          to_wx(text::trf_n("{} more setting is not known to this firmware.",
                                            "{} more settings are not known to this firmware.",
                                            static_cast<long long>(unknown.size()), unknown.size())),
                          ui::Type::body, Hue::muted);
    const bool is_empty = fields_.empty() && facts_.empty();
    if (is_empty) page_.not_offered.insert(page_.not_offered.end(), unknown.begin(), unknown.end());
    if (!fields_.empty()) {
        write_ = new wxButton(body(), wxID_ANY, tr("Review and write") + L"\u2026");
        ui::make_primary(*write_);
        write_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { write_fields(); });
        why_closed_ = new wxStaticText(body(), wxID_ANY, {});
        why_closed_->SetForegroundColour(ui::colour(Hue::fault));
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        row->AddStretchSpacer();
        row->Add(why_closed_, 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, px(*this, ui::space::between));
        row->Add(write_);
        column_->Add(row, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::between));
    }
    if (std::ranges::any_of(page_.points, [](const auto& part) { return commissioning::is_trip_limit(*part.thing); })) {
        grid_limits_ = new GridLimits(body(), workspace_, found_);
        grid_limits_->on_layout([this] { lay_out(); });
        grid_limits_->show(readings);
        column_->Add(grid_limits_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::between));
    }
    for (const auto& part : page_.tables) {
        auto* editor = add_table(*part.thing, readings.tables[tables_.size()]);
        editor->on_write(
            [this, part, editor](std::vector<station::Row> rows) { write_rows(part, *editor, std::move(rows)); });
    }
    for (const auto& rows : page_.rows) {
        auto* editor = add_table(*rows.table, readings.tables[tables_.size()]);
        editor->keep(rows.table);
        editor->on_write([this, &rows, editor](const std::vector<station::Row>& wanted) {
            write_point_rows(rows, *editor, wanted);
        });
    }
    for (const auto& command : page_.commands) add_command(command);
    const auto is_hard_limit = [](const auto& part) { return part.thing->name == "hard_export_limit"; };
    if (std::ranges::any_of(page_.points, is_hard_limit))
        add_box(tr("Current transformers"), question_of_transformers());
    if (!page_.not_offered.empty()) add_box(tr("Set in the maker's app"), question_of_rest(page_));
}

void SettingForm::add_box(const wxString& section, ByHandBox::Question question) {
    ui::add_section(body(), *column_, section);
    auto* box = new ByHandBox(body(), workspace_, found_, std::move(question));
    box->on_layout([this] { lay_out(); });
    column_->Add(box, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::between));
    boxes_.push_back(box);
}

RowsEditor::Beside SettingForm::beside(const station::RowTable& table) const {
    const bool is_of_company = table.name == "prices" || table.name == "schedule";
    return {currency_of(readings_, *found_, workspace_.preferences().currency), ratings_beside(readings_, *found_),
            is_of_company ? workspace_.folders().user / "templates" / table.name : std::filesystem::path()};
}

RowsEditor* SettingForm::add_table(const station::RowTable& table, const station::TableReading& reading) {
    auto* editor = new RowsEditor(body(), workspace_.bridge(), table, reading, beside(table));
    editor->on_layout([this] { lay_out(); });
    column_->Add(editor, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::between));
    tables_.push_back(editor);
    return editor;
}

void SettingForm::add_command(const PartOf<station::Command>& part) {
    const auto label = tr(part.thing->label);
    auto* button = new wxButton(body(), wxID_ANY, label + L"\u2026");
    button->Bind(wxEVT_BUTTON, [this, part](wxCommandEvent&) {
        auto arguments = ask_arguments(this, *part.thing, *found_);
        if (!arguments) return;
        const auto line = command_words(*part.thing, *arguments);
        commissioning::CommandWrite command{part.thing, std::move(*arguments)};
        write({commissioning::planned_write(*part.device, std::move(command))}, {line});
    });
    column_->Add(button, 0, wxBOTTOM, px(*this, ui::space::inside));
    commands_.push_back(button);
}

void SettingForm::check() {
    const bool working = reading_.running() || writing_.running();
    const auto fields = fields_.check(writing_.running());
    if (is_built_ && (show_notes() || fields.moved)) lay_out();
    again_->Enable(!working);
    if (write_ != nullptr) {
        write_->Enable(fields.refused.empty() && fields.changed && !working && !is_stale_);
        why_closed_->SetLabel(fields.refused.empty()
                                  ? wxString()
                                  : wxControl::EscapeMnemonics(trf("See the field {}.", ui::to_utf8(fields.refused))));
        why_closed_->GetContainingSizer()->Layout();
    }
    for (auto* table : tables_) table->hold(working || is_stale_);
    for (auto* command : commands_) command->Enable(!working);
}

void SettingForm::write_fields() {
    auto writes = fields_.writes();
    commissioning::put_conditions_first(writes);
    commissioning::put_in_power_order(writes);
    std::vector<wxString> lines;
    for (const auto& write : writes) {
        const auto& one = std::get<commissioning::PointWrite>(write.what);
        const auto shown = one.point->secret
                               ? tr("a new secret value")
                               : to_wx(text::shown_value(commissioning::with_unit(*one.point, write.wanted)));
        const auto label = ui::to_utf8(label_of(*write.device, *one.point));
        const auto now = ui::to_utf8(present_words(readings_.of(*write.device, *one.point)));
        lines.push_back(one.point->readable() ? trf("{}: now {}, new {}", label, now, ui::to_utf8(shown))
                                              : to_wx(label) + ": " + shown);
    }
    write(std::move(writes), lines);
}

void SettingForm::write_rows(const PartOf<station::RowTable>& part, RowsEditor& editor,
                             std::vector<station::Row> rows) {
    commissioning::TableWrite table{part.thing, std::move(rows), editor.generation()};
    write({commissioning::planned_write(*part.device, std::move(table))}, editor.review_lines());
}

void SettingForm::write_point_rows(const commissioning::PointRows& rows, RowsEditor& editor,
                                   const std::vector<station::Row>& wanted) {
    const auto changes = commissioning::changes_of(
        rows, wanted, [&](const station::Point& point) { return readings_.of(*rows.device, point); });
    std::vector<wxString> lines;
    for (const auto& [place, before, after] : changes)
        lines.push_back(trf("{} {}: now {}, new {}", text::tr(rows.table->row_label), place + 1,
                            ui::to_utf8(before ? editor.words_of(*before) : tr("none")),
                            ui::to_utf8(after ? editor.words_of(*after) : tr("none"))));
    if (!changes.empty()) return write(commissioning::writes_of(rows, changes), lines);
    editor.written();
    read();
}

void SettingForm::write(std::vector<PlannedWrite> writes, const std::vector<wxString>& lines) {
    if (writing_.running() || !review_writes(this, writes, lines)) return;
    say(tr("Writing, and reading back"), Hue::muted);
    const auto show_done = ui::Bridge::latest<std::size_t>(alive_, [this, total = writes.size()](std::size_t done) {
        if (total > 1 && writing_.running()) say(trf("{} of {} written, and read back", done, total), Hue::muted);
    });
    const auto told = [show_done, done = std::size_t{0}](const auto&) mutable { show_done(++done); };
    auto work = [live = workspace_.connection().live(), found = found_, &bridge = workspace_.bridge(),
                 &store = workspace_.store(), keeping = keeping_visit(workspace_), writes,
                 told] { return write_settings(live, bridge.runtime(), store, found, keeping, writes, told); };
    writing_ = workspace_.bridge().start<WrittenSettings>(
        work, [this](const WrittenSettings& written) { take(written); },
        [this](const std::exception_ptr& error) {
            say({}, Hue::muted);
            fail(error);
            show_top();
        });
    check();
}

void SettingForm::take(const WrittenSettings& written) {
    auto [words, all_done] = outcome_words(written.outcomes);
    for (const auto& outcome : written.outcomes) {
        if (!outcome.done()) continue;
        fields_.written(outcome.write);
        for (auto* table : tables_)
            if (table->table().name == outcome.write.name()) table->written();
    }
    for (std::size_t i = 0; i < page_.rows.size(); ++i) {
        if (!all_done || !concerns(written.outcomes, page_.rows[i])) continue;
        tables_[page_.tables.size() + i]->written();
        words = L"\u2713 " + tr(page_.rows[i].table->label) + ": "
                + tr(std::string(station::to_string(station::WriteResult::proven)));
    }
    outcome_ = {words, all_done ? Hue::good : Hue::fault};
    keep_written(readings_, page_, written.outcomes);
    say(outcome_.first, outcome_.second);
    second_look_.after(written);
    show_top();
    if (!written.visit.empty()) go_on_in(workspace_, written.visit);
    if (written.error) return fail(written.error);
    read();
    if (on_written_) on_written_();
}

}  // namespace firstlight::app::desktop
