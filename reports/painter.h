#pragma once

#include "reports/page.h"

#include <array>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

#include <cairo.h>

/// Pages on a cairo surface: the PDF and the pictures of its pages are drawn by the same hand.
namespace firstlight::reports {

struct ReleaseCairo {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* context) const { cairo_destroy(context); }
    void operator()(cairo_font_face_t* face) const { cairo_font_face_destroy(face); }
};
using CairoSurface = std::unique_ptr<cairo_surface_t, ReleaseCairo>;
using CairoContext = std::unique_ptr<cairo_t, ReleaseCairo>;
using CairoFace = std::unique_ptr<cairo_font_face_t, ReleaseCairo>;

/// The picture of a PNG's bytes; its status tells whether they are one.
CairoSurface png_of(const std::string& bytes);

/// Throws std::runtime_error when cairo failed.
void check(cairo_status_t status);

/// Carries out drawing steps.
class Painter {
  public:
    /// Both must outlive it.
    Painter(cairo_t* context, const FontSet& fonts);

    void draw(const Page& page);
    void operator()(const DrawText& text);
    void operator()(const DrawBox& box);
    void operator()(const DrawLine& line);
    void operator()(const DrawMark& mark);
    void operator()(const BeginTag& tag);
    void operator()(const EndTag& tag);
    void operator()(const DrawLogo& box, cairo_surface_t* logo);

  private:
    void draw_shape(Mark mark);
    void path(std::initializer_list<std::pair<double, double>> points);
    void color(const style::Color& color);
    /// Glyphs of one face from `begin`; returns the first of another face. Each keeps the text it stands for, so that
    /// search and copy find what was meant.
    std::size_t run(const DrawText& text, const std::vector<PlacedGlyph>& placed, std::size_t begin);

    cairo_t* context_;
    const FontSet& fonts_;
    std::array<CairoFace, face_count> faces_;
};

}  // namespace firstlight::reports
