#pragma once

#include "station/row_table.h"
#include "ui/field.h"

#include <vector>

#include <wx/checkbox.h>
#include <wx/dialog.h>

namespace firstlight::app::desktop {

/// A row to begin with: special values ("none") where columns have them, the first free place where they are numbered.
station::Row new_row(const station::RowTable& table, const std::vector<station::Row>& rows);

/// One row as a form: days as ticks, choices as lists, the rest as fields. A secret is typed hidden; left empty it
/// stays as it is.
class RowDialog : public wxDialog {
  public:
    /// `table` must outlive it.
    RowDialog(wxWindow* parent, const station::RowTable& table, station::Row row, bool is_new);

    const station::Row& row() const { return row_; }

  private:
    struct Cell {
        std::size_t column = 0;
        std::vector<wxCheckBox*> days;
        ui::ChoiceField* choice = nullptr;
        ui::TextField* text = nullptr;
    };
    Cell make_cell(wxSizer& column, std::size_t at, bool is_new);
    /// False when a field has an error.
    bool take();
    bool take_cell(const Cell& cell);

    const station::RowTable& table_;
    station::Row row_;
    std::vector<Cell> cells_;
};

}  // namespace firstlight::app::desktop
