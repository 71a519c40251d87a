#include "reports/page_flow.h"

namespace firstlight::reports {

namespace {

constexpr double ascent = 1.026;  ///< of the line's upper edge to its baseline, in sizes, for line_spacing

}  // namespace

PageFlow::PageFlow(const FontSet& fonts, Paper paper) : fonts_(fonts) {
    pages_.width = paper == Paper::a4 ? 595.276 : 612;
    pages_.height = paper == Paper::a4 ? 841.890 : 792;
    new_page();
}

void PageFlow::new_page() {
    pages_.pages.emplace_back();
    y_ = top();
}

void PageFlow::ensure(double height) {
    if (height > room() && !at_top()) new_page();
}

void PageFlow::gap(double height) {
    if (!at_top()) y_ += height;
}

void PageFlow::line(double x, double y, std::string text, Font font, style::Color color) {
    if (!text.empty()) draw(DrawText{x, y + ascent * font.size, std::move(text), font, color});
}

void PageFlow::line_to(double right, double y, std::string text, Font font, style::Color color) {
    const double wide = fonts_.width(text, font);
    line(right - wide, y, std::move(text), font, color);
}

void PageFlow::paragraph(const std::string& text, Font font, style::Color color, const char* tag) {
    const double height = line_height(font);
    bool open = false;
    const auto lines = fonts_.wrap(text, width(), font);
    if (lines.size() <= 3) ensure(height * static_cast<double>(lines.size()));
    for (const std::string& one : lines) {
        if (height > room()) {
            if (open) draw(EndTag{tag});
            open = false;
            new_page();
        }
        if (!open) draw(BeginTag{tag});
        open = true;
        line(left(), y_, one, font, color);
        y_ += height;
    }
    if (open) draw(EndTag{tag});
}

void PageFlow::bookmark(std::string title, int level) {
    pages_.bookmarks.push_back({std::move(title), level, pages_.pages.size() - 1, y_});
}

}  // namespace firstlight::reports
