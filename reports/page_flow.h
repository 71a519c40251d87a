#pragma once

#include "reports/page.h"
#include "reports/report.h"

namespace firstlight::reports {

/// Fills pages from top to bottom: where the next thing goes, and a new page when it does not fit.
class PageFlow {
  public:
    PageFlow(const FontSet& fonts, Paper paper);

    const FontSet& fonts() const { return fonts_; }
    double left() const { return style::margin; }
    double right() const { return pages_.width - style::margin; }
    double width() const { return right() - left(); }
    double top() const { return style::margin + style::header_height; }
    double bottom() const { return pages_.height - style::margin - style::footer_height; }
    double room() const { return bottom() - y_; }
    bool at_top() const { return y_ == top(); }
    double y() const { return y_; }
    void skip(double height) { y_ += height; }
    void move_to(double y) { y_ = y; }

    void new_page();
    /// A new page unless `height` fits on this one.
    void ensure(double height);
    /// Room between two things; nothing at the top of a page.
    void gap(double height);

    void draw(DrawStep step) { pages_.pages.back().steps.push_back(std::move(step)); }
    /// One line whose upper edge is at `y`.
    void line(double x, double y, std::string text, Font font, style::Color color = style::black);
    /// The same, ending at `right`.
    void line_to(double right, double y, std::string text, Font font, style::Color color = style::black);
    /// Wrapped text that goes on over pages, as a tag of this name.
    void paragraph(const std::string& text, Font font, style::Color color, const char* tag = "P");
    void bookmark(std::string title, int level);

    /// Works on an earlier page: the cover, which is set last.
    Pages& pages() { return pages_; }

  private:
    const FontSet& fonts_;
    Pages pages_;
    double y_ = 0;
};

inline double line_height(Font font) {
    return font.size * style::line_spacing;
}

/// A table over as many pages as it needs: head on each, rows whole, the group named again.
void set_table(PageFlow& flow, const Table& table);
/// Height of its head, headings and first row; of all of it when it is short, because short tables stay whole.
double table_beginning(const PageFlow& flow, const Table& table);
/// Names in a column of their own.
void set_facts(PageFlow& flow, const Facts& facts);
/// On the first page; what does not fit there stands in the sections.
void set_cover(PageFlow& flow, const Cover& cover, bool logo);
/// Everything.
Pages set_pages(const ReportModel& model, const FontSet& fonts, Paper paper, bool logo);

}  // namespace firstlight::reports
