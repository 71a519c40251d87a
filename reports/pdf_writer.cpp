#include "reports/pdf_writer.h"

#include "reports/utf8.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <numbers>
#include <stdexcept>

#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <fmt/format.h>

namespace firstlight::reports {

namespace {

struct Release {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* context) const { cairo_destroy(context); }
    void operator()(cairo_font_face_t* face) const { cairo_font_face_destroy(face); }
};
using Surface = std::unique_ptr<cairo_surface_t, Release>;
using Context = std::unique_ptr<cairo_t, Release>;
using Face = std::unique_ptr<cairo_font_face_t, Release>;

cairo_status_t append_bytes(void* target, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(target)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

struct Source {
    const std::string& bytes;
    std::size_t at = 0;
};

cairo_status_t read_bytes(void* from, unsigned char* data, unsigned int length) {
    auto& source = *static_cast<Source*>(from);
    if (source.bytes.size() - source.at < length) return CAIRO_STATUS_READ_ERROR;
    std::memcpy(data, source.bytes.data() + source.at, length);
    source.at += length;
    return CAIRO_STATUS_SUCCESS;
}

Surface png_of(const std::string& bytes) {
    Source source{bytes};
    return Surface(cairo_image_surface_create_from_png_stream(read_bytes, &source));
}

void check(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error(std::string("PDF: ") + cairo_status_to_string(status));
}

/// Carries out drawing steps.
class Painter {
  public:
    Painter(cairo_t* context, const FontSet& fonts) : context_(context), fonts_(fonts) {
        for (int i = 0; i < face_count; ++i)
            faces_[static_cast<std::size_t>(i)].reset(cairo_ft_font_face_create_for_ft_face(
                static_cast<FT_Face>(fonts.native(static_cast<FaceName>(i))), FT_LOAD_NO_HINTING));
        cairo_font_options_t* options = cairo_font_options_create();
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
        cairo_set_font_options(context_, options);
        cairo_font_options_destroy(options);
    }

    void operator()(const DrawText& text) {
        color(text.color);
        const auto placed = fonts_.place(text.text, text.font);
        for (std::size_t i = 0; i < placed.size();) i = run(text, placed, i);
    }

    void operator()(const DrawBox& box) {
        color(box.color);
        cairo_rectangle(context_, box.x, box.y, box.width, box.height);
        cairo_fill(context_);
    }

    void operator()(const DrawLine& line) {
        color(line.color);
        cairo_set_line_width(context_, line.thickness);
        cairo_move_to(context_, line.x1, line.y1);
        cairo_line_to(context_, line.x2, line.y2);
        cairo_stroke(context_);
    }

    void operator()(const DrawMark& mark);

    void operator()(const DrawLogo& box, cairo_surface_t* logo) {
        const double wide = cairo_image_surface_get_width(logo), high = cairo_image_surface_get_height(logo);
        const double scale = std::min(box.width / wide, box.height / high);
        cairo_save(context_);
        cairo_translate(context_, box.x + box.width - wide * scale, box.y);
        cairo_scale(context_, scale, scale);
        cairo_set_source_surface(context_, logo, 0, 0);
        cairo_paint(context_);
        cairo_restore(context_);
    }

    void operator()(const BeginTag& tag) { cairo_tag_begin(context_, tag.name.c_str(), tag.attributes.c_str()); }
    void operator()(const EndTag& tag) { cairo_tag_end(context_, tag.name.c_str()); }

  private:
    void draw_shape(Mark mark);
    void path(std::initializer_list<std::pair<double, double>> points);
    void color(const style::Color& color) { cairo_set_source_rgb(context_, color.red, color.green, color.blue); }

    /// Glyphs of one face from `begin`; returns the first of another face. Each keeps the text it stands for, so that
    /// search and copy find what was meant.
    std::size_t run(const DrawText& text, const std::vector<PlacedGlyph>& placed, std::size_t begin) {
        std::vector<cairo_glyph_t> glyphs;
        std::vector<cairo_text_cluster_t> clusters;
        std::string words;
        std::size_t end = begin;
        for (; end < placed.size() && placed[end].face == placed[begin].face; ++end) {
            glyphs.push_back({placed[end].index, text.x + placed[end].x, text.baseline});
            const std::string shown =
                printable(std::string_view(text.text).substr(placed[end].begin, placed[end].length));
            clusters.push_back({static_cast<int>(shown.size()), 1});
            words += shown;
        }
        cairo_set_font_face(context_, faces_[static_cast<std::size_t>(placed[begin].face)].get());
        cairo_set_font_size(context_, text.font.size);
        cairo_show_text_glyphs(context_, words.data(), static_cast<int>(words.size()), glyphs.data(),
                               static_cast<int>(glyphs.size()), clusters.data(), static_cast<int>(clusters.size()),
                               static_cast<cairo_text_cluster_flags_t>(0));
        return end;
    }

    cairo_t* context_;
    const FontSet& fonts_;
    std::array<Face, face_count> faces_;
};

void Painter::operator()(const DrawMark& mark) {
    if (mark.mark == Mark::none) return;
    cairo_save(context_);
    cairo_translate(context_, mark.x, mark.y);
    cairo_scale(context_, mark.size, mark.size);
    cairo_set_line_width(context_, 0.18);
    cairo_set_line_cap(context_, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(context_, CAIRO_LINE_JOIN_ROUND);
    draw_shape(mark.mark);
    cairo_restore(context_);
}

/// In a unit square: tick, cross, triangle, ring, dash. Each differs in form, so grey paper shows them too.
void Painter::draw_shape(Mark mark) {
    switch (mark) {
        case Mark::none:
            return;
        case Mark::passed:
            color(style::good);
            path({{0.08, 0.55}, {0.38, 0.85}, {0.94, 0.18}});
            return cairo_stroke(context_);
        case Mark::failed:
            color(style::fault);
            path({{0.14, 0.14}, {0.86, 0.86}});
            path({{0.86, 0.14}, {0.14, 0.86}});
            return cairo_stroke(context_);
        case Mark::warning:
            color(style::warning);
            path({{0.5, 0.1}, {0.95, 0.9}, {0.05, 0.9}});
            cairo_close_path(context_);
            return cairo_fill(context_);
        case Mark::not_tested:
            color(style::muted);
            cairo_arc(context_, 0.5, 0.5, 0.38, 0, 2 * std::numbers::pi);
            return cairo_stroke(context_);
        case Mark::not_applicable:
            color(style::muted);
            path({{0.15, 0.5}, {0.85, 0.5}});
            return cairo_stroke(context_);
    }
}

void Painter::path(std::initializer_list<std::pair<double, double>> points) {
    cairo_new_sub_path(context_);
    for (const auto& [x, y] : points) cairo_line_to(context_, x, y);
}

void set_facts(cairo_surface_t* surface, const PdfFacts& facts) {
    const auto set = [surface](cairo_pdf_metadata_t what, const std::string& text) {
        if (!text.empty()) cairo_pdf_surface_set_metadata(surface, what, printable(text).c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, facts.title);
    set(CAIRO_PDF_METADATA_AUTHOR, facts.author);
    set(CAIRO_PDF_METADATA_SUBJECT, facts.subject);
    set(CAIRO_PDF_METADATA_KEYWORDS, facts.keywords);
    set(CAIRO_PDF_METADATA_CREATOR, "Firstlight");
    set(CAIRO_PDF_METADATA_CREATE_DATE, facts.created);
    set(CAIRO_PDF_METADATA_MOD_DATE, facts.created);
}

void set_outline(cairo_surface_t* surface, const Pages& pages) {
    int section = CAIRO_PDF_OUTLINE_ROOT;
    for (const Bookmark& mark : pages.bookmarks) {
        const std::string target = fmt::format("page={} pos=[{:.2f} {:.2f}]", mark.page + 1, style::margin, mark.y);
        const int parent = mark.level == 0 ? CAIRO_PDF_OUTLINE_ROOT : section;
        const int made = cairo_pdf_surface_add_outline(surface, parent, printable(mark.title).c_str(), target.c_str(),
                                                       static_cast<cairo_pdf_outline_flags_t>(0));
        if (mark.level == 0) section = made;
    }
}

}  // namespace

bool is_drawable_png(const std::string& bytes) {
    return cairo_surface_status(png_of(bytes).get()) == CAIRO_STATUS_SUCCESS;
}

std::string to_pdf(const Pages& pages, const FontSet& fonts, const std::string& logo, const PdfFacts& facts) {
    std::string document;
    const Surface picture = logo.empty() ? nullptr : png_of(logo);
    const Surface surface(cairo_pdf_surface_create_for_stream(append_bytes, &document, pages.width, pages.height));
    set_facts(surface.get(), facts);
    const Context context(cairo_create(surface.get()));
    {
        Painter painter(context.get(), fonts);
        // Inside an open tag cairo 1.16 takes a picture for a tag error.
        if (picture && pages.logo) painter(*pages.logo, picture.get());
        cairo_tag_begin(context.get(), "Document", nullptr);
        for (const Page& page : pages.pages) {
            for (const DrawStep& step : page.steps) std::visit([&](const auto& one) { painter(one); }, step);
            if (&page == &pages.pages.back()) cairo_tag_end(context.get(), "Document");
            cairo_show_page(context.get());
        }
    }
    set_outline(surface.get(), pages);
    check(cairo_status(context.get()));
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()));
    return document;
}

}  // namespace firstlight::reports
