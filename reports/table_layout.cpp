#include "reports/table_shape.h"
#include "text/text.h"

#include <algorithm>

namespace firstlight::reports {

namespace {

class TableSetter {
  public:
    TableSetter(PageFlow& flow, const Table& table)
        : flow_(flow), table_(table), shape_(flow.fonts(), table, flow.left(), flow.width()) {}

    void set() {
        flow_.draw(BeginTag{"Table"});
        head();
        for (std::size_t i = 0; i < table_.rows.size(); ++i) {
            if (table_.rows[i].heading != 0)
                heading(i);
            else
                row(table_.rows[i]);
        }
        flow_.draw(EndTag{"Table"});
    }

  private:
    void line_below(double thickness, style::Color color) {
        flow_.draw(DrawLine{shape_.left(), flow_.y(), shape_.right(), flow_.y(), thickness, color});
    }

    void head() {
        flow_.draw(BeginTag{"TR"});
        for (std::size_t i = 0; i < shape_.columns().size(); ++i) {
            flow_.draw(BeginTag{"TH"});
            cell_lines(i, flow_.y() + style::row_padding, shape_.head_lines()[i], head_font, style::muted, 0);
            flow_.draw(EndTag{"TH"});
        }
        flow_.draw(EndTag{"TR"});
        flow_.skip(shape_.head_height());
        line_below(0.8, style::muted);
    }

    /// Opens a page inside the table: the head again, and which group goes on.
    void next_page(const std::string& going_on) {
        flow_.new_page();
        head();
        if (!going_on.empty()) continued(going_on);
        rows_begin_ = flow_.y();
    }

    void heading(std::size_t i) {
        const Row& row = table_.rows[i];
        const std::string& text = row.cells.front().text;
        if (row.heading == 1) group_.clear();
        if (shape_.height_from(i) > flow_.room()) next_page(group_);
        if (row.heading == 1) {
            group_ = text;
            subgroup_.clear();
        } else {
            subgroup_ = text;
        }
        draw_heading(row.heading, text);
    }

    void draw_heading(int level, const std::string& text) {
        const Font font = level == 1 ? group_font : strong_font;
        const double height = TableShape::heading_height(level);
        if (level == 1) flow_.bookmark(text, 1);
        flow_.draw(BeginTag{"TR"});
        flow_.draw(BeginTag{"TH"});
        const double upper = flow_.y() + height - line_height(font) - style::row_padding;
        flow_.line(shape_.left(), upper, flow_.fonts().shortened(text, shape_.right() - shape_.left(), font), font,
                   level == 1 ? style::accent : style::black);
        flow_.draw(EndTag{"TH"});
        flow_.draw(EndTag{"TR"});
        flow_.skip(height);
        line_below(0.5, style::hairline);
    }

    void continued(const std::string& text) {
        const auto words = text::trf("{} (continued)", flow_.fonts().shortened(text, flow_.width() - 60, fine_font));
        flow_.line(flow_.left(), flow_.y() + style::row_padding, words, fine_font, style::muted);
        flow_.skip(line_height(fine_font) + 2 * style::row_padding);
        line_below(0.5, style::hairline);
    }

    std::string going_on() const {
        return group_.empty() || subgroup_.empty() ? group_ + subgroup_ : group_ + ", " + subgroup_;
    }

    void row(const Row& row) {
        const SetRow set = shape_.set(row);
        if (set.height > flow_.room() && flow_.y() != rows_begin_) next_page(going_on());
        if (set.height > flow_.room())
            tall_row(row, set);
        else
            draw_row(row, set);
    }

    void draw_row(const Row& row, const SetRow& set) {
        flow_.draw(BeginTag{"TR"});
        for (std::size_t i = 0; i < set.cells.size(); ++i) {
            flow_.draw(BeginTag{"TD"});
            draw_cell(i, row.cells[i], set.cells[i]);
            flow_.draw(EndTag{"TD"});
        }
        if (!set.note.empty()) note(set);
        flow_.draw(EndTag{"TR"});
        flow_.skip(set.height);
        line_below(0.5, style::hairline);
    }

    void note(const SetRow& set) {
        double y =
            flow_.y() + set.height - style::row_padding - static_cast<double>(set.note.size()) * line_height(fine_font);
        flow_.draw(BeginTag{"TD"});
        for (const std::string& one : set.note) {
            flow_.line(shape_.note_x(), y, one, fine_font, style::muted);
            y += line_height(fine_font);
        }
        flow_.draw(EndTag{"TD"});
    }

    void draw_cell(std::size_t column, const Cell& cell, const SetCell& set) {
        const double y = flow_.y() + style::row_padding;
        mark(column, cell);
        const style::Color color = cell.muted ? style::muted : style::black;
        cell_lines(column, y, set.lines, font_of(cell), color, mark_space(cell));
        const double below = y + static_cast<double>(set.lines.size()) * line_height(cell_font);
        cell_lines(column, below, set.sub_lines, fine_font, style::muted, mark_space(cell));
    }

    void mark(std::size_t column, const Cell& cell) {
        if (cell.mark == Mark::none) return;
        flow_.draw(DrawMark{cell.mark, shape_.columns()[column].x, flow_.y() + style::row_padding + 1.8, 6.2});
    }

    void cell_lines(std::size_t column, double y, const std::vector<std::string>& lines, Font font, style::Color color,
                    double indent) {
        const auto& place = shape_.columns()[column];
        for (const std::string& one : lines) {
            if (table_.columns[column].right)
                flow_.line_to(place.x + place.width, y, one, font, color);
            else
                flow_.line(place.x + indent, y, one, font, color);
            y += line_height(font);
        }
    }

    /// A row higher than a page is the one that has to be cut: line by line, each cell going on in its column, then
    /// the small text.
    void tall_row(const Row& row, const SetRow& set) {
        std::size_t most = 0;
        for (const SetCell& cell : set.cells) most = std::max(most, cell.lines.size());
        for (std::size_t i = 0; i < row.cells.size() && i < set.cells.size(); ++i) mark(i, row.cells[i]);
        flow_.skip(style::row_padding);
        for (std::size_t line = 0; line < most; ++line) {
            if (flow_.room() < line_height(cell_font)) next_page(going_on());
            for (std::size_t i = 0; i < set.cells.size(); ++i)
                if (line < set.cells[i].lines.size())
                    cell_lines(i, flow_.y(), {set.cells[i].lines[line]}, font_of(row.cells[i]), style::black,
                               mark_space(row.cells[i]));
            flow_.skip(line_height(cell_font));
        }
        for (std::size_t i = 0; i < set.cells.size(); ++i)
            for (const std::string& one : set.cells[i].sub_lines) small_line(shape_.columns()[i].x, one);
        for (const std::string& one : set.note) small_line(shape_.note_x(), one);
        flow_.skip(style::row_padding);
        line_below(0.5, style::hairline);
    }

    void small_line(double x, const std::string& text) {
        if (flow_.room() < line_height(fine_font) + style::row_padding) next_page(going_on());
        flow_.line(x, flow_.y(), text, fine_font, style::muted);
        flow_.skip(line_height(fine_font));
    }

    PageFlow& flow_;
    const Table& table_;
    TableShape shape_;
    std::string group_, subgroup_;
    double rows_begin_ = -1;  ///< where rows begin on a page that this table has just opened
};

/// Tables up to this height stay whole.
double short_table(const PageFlow& flow) {
    return (flow.bottom() - flow.top()) * 0.3;
}

}  // namespace

double table_beginning(const PageFlow& flow, const Table& table) {
    if (table.columns.empty()) return 0;
    const TableShape shape(flow.fonts(), table, flow.left(), flow.width());
    const double whole = shape.height(short_table(flow));
    return whole <= short_table(flow) ? whole : shape.head_height() + shape.height_from(0);
}

void set_table(PageFlow& flow, const Table& table) {
    if (table.columns.empty()) return;
    flow.ensure(table_beginning(flow, table));
    TableSetter(flow, table).set();
}

}  // namespace firstlight::reports
