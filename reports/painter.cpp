#include "reports/painter.h"

#include "reports/utf8.h"

#include <algorithm>
#include <cstring>
#include <numbers>
#include <stdexcept>

#include <cairo-ft.h>

namespace firstlight::reports {

namespace {

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

}  // namespace

CairoSurface png_of(const std::string& bytes) {
    Source source{bytes};
    return CairoSurface(cairo_image_surface_create_from_png_stream(read_bytes, &source));
}

void check(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error(std::string("PDF: ") + cairo_status_to_string(status));
}

Painter::Painter(cairo_t* context, const FontSet& fonts) : context_(context), fonts_(fonts) {
    for (int i = 0; i < face_count; ++i)
        faces_[static_cast<std::size_t>(i)].reset(cairo_ft_font_face_create_for_ft_face(
            static_cast<FT_Face>(fonts.native(static_cast<FaceName>(i))), FT_LOAD_NO_HINTING));
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(context_, options);
    cairo_font_options_destroy(options);
}

void Painter::draw(const Page& page) {
    for (const DrawStep& step : page.steps) std::visit(*this, step);
}

void Painter::operator()(const DrawText& text) {
    color(text.color);
    const auto placed = fonts_.place(text.text, text.font);
    for (std::size_t i = 0; i < placed.size();) i = run(text, placed, i);
}

void Painter::operator()(const DrawBox& box) {
    color(box.color);
    cairo_rectangle(context_, box.x, box.y, box.width, box.height);
    cairo_fill(context_);
}

void Painter::operator()(const DrawLine& line) {
    color(line.color);
    cairo_set_line_width(context_, line.thickness);
    cairo_move_to(context_, line.x1, line.y1);
    cairo_line_to(context_, line.x2, line.y2);
    cairo_stroke(context_);
}

void Painter::operator()(const DrawLogo& box, cairo_surface_t* logo) {
    const double wide = cairo_image_surface_get_width(logo), high = cairo_image_surface_get_height(logo);
    const double scale = std::min(box.width / wide, box.height / high);
    cairo_save(context_);
    cairo_translate(context_, box.x + box.width - wide * scale, box.y);
    cairo_scale(context_, scale, scale);
    cairo_set_source_surface(context_, logo, 0, 0);
    cairo_paint(context_);
    cairo_restore(context_);
}

void Painter::operator()(const BeginTag& tag) {
    cairo_tag_begin(context_, tag.name.c_str(), tag.attributes.c_str());
}

void Painter::operator()(const EndTag& tag) {
    cairo_tag_end(context_, tag.name.c_str());
}

void Painter::color(const style::Color& color) {
    cairo_set_source_rgb(context_, color.red, color.green, color.blue);
}

std::size_t Painter::run(const DrawText& text, const std::vector<PlacedGlyph>& placed, std::size_t begin) {
    std::vector<cairo_glyph_t> glyphs;
    std::vector<cairo_text_cluster_t> clusters;
    std::string words;
    std::size_t end = begin;
    for (; end < placed.size() && placed[end].face == placed[begin].face; ++end) {
        glyphs.push_back({placed[end].index, text.x + placed[end].x, text.baseline});
        const std::string shown = printable(std::string_view(text.text).substr(placed[end].begin, placed[end].length));
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

}  // namespace firstlight::reports
