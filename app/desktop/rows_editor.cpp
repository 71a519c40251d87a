#include "app/desktop/rows_editor.h"

#include "app/desktop/row_dialog.h"
#include "app/desktop/week_picture.h"
#include "commissioning/card_list.h"
#include "commissioning/log_csv.h"
#include "commissioning/row_rules.h"
#include "commissioning/rows_file.h"
#include "commissioning/settings_restore.h"
#include "reports/error_words.h"
#include "station/cell_text.h"
#include "station/errors.h"
#include "store/durable_file.h"
#include "text/numbers.h"
#include "ui/error_banner.h"
#include "ui/page.h"
#include "ui/words.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include <wx/choicdlg.h>
#include <wx/filedlg.h>
#include <wx/msgdlg.h>
#include <wx/sizer.h>
#include <wx/textdlg.h>
#include <wx/wrapsizer.h>

namespace firstlight::app::desktop {

using ui::Hue;
using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;

RowsEditor::RowsEditor(wxWindow* parent, ui::Bridge& bridge, const station::RowTable& table,
                       const station::TableReading& reading, Beside beside)
    : wxPanel(parent),
      bridge_(bridge),
      table_(table),
      columns_(columns_of(table, beside.currency)),
      beside_(std::move(beside)),
      live_(reading),
      rows_(reading.rows),
      generation_(reading.generation) {
    SetSizer(new wxBoxSizer(wxVERTICAL));
    ui::add_section(this, *GetSizer(), tr(table_.label));
    std::vector<ui::Column> heads;
    for (const auto& column : columns_) heads.push_back(column.head);
    heads.back().stretch = true;
    list_ = new ui::Table(this, tr(table_.label), std::move(heads));
    list_->SetMinSize(wxSize(px(*this, 480), px(*this, 180)));
    list_->on_select([this](const std::string&) { show_problems(); });
    list_->on_activate([this](const std::string&) {
        if (!table_.log && !working_ && chosen()) edit(*chosen(), false);
    });
    GetSizer()->Add(list_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    if (table_.name == "schedule") {
        week_ = new WeekPicture(this, table_);
        GetSizer()->Add(week_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    }
    if (!table_.note.empty()) ui::add_paragraph(this, *GetSizer(), tr(table_.note), ui::Type::hint, Hue::muted);
    problems_ = ui::add_paragraph(this, *GetSizer(), {}, ui::Type::body, Hue::fault);
    make_buttons();
    show_rows();
}

void RowsEditor::make_buttons() {
    auto* row = new wxWrapSizer(wxHORIZONTAL, wxREMOVE_LEADING_SPACES);  // in some languages they take two lines
    const auto button = [&](const wxString& label, auto action) {
        auto* made = new wxButton(this, wxID_ANY, label);
        made->Bind(wxEVT_BUTTON, [action](wxCommandEvent&) { action(); });
        row->Add(made, 0, wxRIGHT | wxBOTTOM, px(*this, ui::space::inside));
        return made;
    };
    const auto ellipsis = wxString(L"\u2026");
    if (table_.log) {
        button(tr("Save as a file") + ellipsis, [this] { save(); });
        GetSizer()->Add(row);
        return;
    }
    add_ = button(tr("Add") + ellipsis, [this] { edit(rows_.size(), true); });
    change_ = button(tr("Change") + ellipsis, [this] {
        if (chosen()) edit(*chosen(), false);
    });
    remove_ = button(tr("Remove"), [this] { remove(); });
    import_ = button(tr("Read a file") + ellipsis, [this] { import(); });
    if (table_.name != "cards") button(tr("Save as a file") + ellipsis, [this] { save(); });
    if (!beside_.templates.empty()) templates_ = button(tr("Templates") + ellipsis, [this] { choose_template(); });
    undo_ = button(tr("Undo changes"), [this] { undo(); });
    GetSizer()->Add(row, 0, wxEXPAND);
    write_ = new wxButton(this, wxID_ANY, trf("Write: {}", text::tr(table_.label)) + ellipsis);
    write_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { on_write_(rows_); });
    GetSizer()->Add(write_, 0, wxALIGN_RIGHT);
}

std::optional<std::size_t> RowsEditor::chosen() const {
    const auto key = list_->selected();
    if (!key) return std::nullopt;
    std::size_t row = 0;
    std::from_chars(key->data(), key->data() + key->size(), row);
    return row < rows_.size() ? std::optional(row) : std::nullopt;
}

void RowsEditor::show_rows() {
    std::vector<ui::Row> shown;
    for (std::size_t at = 0; at < rows_.size(); ++at) {
        ui::Row row{std::to_string(at), {}};
        for (const auto& column : columns_) row.cells.push_back(column.cell(rows_[at]));
        shown.push_back(std::move(row));
    }
    list_->set_rows(std::move(shown));
    if (week_ != nullptr) week_->show(rows_);
    show_problems();
}

void RowsEditor::show_problems() {
    wxString words;
    refused_ = false;
    if (!live_.good()) words = trf("It could not be read: {}", live_.why);
    if (live_.good() && table_.find("energy"))
        words = trf("In all {} kWh in {} charges.", text::number(commissioning::total_of(table_, rows_, "energy"), 2),
                    rows_.size());
    if (live_.good() && !table_.log)
        for (const auto& problem : commissioning::problems_of(table_, rows_, beside_.ratings)) {
            refused_ = refused_ || problem.refused;
            if (!words.empty()) words += "\n";
            words += trf("Row {}: {}", problem.row + 1, problem.words);
        }
    const bool at_fault = refused_ || !live_.good();
    problems_->SetForegroundColour(ui::colour(at_fault ? Hue::fault : table_.log ? Hue::text : Hue::warning));
    problems_->SetLabel(wxControl::EscapeMnemonics(words));
    problems_->Wrap(px(*this, 720));
    problems_->Show(!words.empty());
    enable_buttons();
    if (on_layout_) on_layout_();
}

void RowsEditor::enable_buttons() {
    if (table_.log) return;
    add_->Enable(live_.good() && !working_);
    import_->Enable(live_.good() && !working_);
    if (templates_ != nullptr) templates_->Enable(live_.good() && !working_);
    change_->Enable(chosen().has_value() && !working_);
    remove_->Enable(chosen().has_value() && !working_);
    undo_->Enable(changed_ && !working_);
    write_->Enable(changed_ && !refused_ && !working_ && live_.good());
}

void RowsEditor::hold(bool working) {
    working_ = working;
    enable_buttons();
}

void RowsEditor::refresh(const station::TableReading& reading, Beside beside) {
    beside_ = std::move(beside);
    live_ = reading;
    columns_ = columns_of(table_, beside_.currency);
    if (changed_)
        show_rows();
    else
        undo();
}

void RowsEditor::undo() {
    rows_ = live_.rows;
    generation_ = live_.generation;
    changed_ = false;
    show_rows();
}

void RowsEditor::edit(std::size_t row, bool is_new) {
    auto rows = rows_;
    if (is_new) rows.push_back(new_row(table_, rows_));
    RowDialog dialog(this, table_, rows[row], is_new);
    if (dialog.ShowModal() != wxID_OK) return;
    rows[row] = dialog.row();
    rows_ = commissioning::split_at_midnight(table_, rows);
    changed_ = true;
    show_rows();
    list_->select(std::to_string(row));
    show_problems();
}

void RowsEditor::remove() {
    const auto row = chosen();
    if (!row) return;
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(*row));
    changed_ = true;
    show_rows();
}

void RowsEditor::import() {
    const bool cards = table_.name == "cards";
    wxFileDialog dialog(this, tr("Read a file"), {}, {}, cards ? "*.csv;*.txt" : "*.json",
                        wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() != wxID_OK) return;
    load(std::filesystem::u8path(ui::to_utf8(dialog.GetPath())));
}

void RowsEditor::load(const std::filesystem::path& file) {
    file_ = bridge_.start_beside<std::vector<station::Row>>(
        [cards = table_.name == "cards", file, live = live_, rows = rows_, kept = kept_] {
            if (!cards) return commissioning::load_rows(file, live);
            commissioning::CardList list(*live.table, rows);
            list.import(file);
            return list.rows();
        },
        [this](std::vector<station::Row> rows) {
            rows_ = std::move(rows);
            changed_ = true;
            show_rows();
        },
        [this](const std::exception_ptr& error) { ui::tell_error(this, error); });
}

void RowsEditor::save() {
    const auto ending = wxString(table_.log ? ".csv" : ".json");
    wxFileDialog dialog(this, tr("Save as a file"), {}, to_wx(table_.name) + ending, "*" + ending,
                        wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
    if (dialog.ShowModal() != wxID_OK) return;
    const auto file = std::filesystem::u8path(ui::to_utf8(dialog.GetPath()));
    file_ = bridge_.start_beside<bool>(
        [file, &table = table_, rows = rows_, kept = kept_] {
            if (table.log)
                store::write_durably(file, commissioning::to_csv(table, rows));
            else
                commissioning::save_rows(table, rows, file);
            return true;
        },
        [](bool) {}, [this](const std::exception_ptr& error) { ui::tell_error(this, error); });
}

void RowsEditor::choose_template() {
    const auto names = commissioning::list_templates(beside_.templates);
    wxArrayString choices;
    for (const auto& name : names) choices.Add(to_wx(name));
    if (!rows_.empty() && !refused_) choices.Add(tr("Keep these rows as a template") + L"\u2026");
    if (choices.empty()) {
        wxMessageBox(tr("There is no template yet. Enter rows first, then keep them as one."), tr("Templates"),
                     wxOK | wxICON_INFORMATION, this);
        return;
    }
    wxSingleChoiceDialog dialog(this, tr("Rows that you use again."), tr("Templates"), choices);
    if (dialog.ShowModal() != wxID_OK) return;
    const auto chosen = static_cast<std::size_t>(dialog.GetSelection());
    if (chosen < names.size())
        load(commissioning::template_file(beside_.templates, names[chosen]));
    else
        keep_template();
}

void RowsEditor::keep_template() {
    wxTextEntryDialog dialog(this, tr("Name of the template"), tr("Keep as a template"));
    if (dialog.ShowModal() != wxID_OK) return;
    const auto name = ui::to_utf8(dialog.GetValue().Trim().Trim(false));
    const auto tell = [this](const wxString& words) {
        wxMessageBox(words, tr("Templates"), wxOK | wxICON_WARNING, this);
    };
    if (!commissioning::is_template_name(name))
        return tell(tr("A name has letters, digits, spaces, '-' and '_', at most 60 characters."));
    const auto file = commissioning::template_file(beside_.templates, name);
    if (std::filesystem::exists(file)) return tell(trf("There is a template {} already. Choose another name.", name));
    file_ = bridge_.start_beside<bool>(
        [file, &table = table_, rows = rows_] {
            std::filesystem::create_directories(file.parent_path());
            commissioning::save_rows(table, rows, file);
            return true;
        },
        [](bool) {}, [this](const std::exception_ptr& error) { ui::tell_error(this, error); });
}

wxString RowsEditor::words_of(const station::Row& row) const {
    wxString words;
    for (const auto& column : columns_) {
        const auto cell = column.cell(row);
        if (!cell.text.empty()) words += (words.empty() ? "" : ", ") + column.head.title + " " + cell.text;
    }
    return words;
}

std::vector<wxString> RowsEditor::review_lines() const {
    const auto count = static_cast<long long>(rows_.size());
    std::vector<wxString> lines{
        to_wx(text::trf_n("{1}: {0} row", "{1}: {0} rows", count, count, text::tr(table_.label)))};
    constexpr std::size_t most = 8;
    for (std::size_t i = 0; i < std::min(rows_.size(), most); ++i) lines.push_back(words_of(rows_[i]));
    if (rows_.size() > most) lines.push_back(trf("{} and {} more", text::tr(table_.row_label), rows_.size() - most));
    return lines;
}

}  // namespace firstlight::app::desktop
