#pragma once

#include "app/desktop/row_columns.h"
#include "ui/bridge.h"
#include "ui/table.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <wx/button.h>
#include <wx/panel.h>
#include <wx/stattext.h>

namespace firstlight::app::desktop {

class WeekPicture;

/// The rows of a table of the station: shown, changed in a dialog, checked against each other while they are changed.
/// A log is shown with its sum. Rows go to a file and come from one: a rate plan or schedule to use again.
class RowsEditor : public wxPanel {
  public:
    /// What stands around the rows.
    struct Beside {
        std::string currency;             ///< of prices
        station::PointLookup ratings;     ///< of the plant
        std::filesystem::path templates;  ///< where rows are kept under names, by table; empty: not at all
    };

    /// `bridge` and `table` must outlive it.
    RowsEditor(wxWindow* parent, ui::Bridge& bridge, const station::RowTable& table,
               const station::TableReading& reading, Beside beside);

    void on_write(std::function<void(std::vector<station::Row>)> action) { on_write_ = std::move(action); }
    void on_layout(std::function<void()> action) { on_layout_ = std::move(action); }
    bool has_changes() const { return changed_; }
    const station::RowTable& table() const { return table_; }
    /// A table that no profile keeps lives as long as work with its files goes on.
    void keep(std::shared_ptr<const station::RowTable> table) { kept_ = std::move(table); }
    /// "From 2026-12-01 05:00, To 06:00": one row for a review.
    wxString words_of(const station::Row& row) const;
    /// Rows in which nothing was changed follow; those that were changed stay as they are.
    void refresh(const station::TableReading& reading, Beside beside);
    /// The rows are in the station.
    void written() { changed_ = false; }
    /// While the station is read or written nothing more is.
    void hold(bool working);
    double generation() const { return generation_; }
    /// What the review says.
    std::vector<wxString> review_lines() const;

  private:
    void make_buttons();
    void show_rows();
    void show_problems();
    void enable_buttons();
    void undo();
    void edit(std::size_t row, bool is_new);
    void remove();
    void import();
    void save();
    /// Rows under a name: used again, or kept.
    void choose_template();
    void keep_template();
    void load(const std::filesystem::path& file);
    std::optional<std::size_t> chosen() const;

    ui::Bridge& bridge_;
    const station::RowTable& table_;
    std::vector<RowColumn> columns_;
    Beside beside_;
    station::TableReading live_;
    std::vector<station::Row> rows_;
    double generation_ = 0;  ///< that the rows were made from
    bool changed_ = false, working_ = false, refused_ = false;
    ui::Table* list_;
    WeekPicture* week_ = nullptr;
    wxStaticText* problems_;
    wxButton *templates_ = nullptr, *add_ = nullptr, *import_ = nullptr, *change_ = nullptr, *remove_ = nullptr,
             *undo_ = nullptr, *write_ = nullptr;
    std::function<void(std::vector<station::Row>)> on_write_;
    std::function<void()> on_layout_;
    std::shared_ptr<const station::RowTable> kept_;
    ui::Job file_;
};

}  // namespace firstlight::app::desktop
