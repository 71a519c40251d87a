#pragma once

#include "reports/page_flow.h"

/// How a table lies on the page: widths of columns, lines of cells, heights of rows. Nothing is drawn here.
namespace firstlight::reports {

inline constexpr Font cell_font{style::table, false};
inline constexpr Font strong_font{style::table, true};
inline constexpr Font fine_font{style::small, false};
inline constexpr Font head_font{style::small, true};
inline constexpr Font group_font{style::body + 1, true};

inline Font font_of(const Cell& cell) {
    return cell.strong ? strong_font : cell_font;
}
inline double mark_space(const Cell& cell) {
    return cell.mark == Mark::none ? 0 : 10;
}

struct SetCell {
    std::vector<std::string> lines, sub_lines;
    double height() const;
};

struct SetRow {
    std::vector<SetCell> cells;
    std::vector<std::string> note;
    double height = 0;
};

class TableShape {
  public:
    struct Place {
        double x = 0, width = 0;
    };

    TableShape(const FontSet& fonts, const Table& table, double left, double width);

    const std::vector<Place>& columns() const { return columns_; }
    double left() const { return left_; }
    double right() const { return columns_.back().x + columns_.back().width; }
    /// Where notes begin: under the first text column, so that a number column in front stays clear.
    double note_x() const;

    const std::vector<std::vector<std::string>>& head_lines() const { return head_lines_; }
    double head_height() const;
    static double heading_height(int level);
    SetRow set(const Row& row) const;
    /// Of row `i` and, when it is a heading, of what must follow it up to the first ordinary row.
    double height_from(std::size_t i) const;
    /// With its head. Stops counting beyond `enough`.
    double height(double enough) const;

  private:
    const FontSet& fonts_;
    const Table& table_;
    double left_;
    std::vector<Place> columns_;
    std::vector<std::vector<std::string>> head_lines_;
};

}  // namespace firstlight::reports
