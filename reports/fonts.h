#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Text in the shipped fonts: which face has a character, how wide text is, where lines break. Scripts that need
/// shaping or run from right to left are out of its reach: their characters are drawn one by one, left to right.
namespace firstlight::reports {

struct Font {
    double size = 8;
    bool bold = false;
};

enum class FaceName { regular, bold, cjk };
inline constexpr int face_count = 3;

/// One character set in one face. `begin` and `length` are its bytes in the text.
struct PlacedGlyph {
    FaceName face = FaceName::regular;
    unsigned long index = 0;
    double x = 0, advance = 0;
    std::size_t begin = 0;
    std::size_t length = 0;
};

class FontSet {
  public:
    /// Reads DejaVuSans.ttf, DejaVuSans-Bold.ttf and wqy-microhei.ttc. Throws formats::FileError naming the file that
    /// is missing or no font.
    explicit FontSet(const std::filesystem::path& folder);
    ~FontSet();
    FontSet(const FontSet&) = delete;
    FontSet& operator=(const FontSet&) = delete;

    double width(std::string_view text, Font font) const;
    /// Glyphs from x = 0 to the right, the first moved so that none of its ink lies left of 0. Characters that no face
    /// has show as a replacement sign, their text stays.
    std::vector<PlacedGlyph> place(std::string_view text, Font font) const;
    /// Lines no wider than `width`; a word that is wider is cut. Line feeds end lines. At least one line.
    std::vector<std::string> wrap(std::string_view text, double width, Font font) const;
    /// Cut at the end, with an ellipsis, to fit.
    std::string shortened(std::string_view text, double width, Font font) const;
    /// Width of the widest part that wrap() would keep whole.
    double longest_word(std::string_view text, Font font) const;

    /// FT_Face of the name, for the PDF surface; lives as long as this.
    void* native(FaceName face) const;

  private:
    struct Faces;
    std::unique_ptr<Faces> faces_;
};

}  // namespace firstlight::reports
