#include "app/desktop/row_dialog.h"

#include "station/cell_text.h"
#include "station/errors.h"
#include "text/numbers.h"
#include "text/text.h"
#include "ui/words.h"

#include <algorithm>
#include <map>
#include <utility>

#include <wx/button.h>
#include <wx/sizer.h>
#include <wx/wrapsizer.h>

namespace firstlight::app::desktop {

using station::Value;
using ui::px;
using ui::to_wx;
using ui::tr;

namespace {

constexpr int field_width = 300;

bool is_taken(const station::RowTable& table, const std::vector<station::Row>& rows, std::size_t column, double place) {
    return !table.key.empty()
           && std::ranges::any_of(rows, [&](const auto& row) { return row[column] == Value(place); });
}

/// A price holds all year round until somebody says otherwise: a flat rate is one number.
std::optional<Value> of_whole_year(const station::Point& column) {
    static const std::map<std::string, const char*, std::less<>> cells{
        {"from_month", "1"}, {"from_day", "1"}, {"to_month", "12"}, {"to_day", "31"},
        {"days", "mon-sun"}, {"from", "00:00"}, {"to", "24:00"}};
    const auto cell = cells.find(column.name);
    return cell == cells.end() ? std::nullopt : std::optional(station::parse_cell(column, cell->second));
}

}  // namespace

station::Row new_row(const station::RowTable& table, const std::vector<station::Row>& rows) {
    station::Row row;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto& column = table.columns[i];
        std::optional<Value> value;
        if (column.special) value = station::parse_value(column, column.special->second);
        if (!table.key.empty() && column.name == table.key.front()) {
            double place = 1;
            while (is_taken(table, rows, i, place)) ++place;
            value = place;
        }
        if (!value && !column.choices.empty()) value = static_cast<double>(column.choices.front().code);
        if (table.name == "prices" && !value) value = of_whole_year(column);
        row.push_back(std::move(value));
    }
    return row;
}

RowDialog::RowDialog(wxWindow* parent, const station::RowTable& table, station::Row row, bool is_new)
    : wxDialog(parent, wxID_ANY, tr(table.row_label)), table_(table), row_(std::move(row)) {
    auto* all = new wxBoxSizer(wxVERTICAL);
    auto* columns = new wxFlexGridSizer(2, px(*this, ui::space::inside), px(*this, ui::space::margin));
    for (std::size_t i = 0; i < table_.columns.size(); ++i)
        if (station::is_given(table_.columns[i])) cells_.push_back(make_cell(*columns, i, is_new));
    all->Add(columns, 1, wxEXPAND | wxALL, px(*this, ui::space::margin));
    auto* buttons = new wxStdDialogButtonSizer;
    buttons->AddButton(new wxButton(this, wxID_CANCEL, tr("Cancel")));
    auto* keep = new wxButton(this, wxID_OK, tr("Keep this row"));
    keep->SetDefault();
    keep->Bind(wxEVT_BUTTON, [this](wxCommandEvent& event) {
        if (take()) event.Skip();
    });
    buttons->AddButton(keep);
    buttons->Realize();
    all->Add(buttons, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, px(*this, ui::space::margin));
    SetSizerAndFit(all);
    CentreOnParent();
}

RowDialog::Cell RowDialog::make_cell(wxSizer& sizer, std::size_t at, bool is_new) {
    const auto& column = table_.columns[at];
    const auto& value = row_[at];
    const auto* number = value ? std::get_if<double>(&*value) : nullptr;
    Cell cell{at, {}, nullptr, nullptr};
    if (station::is_set_of_days(column)) {
        auto* days = new wxWrapSizer(wxHORIZONTAL);
        for (const auto& bit : column.bits) {
            auto* day = new wxCheckBox(this, wxID_ANY, tr(bit.name));
            day->SetValue(number && (static_cast<unsigned>(*number) >> bit.position & 1U) != 0);
            days->Add(day, 0, wxRIGHT, px(*this, ui::space::inside));
            cell.days.push_back(day);
        }
        sizer.Add(days);
        return cell;
    }
    if (!column.choices.empty()) {
        std::vector<wxString> labels;
        for (const auto& choice : column.choices) labels.push_back(tr(choice.label));
        cell.choice = new ui::ChoiceField(this, tr(column.label), labels, {}, field_width);
        const auto present = std::ranges::find_if(
            column.choices, [&](const auto& choice) { return number && *number == static_cast<double>(choice.code); });
        cell.choice->set_value(present == column.choices.end() ? 0
                                                               : static_cast<int>(present - column.choices.begin()));
        sizer.Add(cell.choice);
        return cell;
    }
    const station::PointLookup nothing = [](const std::string&) { return std::optional<double>{}; };
    auto hint = to_wx(text::shown_numbers(station::to_text(column, station::resolve_range(column, nothing))));
    if (hint.empty() && !column.unit.empty()) hint = to_wx(text::trf("in {}", station::unit_for_people(column.unit)));
    if (station::is_time_of_day(column)) hint = tr("Such as 22:00");
    if (column.epoch) hint = tr("Such as 2026-12-24 22:00");
    if (column.secret)
        hint = is_new ? tr("Scan the card, or type its number.") : tr("Empty: the number stays as it is.");
    cell.text = new ui::TextField(this, tr(column.label), hint, field_width, column.secret);
    if (value && !column.secret) {
        const auto words = station::cell_text(column, *value);
        cell.text->set_value(column.is_text() ? words : text::shown_value(words));
    }
    sizer.Add(cell.text);
    return cell;
}

bool RowDialog::take_cell(const Cell& cell) {
    const auto& column = table_.columns[cell.column];
    auto& value = row_[cell.column];
    if (!cell.days.empty()) {
        unsigned word = 0;
        for (std::size_t i = 0; i < cell.days.size(); ++i)
            if (cell.days[i]->GetValue()) word |= 1U << column.bits[i].position;
        value = static_cast<double>(word);
        return true;
    }
    if (cell.choice) {
        value = static_cast<double>(column.choices[static_cast<std::size_t>(cell.choice->value())].code);
        return true;
    }
    const auto typed = column.is_text() ? cell.text->value() : cell.text->number_text();
    if (column.secret && typed.empty()) {
        value.reset();
        return true;
    }
    try {
        const auto parsed = station::parse_cell(column, typed);
        station::check_and_encode(column, parsed);
        value = parsed;
        cell.text->set_error({});
        return true;
    } catch (const station::ValueNotAccepted& error) {
        cell.text->set_error(to_wx(text::shown_numbers(error.detail())));
        return false;
    }
}

bool RowDialog::take() {
    bool sound = true;
    for (const Cell& cell : cells_) sound = take_cell(cell) && sound;
    if (!sound) Fit();
    return sound;
}

}  // namespace firstlight::app::desktop
