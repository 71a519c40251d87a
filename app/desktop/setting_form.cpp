#include "app/desktop/setting_form.h"

#include "app/desktop/setting_review.h"
#include "commissioning/setting_rules.h"
#include "commissioning/visit_for_writing.h"
#include "station/cell_text.h"
#include "station/errors.h"
#include "text/numbers.h"
#include "ui/accessible_name.h"
#include "ui/appearance.h"
#include "ui/words.h"

#include <algorithm>
#include <utility>

#include <wx/button.h>

namespace firstlight::app::desktop {

using commissioning::PartOf;
using ui::Hue;
using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;

namespace {

constexpr int field_width = 340;

wxString label_of(const commissioning::SettingPage& page, const station::Device& device, const station::Point& point) {
    const bool many = std::ranges::any_of(page.points, [&](const auto& part) { return part.device != &device; });
    const auto label = tr(point.label);
    return many ? to_wx(station::name_for_people(device.name())) + ": " + label : label;
}

wxString present_words(const station::Reading& reading) {
    if (reading.quality == station::Quality::not_available) return reading.point->is_text() ? tr("empty") : tr("none");
    return to_wx(reading.good() ? text::shown_value(station::to_text(reading)) : station::to_text(reading));
}

wxString hint_of(const station::Point& point, const station::Reading& now, const station::PointLookup& numbers) {
    const auto range = station::to_text(point, station::resolve_range(point, numbers));
    wxString hint = point.readable() ? trf("Now: {}", ui::to_utf8(present_words(now))) : tr("It cannot be read back.");
    if (!range.empty() && point.choices.empty()) hint += L" \u00B7 " + to_wx(text::shown_numbers(range));
    return hint;
}

}  // namespace

SettingForm::SettingForm(wxWindow* parent, ui::Workspace& workspace, std::shared_ptr<const station::Discovery> found,
                         commissioning::SettingPage page)
    : Page(parent, to_wx(page.name)), workspace_(workspace), found_(std::move(found)), page_(std::move(page)) {
    add_action(tr("Read again"), [this] { load(); });
    error_ = new ui::ErrorBanner(body());
    content().Add(error_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    ui::add_paragraph(body(), content(), to_wx(page_.why), ui::Type::body, Hue::muted);
    if (!page_.warning.empty())
        ui::add_paragraph(body(), content(), to_wx(page_.warning), ui::Type::body, Hue::warning);
    state_line_ = ui::add_paragraph(body(), content(), {}, ui::Type::body, Hue::muted);
    column_ = new wxBoxSizer(wxVERTICAL);
    content().Add(column_, 1, wxEXPAND);
    if (page_.by_hand())
        add_by_hand();
    else
        load();
}

bool SettingForm::has_changes() const {
    return std::ranges::any_of(entries_,
                               [this](const Entry& entry) {
                                   try {
                                       return wanted(entry).has_value();
                                   } catch (const station::ValueNotAccepted&) {
                                       return true;
                                   }
                               })
           || std::ranges::any_of(tables_, [](const RowsEditor* table) { return table->has_changes(); });
}

void SettingForm::load() {
    error_->clear();
    state_line_->SetLabel(tr("Reading from the station"));
    auto work = [live = workspace_.connection().live(), found = found_, page = page_] { return read_page(live, page); };
    reading_ = workspace_.bridge().start<PageReadings>(
        work, [this](PageReadings readings) { build(std::move(readings)); },
        [this](const std::exception_ptr& error) {
            state_line_->SetLabel({});
            error_->show(error);
            lay_out();
        });
}

void SettingForm::build(PageReadings readings) {
    others_ = std::move(readings.others);
    column_->Clear(true);
    entries_.clear();
    tables_.clear();
    write_ = nullptr;
    state_line_->SetLabel({});
    set_state(trf("as of {}", ui::to_utf8(wxDateTime::Now().FormatISOTime())));
    auto* facts = new wxFlexGridSizer(2, px(*this, ui::space::inside), px(*this, ui::space::margin));
    auto* fields = new wxFlexGridSizer(2, px(*this, ui::space::between), px(*this, ui::space::margin));
    column_->Add(facts, 0, wxBOTTOM, px(*this, ui::space::between));
    column_->Add(fields, 0, wxBOTTOM, px(*this, ui::space::between));
    for (std::size_t i = 0; i < page_.points.size(); ++i) {
        if (page_.points[i].thing->writable())
            add_entry(*fields, page_.points[i], std::move(readings.points[i]));
        else
            add_reading(*facts, *page_.points[i].device, readings.points[i]);
    }
    if (!entries_.empty()) {
        write_ = new wxButton(body(), wxID_ANY, tr("Review and write") + L"\u2026");
        ui::make_primary(*write_);
        write_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { write_fields(); });
        column_->Add(write_, 0, wxALIGN_RIGHT | wxBOTTOM, px(*this, ui::space::between));
    }
    for (std::size_t i = 0; i < page_.tables.size(); ++i) add_table(page_.tables[i], readings.tables[i]);
    for (const auto& command : page_.commands) add_command(command);
    show_outcomes();
    check();
    lay_out();
}

void SettingForm::add_reading(wxFlexGridSizer& facts, const station::Device& device, const station::Reading& reading) {
    auto* label =
        new wxStaticText(body(), wxID_ANY, wxControl::EscapeMnemonics(label_of(page_, device, *reading.point)));
    label->SetForegroundColour(ui::colour(Hue::muted));
    facts.Add(label);
    facts.Add(new wxStaticText(body(), wxID_ANY, wxControl::EscapeMnemonics(present_words(reading))));
}

void SettingForm::add_entry(wxSizer& column, const PartOf<station::Point>& part, station::Reading now) {
    const station::Point& point = *part.thing;
    const auto label = label_of(page_, *part.device, point);
    const station::PointLookup numbers = [this](const std::string& name) { return number_of(name); };
    Entry entry{part, std::move(now)};
    const auto hint = hint_of(point, entry.now, numbers);
    if (!point.choices.empty()) {
        std::vector<wxString> choices;
        if (!entry.now.good()) choices.push_back(tr("Leave as it is"));
        for (const auto& choice : point.choices) choices.push_back(tr(choice.label));
        entry.choice = new ui::ChoiceField(body(), label, choices, hint, field_width);
        const auto present = std::ranges::find_if(
            point.choices, [&](const auto& choice) { return entry.now.number() == static_cast<double>(choice.code); });
        const bool known = present != point.choices.end();
        entry.choice->set_value(!entry.now.good() ? 0 : known ? static_cast<int>(present - point.choices.begin()) : -1);
        entry.choice->on_change([this] { check(); });
        column.Add(entry.choice);
    } else {
        entry.text = new ui::TextField(body(), label, hint, field_width, point.secret);
        if (entry.now.good() && !point.secret) entry.text->set_value(station::to_text(point, *entry.now.value));
        entry.text->on_change([this] { check(); });
        column.Add(entry.text);
    }
    entries_.push_back(std::move(entry));
}

void SettingForm::add_table(const PartOf<station::RowTable>& part, const station::TableReading& reading) {
    auto* editor = new RowsEditor(body(), *part.thing, reading);
    editor->on_write([this, part, editor](std::vector<station::Row> rows) {
        SettingWrite write{*part.device, SettingWrite::OfTable{part.thing, std::move(rows), editor->generation()}, {}};
        std::vector<SettingWrite> writes;
        writes.push_back(std::move(write));
        this->write(std::move(writes), editor->review_lines());
    });
    editor->on_layout([this] { lay_out(); });
    column_->Add(editor, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::between));
    tables_.push_back(editor);
}

void SettingForm::add_command(const PartOf<station::Command>& part) {
    const auto label = tr(part.thing->label);
    auto* button = new wxButton(body(), wxID_ANY, label + L"\u2026");
    button->Bind(wxEVT_BUTTON, [this, part, label](wxCommandEvent&) {
        auto arguments = ask_arguments(this, *part.thing, *part.device);
        if (!arguments) return;
        std::vector<SettingWrite> writes;
        writes.push_back({*part.device, SettingWrite::OfCommand{part.thing, std::move(*arguments)}, {}});
        write(std::move(writes), {label});
    });
    column_->Add(button, 0, wxBOTTOM, px(*this, ui::space::inside));
}

void SettingForm::add_by_hand() {
    state_line_->SetLabel(tr(
        "This station does not offer it over Modbus. Set it in the maker's app and confirm here what you have set."));
    state_line_->Wrap(px(*this, 720));
    auto* answer = new ui::TextField(body(), tr("What was set"), tr("It stands in the report as confirmed by hand."));
    auto* confirm = new wxButton(body(), wxID_ANY, tr("Confirm"));
    confirm->Bind(wxEVT_BUTTON, [this, answer](wxCommandEvent&) {
        const auto said = answer->value();
        answer->set_error(said.empty() ? tr("Say what you have set.") : wxString());
        if (!said.empty()) confirm_by_hand(said);
    });
    column_->Add(answer, 0, wxBOTTOM, px(*this, ui::space::between));
    column_->Add(confirm);
    lay_out();
}

void SettingForm::confirm_by_hand(const std::string& answer) {
    commissioning::ManualConfirmation confirmation{"setting_" + page_.id, page_.name, answer,
                                                   workspace_.preferences().installer.name,
                                                   std::chrono::system_clock::now()};
    writing_ = workspace_.bridge().start_beside<std::string>(
        [&store = workspace_.store(), id = workspace_.visit(), installer = workspace_.preferences().installer,
         found = found_, confirmation] {
            const auto visit =
                commissioning::visit_for_writing(store, id, *found, "firstlight " FIRSTLIGHT_VERSION, installer);
            store.save_confirmation(visit, confirmation);
            return visit;
        },
        [this](const std::string& visit) {
            if (workspace_.visit() != visit) workspace_.open_visit(visit);
            workspace_.visit_changed();
            state_line_->SetLabel(L"\u2713 " + trf("Confirmed by hand in visit {}.", visit));
            lay_out();
        },
        [this](const std::exception_ptr& error) { error_->show(error); });
}

void SettingForm::show_outcomes() {
    if (outcomes_.empty()) return;
    wxString words;
    bool all_done = true;
    for (const auto& outcome : outcomes_) {
        all_done = all_done && outcome.done;
        if (!words.empty()) words += "\n";
        words += wxString(outcome.done ? L"\u2713 " : L"\u25A0 ")
                 + to_wx(station::name_for_people(outcome.device) + ", " + outcome.name + ": "
                         + text::shown_numbers(outcome.words));
    }
    state_line_->SetForegroundColour(ui::colour(all_done ? Hue::good : Hue::fault));
    state_line_->SetLabel(wxControl::EscapeMnemonics(words));
    state_line_->Wrap(px(*this, 720));
    outcomes_.clear();
}

std::optional<double> SettingForm::number_of(const std::string& point) const {
    for (const Entry& entry : entries_)
        if (entry.part.thing->name == point) {
            try {
                const auto value = wanted(entry);
                const auto* number = value ? std::get_if<double>(&*value) : nullptr;
                return number ? std::optional(*number) : entry.now.number();
            } catch (const station::ValueNotAccepted&) {
                return entry.now.number();
            }
        }
    const auto known = others_.find(point);
    return known == others_.end() ? std::nullopt : std::optional(known->second);
}

std::optional<station::Value> SettingForm::wanted(const Entry& entry) const {
    const station::Point& point = *entry.part.thing;
    std::optional<station::Value> value;
    if (entry.choice) {
        const int chosen = entry.choice->value() - (entry.now.good() ? 0 : 1);
        if (chosen < 0 || chosen >= static_cast<int>(point.choices.size())) return std::nullopt;
        value = static_cast<double>(point.choices[static_cast<std::size_t>(chosen)].code);
    } else {
        const auto typed = point.is_text() ? entry.text->value() : entry.text->number_text();
        if (typed.empty()) return std::nullopt;
        value = station::parse_value(point, typed);
    }
    if (entry.now.good() && entry.now.value == value) return std::nullopt;
    station::check_and_encode(point, *value);
    return value;
}

void SettingForm::check() {
    bool sound = true, changed = false;
    const station::PointLookup numbers = [this](const std::string& name) { return number_of(name); };
    for (const Entry& entry : entries_) {
        wxString trouble;
        try {
            if (const auto value = wanted(entry)) {
                changed = true;
                station::check_range(*entry.part.thing, *value, station::resolve_range(*entry.part.thing, numbers));
                if (const auto conflict = commissioning::conflict_of(*entry.part.thing, *value, numbers, *found_))
                    trouble = to_wx(*conflict);
            }
        } catch (const station::ValueNotAccepted& error) {
            trouble = to_wx(text::shown_numbers(error.detail()));
        }
        (entry.choice ? static_cast<ui::Field*>(entry.choice) : entry.text)->set_error(trouble);
        sound = sound && trouble.empty();
    }
    if (write_ != nullptr) write_->Enable(sound && changed);
}

void SettingForm::write_fields() {
    std::vector<SettingWrite> writes;
    std::vector<wxString> lines;
    for (const Entry& entry : entries_) {
        const auto value = wanted(entry);
        if (!value) continue;
        const station::Point& point = *entry.part.thing;
        const auto shown = point.secret
                               ? tr("a new secret value")
                               : to_wx(text::shown_value(station::with_unit(point, station::to_text(point, *value))));
        lines.push_back(trf("{}: now {}, new {}", ui::to_utf8(label_of(page_, *entry.part.device, point)),
                            ui::to_utf8(present_words(entry.now)), ui::to_utf8(shown)));
        writes.push_back({*entry.part.device, SettingWrite::OfPoint{&point, *value}, {}});
    }
    write(std::move(writes), lines);
}

void SettingForm::write(std::vector<SettingWrite> writes, const std::vector<wxString>& lines) {
    if (writing_.running() || !review_writes(this, writes, lines)) return;
    state_line_->SetForegroundColour(ui::colour(Hue::muted));
    state_line_->SetLabel(tr("Writing, and reading back"));
    lay_out();
    auto kept = std::make_shared<std::vector<SettingWrite>>(std::move(writes));
    writing_ = workspace_.bridge().start_beside<std::string>(
        [&store = workspace_.store(), id = workspace_.visit(), found = found_,
         installer = workspace_.preferences().installer] {
            return commissioning::visit_for_writing(store, id, *found, "firstlight " FIRSTLIGHT_VERSION, installer);
        },
        [this, kept](const std::string& visit) {
            if (workspace_.visit() != visit) workspace_.open_visit(visit);
            CallAfter([this, kept, visit] { begin_writing(std::move(*kept), visit); });
        },
        [this](const std::exception_ptr& error) {
            state_line_->SetLabel({});
            error_->show(error);
            lay_out();
        });
}

void SettingForm::begin_writing(std::vector<SettingWrite> writes, std::string visit) {
    auto work = [live = workspace_.connection().live(), found = found_, &bridge = workspace_.bridge(),
                 &store = workspace_.store(), visit,
                 writes] { return write_settings(live, bridge.runtime(), store, visit, writes); };
    writing_ = workspace_.bridge().start<std::vector<SettingOutcome>>(
        work,
        [this](std::vector<SettingOutcome> outcomes) {
            outcomes_ = std::move(outcomes);
            workspace_.visit_changed();
            load();
        },
        [this](const std::exception_ptr& error) {
            state_line_->SetLabel({});
            error_->show(error);
            lay_out();
        });
}

}  // namespace firstlight::app::desktop
