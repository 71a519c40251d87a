#pragma once

#include "station/row_table.h"
#include "ui/table.h"

#include <functional>
#include <vector>

#include <wx/button.h>
#include <wx/panel.h>
#include <wx/stattext.h>

namespace firstlight::app::desktop {

class WeekPicture;

/// The rows of a table of the station: shown, changed in a dialog, checked against each other while they are changed.
/// A log is shown with its sum and saved as a file.
class RowsEditor : public wxPanel {
  public:
    /// `table` must outlive it.
    RowsEditor(wxWindow* parent, const station::RowTable& table, const station::TableReading& reading);

    void on_write(std::function<void(std::vector<station::Row>)> action) { on_write_ = std::move(action); }
    void on_layout(std::function<void()> action) { on_layout_ = std::move(action); }
    bool has_changes() const { return changed_; }
    double generation() const { return generation_; }
    /// What the review says.
    std::vector<wxString> review_lines() const;

  private:
    void make_buttons();
    void show_rows();
    void show_problems();
    void edit(std::size_t row, bool is_new);
    void remove();
    void import();
    void save_log();
    std::optional<std::size_t> chosen() const;

    const station::RowTable& table_;
    std::vector<station::Row> rows_;
    double generation_ = 0;
    bool changed_ = false;
    ui::Table* list_;
    WeekPicture* week_ = nullptr;
    wxStaticText* problems_;
    wxButton *change_ = nullptr, *remove_ = nullptr, *write_ = nullptr;
    std::function<void(std::vector<station::Row>)> on_write_;
    std::function<void()> on_layout_;
};

}  // namespace firstlight::app::desktop
