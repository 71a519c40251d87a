#include "reports/page_flow.h"

#include <algorithm>
#include <numeric>

namespace firstlight::reports {

namespace {

constexpr Font plain{style::table, false};
constexpr Font bold{style::table, true};
constexpr Font fine{style::small, false};
constexpr Font head_font{style::small, true};
constexpr Font group_font{style::body + 1, true};
constexpr double mark_width = 10;
constexpr double narrowest_cut = 70;  ///< a column of long codes may be squeezed to this

Font font_of(const Cell& cell) {
    return cell.strong ? bold : plain;
}

double mark_space(const Cell& cell) {
    return cell.mark == Mark::none ? 0 : mark_width;
}

struct Placed {
    double x = 0, width = 0;
};

/// What a column would like and what it needs at least.
struct Wish {
    double natural = 0, least = 0;
};

double widest_line(const FontSet& fonts, const std::string& text, Font font) {
    double widest = 0;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        widest = std::max(widest, fonts.width(std::string_view(text).substr(begin, end - begin), font));
        begin = end + 1;
    }
    return widest;
}

Wish wish_of(const FontSet& fonts, const Table& table, std::size_t column, double room) {
    const Column& head = table.columns[column];
    Wish wish{fonts.width(head.title, head_font), fonts.longest_word(head.title, head_font)};
    for (const Row& row : table.rows) {
        if (row.heading != 0 || column >= row.cells.size()) continue;
        const Cell& cell = row.cells[column];
        const double mark = mark_space(cell);
        wish.natural = std::max(
            {wish.natural, mark + widest_line(fonts, cell.text, font_of(cell)), widest_line(fonts, cell.sub, fine)});
        wish.least = std::max({wish.least, mark + std::min(narrowest_cut, fonts.longest_word(cell.text, font_of(cell))),
                               std::min(narrowest_cut, fonts.longest_word(cell.sub, fine))});
    }
    if (head.at_most > 0) wish.natural = std::max(wish.least, std::min(wish.natural, head.at_most * room));
    return wish;
}

/// Spare room goes to text columns by their width; lack of it is shared by what can wrap.
std::vector<double> widths_of(const std::vector<Column>& columns, const std::vector<Wish>& wishes, double room) {
    double natural = 0, least = 0, growing = 0;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        natural += wishes[i].natural;
        least += wishes[i].least;
        if (!columns[i].right) growing += wishes[i].natural;
    }
    std::vector<double> widths;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        const auto& [wanted, needed] = wishes[i];
        if (natural <= room)
            widths.push_back(wanted + (columns[i].right || growing == 0 ? 0 : (room - natural) * wanted / growing));
        else if (least <= room)
            widths.push_back(needed + (room - least) * (wanted - needed) / std::max(1.0, natural - least));
        else
            widths.push_back(room * needed / least);
    }
    return widths;
}

/// A cell broken into lines of the column's width.
struct SetCell {
    std::vector<std::string> lines, sub_lines;
    double height() const {
        return static_cast<double>(lines.size()) * line_height(plain)
               + static_cast<double>(sub_lines.size()) * line_height(fine);
    }
};

struct SetRow {
    std::vector<SetCell> cells;
    std::vector<std::string> note;
    double height = 0;
};

class TableSetter {
  public:
    TableSetter(PageFlow& flow, const Table& table) : flow_(flow), table_(table) {
        const double gaps = style::cell_gap * static_cast<double>(table.columns.size() - 1);
        const double room = flow.width() - gaps;
        std::vector<Wish> wishes;
        for (std::size_t i = 0; i < table.columns.size(); ++i) wishes.push_back(wish_of(flow.fonts(), table, i, room));
        double x = flow.left();
        for (const double width : widths_of(table.columns, wishes, room)) {
            columns_.push_back({x, width});
            x += width + style::cell_gap;
        }
        head_lines_ = wrapped_head();
    }

    void set() {
        const double first = table_.rows.empty() ? 0 : height_with_headings(0);
        flow_.ensure(head_height() + std::min(first, 200.0));
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
    std::vector<std::vector<std::string>> wrapped_head() const {
        std::vector<std::vector<std::string>> all;
        for (std::size_t i = 0; i < columns_.size(); ++i)
            all.push_back(flow_.fonts().wrap(table_.columns[i].title, columns_[i].width, head_font));
        return all;
    }

    double head_height() const {
        std::size_t most = 1;
        for (const auto& lines : head_lines_) most = std::max(most, lines.size());
        return static_cast<double>(most) * line_height(head_font) + 2 * style::row_padding;
    }

    void head() {
        flow_.draw(BeginTag{"TR"});
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            flow_.draw(BeginTag{"TH"});
            cell_lines(i, flow_.y() + style::row_padding, head_lines_[i], head_font, style::muted, 0);
            flow_.draw(EndTag{"TH"});
        }
        flow_.draw(EndTag{"TR"});
        flow_.skip(head_height());
        flow_.draw(DrawLine{flow_.left(), flow_.y(), flow_.right(), flow_.y(), 0.8, style::muted});
    }

    static double heading_height(int level) {
        return level == 1 ? line_height(group_font) + 14 : line_height(bold) + 2 * style::row_padding + 4;
    }

    /// Of row `i` and, when it is a heading, of the first ordinary row below it: a heading never stands alone.
    double height_with_headings(std::size_t i) const {
        double height = 0;
        for (; i < table_.rows.size(); ++i) {
            const Row& row = table_.rows[i];
            if (row.heading == 0) return height + set_row(row).height;
            height += heading_height(row.heading);
        }
        return height;
    }

    void heading(std::size_t i) {
        const Row& row = table_.rows[i];
        const std::string& text = row.cells.front().text;
        if (row.heading == 1) {
            group_ = text;
            subgroup_.clear();
        } else {
            subgroup_ = text;
        }
        if (height_with_headings(i) > flow_.room()) {
            flow_.new_page();
            head();
            if (row.heading == 2 && !group_.empty()) continued(group_);
        }
        draw_heading(row.heading, text);
    }

    void draw_heading(int level, const std::string& text) {
        const Font font = level == 1 ? group_font : bold;
        const double height = heading_height(level);
        if (level == 1) flow_.bookmark(text, 1);
        flow_.draw(BeginTag{"TR"});
        flow_.draw(BeginTag{"TH"});
        const double upper = flow_.y() + height - line_height(font) - style::row_padding;
        flow_.line(flow_.left(), upper, flow_.fonts().shortened(text, flow_.width(), font), font,
                   level == 1 ? style::accent : style::black);
        flow_.draw(EndTag{"TH"});
        flow_.draw(EndTag{"TR"});
        flow_.skip(height);
        flow_.draw(DrawLine{flow_.left(), flow_.y(), flow_.right(), flow_.y(), 0.5, style::hairline});
    }

    void continued(const std::string& text) {
        const std::string words = flow_.fonts().shortened(text, flow_.width() - 60, fine) + " (continued)";
        flow_.line(flow_.left(), flow_.y() + style::row_padding, words, fine, style::muted);
        flow_.skip(line_height(fine) + 2 * style::row_padding);
        flow_.draw(DrawLine{flow_.left(), flow_.y(), flow_.right(), flow_.y(), 0.5, style::hairline});
    }

    SetRow set_row(const Row& row) const {
        SetRow set;
        for (std::size_t i = 0; i < row.cells.size() && i < columns_.size(); ++i) {
            const Cell& cell = row.cells[i];
            SetCell one;
            one.lines = flow_.fonts().wrap(cell.text, columns_[i].width - mark_space(cell), font_of(cell));
            if (!cell.sub.empty()) one.sub_lines = flow_.fonts().wrap(cell.sub, columns_[i].width, fine);
            set.height = std::max(set.height, one.height());
            set.cells.push_back(std::move(one));
        }
        if (!row.note.empty()) set.note = flow_.fonts().wrap(row.note, flow_.right() - note_x(), fine);
        set.height += static_cast<double>(set.note.size()) * line_height(fine) + 2 * style::row_padding;
        return set;
    }

    /// Notes begin under the first text column, so that a number column in front stays clear.
    double note_x() const { return table_.columns.front().right && columns_.size() > 1 ? columns_[1].x : flow_.left(); }

    void row(const Row& row) {
        const SetRow set = set_row(row);
        if (set.height > flow_.room() && !only_head_above()) {
            flow_.new_page();
            head();
            if (!group_.empty() || !subgroup_.empty())
                continued(group_.empty() || subgroup_.empty() ? group_ + subgroup_ : group_ + ", " + subgroup_);
            fresh_y_ = flow_.y();
        }
        if (set.height > flow_.room())
            tall_row(row, set);
        else
            draw_row(row, set);
    }

    bool only_head_above() const { return flow_.y() == fresh_y_; }

    void draw_row(const Row& row, const SetRow& set) {
        flow_.draw(BeginTag{"TR"});
        double lowest = flow_.y();
        for (std::size_t i = 0; i < set.cells.size(); ++i) {
            flow_.draw(BeginTag{"TD"});
            lowest = std::max(lowest, draw_cell(i, row.cells[i], set.cells[i]));
            flow_.draw(EndTag{"TD"});
        }
        if (!set.note.empty()) {
            flow_.draw(BeginTag{"TD"});
            for (const std::string& one : set.note) {
                flow_.line(note_x(), lowest, one, fine, style::muted);
                lowest += line_height(fine);
            }
            flow_.draw(EndTag{"TD"});
        }
        flow_.draw(EndTag{"TR"});
        end_row(set.height);
    }

    void end_row(double height) {
        flow_.skip(height);
        flow_.draw(DrawLine{flow_.left(), flow_.y(), flow_.right(), flow_.y(), 0.5, style::hairline});
    }

    /// Returns the lower edge of what was drawn.
    double draw_cell(std::size_t column, const Cell& cell, const SetCell& set) {
        const double y = flow_.y() + style::row_padding;
        if (cell.mark != Mark::none) flow_.draw(DrawMark{cell.mark, columns_[column].x, y + 1.8, 6.2});
        const style::Color color = cell.muted ? style::muted : style::black;
        cell_lines(column, y, set.lines, font_of(cell), color, mark_space(cell));
        const double below = y + static_cast<double>(set.lines.size()) * line_height(plain);
        cell_lines(column, below, set.sub_lines, fine, style::muted, 0);
        return y + set.height();
    }

    void cell_lines(std::size_t column, double y, const std::vector<std::string>& lines, Font font, style::Color color,
                    double indent) {
        for (const std::string& one : lines) {
            if (table_.columns[column].right)
                flow_.line_to(columns_[column].x + columns_[column].width, y, one, font, color);
            else
                flow_.line(columns_[column].x + indent, y, one, font, color);
            y += line_height(font);
        }
    }

    /// A row higher than a page is the one that has to be cut: line by line, each cell going on in its column.
    void tall_row(const Row& row, const SetRow& set) {
        std::vector<std::size_t> done(set.cells.size(), 0);
        const auto left_over = [&] {
            for (std::size_t i = 0; i < done.size(); ++i)
                if (done[i] < set.cells[i].lines.size()) return true;
            return false;
        };
        while (left_over()) {
            if (flow_.room() < 3 * line_height(plain)) {
                flow_.new_page();
                head();
            }
            const auto fit = static_cast<std::size_t>((flow_.room() - 2 * style::row_padding) / line_height(plain));
            double used = 0;
            for (std::size_t i = 0; i < done.size(); ++i) {
                const auto& lines = set.cells[i].lines;
                const std::size_t end = std::min(lines.size(), done[i] + fit);
                const std::vector<std::string> part(lines.begin() + static_cast<std::ptrdiff_t>(done[i]),
                                                    lines.begin() + static_cast<std::ptrdiff_t>(end));
                cell_lines(i, flow_.y() + style::row_padding, part, font_of(row.cells[i]), style::black,
                           mark_space(row.cells[i]));
                if (done[i] == 0 && row.cells[i].mark != Mark::none)
                    flow_.draw(DrawMark{row.cells[i].mark, columns_[i].x, flow_.y() + style::row_padding + 1.8, 6.2});
                done[i] = end;
                used = std::max(used, static_cast<double>(part.size()) * line_height(plain));
            }
            flow_.skip(used + style::row_padding);
        }
        for (std::size_t i = 0; i < set.cells.size(); ++i) rest_of(i, set.cells[i].sub_lines);
        for (const std::string& one : set.note) rest_line(note_x(), one);
        end_row(style::row_padding);
    }

    void rest_of(std::size_t column, const std::vector<std::string>& lines) {
        for (const std::string& one : lines) rest_line(columns_[column].x, one);
    }

    void rest_line(double x, const std::string& text) {
        if (flow_.room() < 2 * line_height(fine)) {
            flow_.new_page();
            head();
        }
        flow_.line(x, flow_.y(), text, fine, style::muted);
        flow_.skip(line_height(fine));
    }

    PageFlow& flow_;
    const Table& table_;
    std::vector<Placed> columns_;
    std::vector<std::vector<std::string>> head_lines_;
    std::string group_, subgroup_;
    double fresh_y_ = -1;  ///< where rows begin on a page that a row has just opened
};

}  // namespace

void set_table(PageFlow& flow, const Table& table) {
    if (!table.columns.empty()) TableSetter(flow, table).set();
}

}  // namespace firstlight::reports
