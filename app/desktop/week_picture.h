#pragma once

#include "station/row_table.h"
#include "ui/canvas.h"

#include <vector>

namespace firstlight::app::desktop {

/// The periods of a schedule as a week: a line for each day, a bar for each period. The list beside it says the same in
/// words.
class WeekPicture : public ui::Canvas {
  public:
    /// `table` must outlive it.
    WeekPicture(wxWindow* parent, const station::RowTable& table);

    void show(std::vector<station::Row> rows);

  private:
    void paint(wxGraphicsContext& on) const override;
    void draw_hours(wxGraphicsContext& on, double left, double width, double height) const;

    const station::RowTable& table_;
    std::vector<station::Row> rows_;
};

}  // namespace firstlight::app::desktop
