#include "reports/page_picture.h"

#include "reports/painter.h"

#include <cmath>
#include <cstdint>
#include <cstring>

namespace firstlight::reports {

namespace {

/// cairo's pixels are 32-bit words with red, green and blue from high to low.
PagePicture pixels_of(cairo_surface_t* surface) {
    cairo_surface_flush(surface);
    PagePicture picture{cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), {}};
    const auto* data = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    picture.rgb.reserve(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) * 3);
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x) {
            std::uint32_t pixel = 0;
            std::memcpy(&pixel, data + std::ptrdiff_t{y} * stride + std::ptrdiff_t{x} * 4, sizeof pixel);
            for (const int shift : {16, 8, 0}) picture.rgb.push_back(static_cast<unsigned char>(pixel >> shift));
        }
    return picture;
}

}  // namespace

PagePicture to_picture(const Pages& pages, std::size_t page, const FontSet& fonts, const std::string& logo, int width) {
    const double scale = width / pages.width;
    const CairoSurface surface(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, static_cast<int>(std::lround(pages.height * scale))));
    const CairoContext context(cairo_create(surface.get()));
    cairo_set_source_rgb(context.get(), 1, 1, 1);
    cairo_paint(context.get());
    cairo_scale(context.get(), scale, scale);
    {
        Painter painter(context.get(), fonts);
        if (page == 0 && pages.logo && !logo.empty()) painter(*pages.logo, png_of(logo).get());
        painter.draw(pages.pages.at(page));
    }
    check(cairo_status(context.get()));
    return pixels_of(surface.get());
}

}  // namespace firstlight::reports
