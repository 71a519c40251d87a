#include "reports/fonts.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <unordered_map>

#include <ft2build.h>
#include FT_FREETYPE_H

#include "formats/strict_json.h"
#include "reports/line_breaks.h"
#include "reports/utf8.h"

namespace firstlight::reports {

namespace {

constexpr char32_t replacement = 0xFFFD;

/// Marks that change their neighbours and show nothing themselves.
bool invisible(char32_t code) {
    return (code < 0x20) || code == 0x7F || code == 0xAD || (code >= 0x200B && code <= 0x200F)
           || (code >= 0x202A && code <= 0x202E) || code == 0x2060 || (code >= 0xFE00 && code <= 0xFE0F)
           || code == 0xFEFF;
}

std::string file_bytes(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw formats::FileError(file, 0, "the font is missing or cannot be read");
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

struct Glyph {
    FaceName face = FaceName::regular;
    unsigned long index = 0;
    double advance = 0;   ///< in sizes
    double overhang = 0;  ///< ink to the left of its origin, in sizes
};

}  // namespace

struct FontSet::Faces {
    struct Face {
        std::string bytes;  ///< FreeType reads from here as long as the face lives
        FT_Face face = nullptr;
    };
    FT_Library library = nullptr;
    std::array<Face, face_count> all;
    mutable std::array<std::unordered_map<char32_t, Glyph>, 2> known;

    ~Faces() {
        for (Face& face : all)
            if (face.face) FT_Done_Face(face.face);
        if (library) FT_Done_FreeType(library);
    }

    void load(FaceName name, const std::filesystem::path& file) {
        Face& face = all[static_cast<std::size_t>(name)];
        face.bytes = file_bytes(file);
        if (FT_New_Memory_Face(library, reinterpret_cast<const FT_Byte*>(face.bytes.data()),
                               static_cast<FT_Long>(face.bytes.size()), 0, &face.face)
            != 0)
            throw formats::FileError(file, 0, "it is not a font");
    }

    FT_Face native(FaceName name) const { return all[static_cast<std::size_t>(name)].face; }

    bool look_up(char32_t code, FaceName name, Glyph& glyph) const {
        FT_Face face = native(name);
        const FT_UInt index = FT_Get_Char_Index(face, code);
        if (index == 0 || FT_Load_Glyph(face, index, FT_LOAD_NO_SCALE) != 0) return false;
        const FT_Glyph_Metrics& metrics = face->glyph->metrics;
        glyph = {name, index, static_cast<double>(metrics.horiAdvance) / face->units_per_EM,
                 static_cast<double>(std::max(FT_Pos{0}, -metrics.horiBearingX)) / face->units_per_EM};
        return true;
    }

    Glyph find(char32_t code, bool bold) const {
        auto& cache = known[bold ? 1 : 0];
        if (const auto found = cache.find(code); found != cache.end()) return found->second;
        const FaceName latin = bold ? FaceName::bold : FaceName::regular;
        Glyph glyph{latin, 0, 0.6};
        if (!look_up(code, latin, glyph) && !look_up(code, FaceName::cjk, glyph)) look_up(replacement, latin, glyph);
        return cache.emplace(code, glyph).first->second;
    }
};

FontSet::FontSet(const std::filesystem::path& folder) : faces_(std::make_unique<Faces>()) {
    if (FT_Init_FreeType(&faces_->library) != 0) throw std::runtime_error("FreeType cannot start");
    faces_->load(FaceName::regular, folder / "DejaVuSans.ttf");
    faces_->load(FaceName::bold, folder / "DejaVuSans-Bold.ttf");
    faces_->load(FaceName::cjk, folder / "wqy-microhei.ttc");
}

FontSet::~FontSet() = default;

void* FontSet::native(FaceName face) const {
    return faces_->native(face);
}

double FontSet::width(std::string_view text, Font font) const {
    const auto placed = place(text, font);
    if (placed.empty()) return 0;
    const PlacedGlyph& last = placed.back();
    return last.x + last.advance;
}

std::vector<PlacedGlyph> FontSet::place(std::string_view text, Font font) const {
    std::vector<PlacedGlyph> placed;
    double x = 0;
    for (const Character& character : characters(text)) {
        if (invisible(character.code)) continue;
        const Glyph glyph = faces_->find(character.code, font.bold);
        if (placed.empty()) x = glyph.overhang * font.size;
        const double advance = glyph.advance * font.size;
        placed.push_back({glyph.face, glyph.index, x, advance, character.begin, character.length});
        x += advance;
    }
    return placed;
}

namespace {

/// Collects pieces into lines.
class LineFiller {
  public:
    LineFiller(const FontSet& fonts, double width, Font font) : fonts_(fonts), width_(width), font_(font) {}

    void add(const Piece& piece) {
        const double wide = fonts_.width(piece.text, font_);
        const double before = line_.empty() ? 0 : blanks_ * fonts_.width(" ", font_);
        if (!line_.empty() && used_ + before + wide > width_ + tolerance) flush();
        if (wide > width_ + tolerance)
            add_cut(piece.text);
        else
            append(piece.text, wide);
        blanks_ = static_cast<double>(piece.blanks);
    }

    void flush() {
        lines_.push_back(std::move(line_));
        line_.clear();
        used_ = blanks_ = 0;
    }

    std::vector<std::string> take() { return std::move(lines_); }

  private:
    static constexpr double tolerance = 1e-6;

    void append(std::string_view text, double wide) {
        if (!line_.empty()) {
            line_.append(static_cast<std::size_t>(blanks_), ' ');
            used_ += blanks_ * fonts_.width(" ", font_);
        }
        line_ += text;
        used_ += wide;
        blanks_ = 0;
    }

    void add_cut(std::string_view word) {
        for (const Character& character : characters(word)) {
            const std::string_view one = word.substr(character.begin, character.length);
            const double wide = fonts_.width(one, font_);
            if (!line_.empty() && used_ + wide > width_ + tolerance) flush();
            append(one, wide);
        }
    }

    const FontSet& fonts_;
    double width_;
    Font font_;
    std::vector<std::string> lines_;
    std::string line_;
    double used_ = 0, blanks_ = 0;
};

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines(1);
    for (const char c : text) {
        if (c == '\n')
            lines.emplace_back();
        else if (c != '\r')
            lines.back() += c == '\t' ? ' ' : c;
    }
    return lines;
}

}  // namespace

std::vector<std::string> FontSet::wrap(std::string_view text, double width, Font font) const {
    LineFiller filler(*this, width, font);
    for (const std::string& line : split_lines(text)) {
        for (const Piece& piece : pieces(line)) filler.add(piece);
        filler.flush();
    }
    return filler.take();
}

std::string FontSet::shortened(std::string_view text, double width, Font font) const {
    if (this->width(text, font) <= width) return std::string(text);
    const std::string ellipsis = "…";
    std::string kept;
    for (const Character& character : characters(text)) {
        const std::string longer = kept + std::string(text.substr(character.begin, character.length));
        if (this->width(longer + ellipsis, font) > width) break;
        kept = longer;
    }
    return kept + ellipsis;
}

double FontSet::longest_word(std::string_view text, Font font) const {
    double longest = 0;
    for (const std::string& line : split_lines(text))
        for (const Piece& piece : pieces(line)) longest = std::max(longest, width(piece.text, font));
    return longest;
}

}  // namespace firstlight::reports
