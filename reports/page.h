#pragma once

#include "reports/fonts.h"
#include "reports/page_style.h"
#include "reports/report_model.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

/// Pages as lists of drawing steps, in points from the upper left corner.
namespace firstlight::reports {

struct DrawText {
    double x = 0, baseline = 0;
    std::string text;
    Font font;
    style::Color color = style::black;
};

struct DrawBox {
    double x = 0, y = 0, width = 0, height = 0;
    style::Color color = style::band;
};

struct DrawLine {
    double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
    double thickness = 0.5;
    style::Color color = style::hairline;
};

/// A verdict's shape in a square.
struct DrawMark {
    Mark mark = Mark::none;
    double x = 0, y = 0, size = 6;
};

/// The logo, fitted into the box at its upper right.
struct DrawLogo {
    double x = 0, y = 0, width = 0, height = 0;
};

/// Structure for readers that speak the page; `attributes` as cairo takes them.
struct BeginTag {
    std::string name, attributes = {};
};
struct EndTag {
    std::string name;
};

using DrawStep = std::variant<DrawText, DrawBox, DrawLine, DrawMark, BeginTag, EndTag>;

struct Page {
    std::vector<DrawStep> steps;
};

/// A line of the outline; level 0 sections, level 1 groups inside them.
struct Bookmark {
    std::string title;
    int level = 0;
    std::size_t page = 0;  ///< from 0
    double y = 0;
};

struct Pages {
    double width = 0, height = 0;
    std::vector<Page> pages;
    std::vector<Bookmark> bookmarks;
    std::optional<DrawLogo> logo;  ///< on the first page
};

}  // namespace firstlight::reports
