#pragma once

/// The look of the paper: sizes in points, one accent colour, black text. Nothing else names a size or a colour.
namespace firstlight::reports::style {

struct Color {
    double red = 0, green = 0, blue = 0;
};

inline constexpr Color black{0, 0, 0};
inline constexpr Color accent{0x0B / 255.0, 0x63 / 255.0, 0xC5 / 255.0};
inline constexpr Color muted{0x5B / 255.0, 0x64 / 255.0, 0x70 / 255.0};
inline constexpr Color good{0x1B / 255.0, 0x7F / 255.0, 0x4B / 255.0};
inline constexpr Color warning{0x9A / 255.0, 0x5B / 255.0, 0x00 / 255.0};
inline constexpr Color fault{0xC4 / 255.0, 0x32 / 255.0, 0x0A / 255.0};
inline constexpr Color hairline{0xD5 / 255.0, 0xDA / 255.0, 0xE0 / 255.0};
inline constexpr Color band{0xF1 / 255.0, 0xF4 / 255.0, 0xF7 / 255.0};

inline constexpr double margin = 18 * 72 / 25.4;
inline constexpr double header_height = 26;
inline constexpr double footer_height = 24;
inline constexpr double line_spacing = 1.36;

inline constexpr double body = 8.5;
inline constexpr double table = 7.8;
inline constexpr double small = 6.8;
inline constexpr double section_title = 14;
inline constexpr double cover_kind = 11;
inline constexpr double cover_title = 24;
inline constexpr double cover_verdict = 12.5;

inline constexpr double cell_gap = 10;      ///< between columns
inline constexpr double row_padding = 3.2;  ///< above and below a row's text
inline constexpr double block_gap = 10;
inline constexpr double section_gap = 20;
inline constexpr double logo_width = 150, logo_height = 56;

}  // namespace firstlight::reports::style
