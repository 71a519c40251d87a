#include "reports/table_shape.h"

#include <algorithm>
#include <numeric>

namespace firstlight::reports {

namespace {

constexpr double narrowest_cut = 70;  ///< a column of long codes may be squeezed to this
constexpr double note_gap = 1.5;

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

double least_width(const FontSet& fonts, const std::string& text, Font font) {
    return std::min(narrowest_cut, fonts.longest_word(text, font));
}

Wish wish_of(const FontSet& fonts, const Table& table, std::size_t column, double room) {
    const Column& head = table.columns[column];
    Wish wish{fonts.width(head.title, head_font), fonts.longest_word(head.title, head_font)};
    for (const Row& row : table.rows) {
        if (row.heading != 0 || column >= row.cells.size()) continue;
        const Cell& cell = row.cells[column];
        const double mark = mark_space(cell);
        wish.natural = std::max({wish.natural, mark + widest_line(fonts, cell.text, font_of(cell)),
                                 widest_line(fonts, cell.sub, fine_font)});
        wish.least = std::max(
            {wish.least, mark + least_width(fonts, cell.text, font_of(cell)), least_width(fonts, cell.sub, fine_font)});
    }
    if (head.at_most > 0) wish.natural = std::max(wish.least, std::min(wish.natural, head.at_most * room));
    return wish;
}

/// A capped column takes spare room up to its cap; number columns take none; the others share the rest.
std::vector<double> with_spare(const std::vector<Column>& columns, const std::vector<Wish>& wishes, double room) {
    std::vector<double> widths;
    double used = 0, growing = 0;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        const bool capped = columns[i].at_most > 0 && !columns[i].right;
        widths.push_back(wishes[i].natural);
        used += wishes[i].natural;
        if (!columns[i].right && !capped) growing += wishes[i].natural;
    }
    double spare = room - used;
    for (std::size_t i = 0; i < wishes.size() && spare > 0; ++i) {
        if (columns[i].at_most == 0 || columns[i].right) continue;
        const double more = std::clamp(columns[i].at_most * room - widths[i], 0.0, spare);
        widths[i] += more;
        spare -= more;
    }
    for (std::size_t i = 0; i < wishes.size() && growing > 0; ++i)
        if (!columns[i].right && columns[i].at_most == 0) widths[i] += spare * wishes[i].natural / growing;
    return widths;
}

double sum(const std::vector<double>& widths) {
    return std::accumulate(widths.begin(), widths.end(), 0.0);
}

/// Every column as it wishes, but none wider than `most` unless it must be.
std::vector<double> levelled(const std::vector<Wish>& wishes, double most) {
    std::vector<double> widths;
    for (const Wish& wish : wishes) widths.push_back(std::max(wish.least, std::min(wish.natural, most)));
    return widths;
}

/// Too little room: the widest columns give way first, all to the same width.
std::vector<double> squeezed(const std::vector<Wish>& wishes, double room) {
    std::vector<double> widths = levelled(wishes, 0);
    if (const double least = sum(widths); least > room) {
        for (double& width : widths) width *= room / least;
        return widths;
    }
    double low = 0, high = room;
    for (int step = 0; step < 40; ++step) {
        const double middle = (low + high) / 2;
        (sum(levelled(wishes, middle)) > room ? high : low) = middle;
    }
    return levelled(wishes, low);
}

std::vector<double> widths_of(const Table& table, const std::vector<Wish>& wishes, double room) {
    std::vector<double> natural;
    for (const Wish& wish : wishes) natural.push_back(wish.natural);
    if (sum(natural) > room) return squeezed(wishes, room);
    return table.compact ? natural : with_spare(table.columns, wishes, room);
}

}  // namespace

double SetCell::height() const {
    return static_cast<double>(lines.size()) * line_height(cell_font)
           + static_cast<double>(sub_lines.size()) * line_height(fine_font);
}

TableShape::TableShape(const FontSet& fonts, const Table& table, double left, double width)
    : fonts_(fonts), table_(table), left_(left) {
    const double room = width - style::cell_gap * static_cast<double>(table.columns.size() - 1);
    std::vector<Wish> wishes;
    for (std::size_t i = 0; i < table.columns.size(); ++i) wishes.push_back(wish_of(fonts, table, i, room));
    double x = left;
    for (const double wide : widths_of(table, wishes, room)) {
        columns_.push_back({x, wide});
        x += wide + style::cell_gap;
    }
    for (std::size_t i = 0; i < columns_.size(); ++i)
        head_lines_.push_back(fonts.wrap(table.columns[i].title, columns_[i].width, head_font));
}

double TableShape::note_x() const {
    return table_.columns.front().right && columns_.size() > 1 ? columns_[1].x : left_;
}

double TableShape::head_height() const {
    std::size_t most = 1;
    for (const auto& lines : head_lines_) most = std::max(most, lines.size());
    return static_cast<double>(most) * line_height(head_font) + 2 * style::row_padding;
}

double TableShape::heading_height(int level) {
    return level == 1 ? line_height(group_font) + 14 : line_height(strong_font) + 2 * style::row_padding + 4;
}

SetRow TableShape::set(const Row& row) const {
    SetRow set;
    for (std::size_t i = 0; i < row.cells.size() && i < columns_.size(); ++i) {
        const Cell& cell = row.cells[i];
        SetCell one;
        one.lines = fonts_.wrap(cell.text, columns_[i].width - mark_space(cell), font_of(cell));
        if (!cell.sub.empty()) one.sub_lines = fonts_.wrap(cell.sub, columns_[i].width, fine_font);
        set.height = std::max(set.height, one.height());
        set.cells.push_back(std::move(one));
    }
    if (!row.note.empty()) {
        set.note = fonts_.wrap(row.note, right() - note_x(), fine_font);
        set.height += note_gap + static_cast<double>(set.note.size()) * line_height(fine_font);
    }
    set.height += 2 * style::row_padding;
    return set;
}

double TableShape::height_from(std::size_t i) const {
    double height = 0;
    for (; i < table_.rows.size(); ++i) {
        const Row& row = table_.rows[i];
        if (row.heading == 0) return height + set(row).height;
        height += heading_height(row.heading);
    }
    return height;
}

double TableShape::height(double enough) const {
    double height = head_height();
    for (const Row& row : table_.rows) {
        if (height > enough) break;
        height += row.heading == 0 ? set(row).height : heading_height(row.heading);
    }
    return height;
}

}  // namespace firstlight::reports
