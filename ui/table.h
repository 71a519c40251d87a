#pragma once

#include "ui/theme.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <wx/dataview.h>
#include <wx/panel.h>

namespace firstlight::ui {

struct Column {
    wxString title;
    int width = 120;  ///< independent pixels, at least
    bool right = false;
    bool stretch = false;  ///< takes the width that is left; one column
};

struct Cell {
    wxString text;
    std::optional<Hue> hue;
    std::optional<double> sort;  ///< numbers sort as numbers
};

struct Row {
    std::string key;
    std::vector<Cell> cells;
};

/// Lists for many: rows are drawn only when in sight, so that ten thousand are as quick as ten. Clicking a head sorts.
class Table : public wxPanel {
  public:
    /// `name` is what screen readers say.
    Table(wxWindow* parent, const wxString& name, std::vector<Column> columns);

    /// Keeps the selection when its key is still there. Rows that only changed their texts are not laid out anew.
    void set_rows(std::vector<Row> rows);
    std::optional<std::string> selected() const;
    void select(const std::string& key);
    std::size_t size() const;
    /// The row was chosen, or activated (double click, Enter).
    void on_select(std::function<void(const std::string& key)> action) { on_select_ = std::move(action); }
    /// A right click, the menu key or Shift+F10: a menu belongs at `place`, in this window's coordinates.
    void on_menu(std::function<void(const wxPoint& place)> action) { on_menu_ = std::move(action); }
    void on_activate(std::function<void(const std::string& key)> action) { on_activate_ = std::move(action); }

  private:
    class Model;
    /// As wide as its head at least.
    int width_of(const Column& column) const;
    void stretch_column();
    void bind_menu();
    /// Windows selects nothing when the key leads to the row that has the keyboard already, as in a list of one.
    void bind_first_key();
    /// As the person sees them, sorted.
    const Row& outer_row(bool last) const;
    std::function<void(const std::string&)> on_select_, on_activate_;
    std::function<void(const wxPoint&)> on_menu_;
    wxObjectDataPtr<Model> model_;
    wxDataViewCtrl* view_;
    std::vector<Column> columns_;
};

}  // namespace firstlight::ui
