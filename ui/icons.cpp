#include "ui/icons.h"

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace firstlight::ui {

namespace {

/// Strokes on a field of 24 by 24, which has 4 more to the left and to the right: GTK sets no room between a picture
/// and its label.
std::string_view strokes(Icon icon) {
    switch (icon) {
        case Icon::visits:
            return "M6 4h12v17H6z M9 3h6v3H9z M9 11h6 M9 15h6";
        case Icon::overview:
            return "M4 11L12 4l8 7 M6 10v10h12V10 M13 11l-3 4h4l-3 4";
        case Icon::devices:
            return "M4 5h10v14H4z M17 9h4v10h-4z M7 9h4 M7 12h4 M19 12v3";
        case Icon::setup:
            return "M4 6l2 2 3-4 M4 14l2 2 3-4 M13 6h7 M13 14h7 M4 20h16";
        case Icon::diagnosis:
            return "M3 13h4l3-8 4 14 3-6h4";
        case Icon::reports:
            return "M6 3h8l4 4v14H6z M14 3v4h4 M9 12h6 M9 16h6";
        case Icon::settings:
            return "M4 7h9 M17 7h3 M13 5h4v4h-4z M4 16h3 M11 16h9 M7 14h4v4H7z";
        case Icon::help:
            return "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .9-1 1.7v.5 M12 17v.6";
    }
    return "";
}

}  // namespace

wxBitmapBundle icon(Icon icon, Hue hue, int independent) {
    const auto shade = colour(hue);
    const int wide = independent * 4 / 3;
    const auto svg = fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 0 32 24" width="{5}" height="{0}"><path d="{1}" fill="none" )"
        R"(stroke="#{2:02x}{3:02x}{4:02x}" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></svg>)",
        independent, strokes(icon), shade.Red(), shade.Green(), shade.Blue(), wide);
    return wxBitmapBundle::FromSVG(svg.c_str(), wxSize(wide, independent));
}

}  // namespace firstlight::ui
