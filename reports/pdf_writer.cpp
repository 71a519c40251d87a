#include "reports/pdf_writer.h"

#include "reports/painter.h"
#include "reports/utf8.h"

#include <cairo-pdf.h>
#include <fmt/format.h>

namespace firstlight::reports {

namespace {

cairo_status_t append_bytes(void* target, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(target)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
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
    const CairoSurface picture = logo.empty() ? nullptr : png_of(logo);
    const CairoSurface surface(cairo_pdf_surface_create_for_stream(append_bytes, &document, pages.width, pages.height));
    set_facts(surface.get(), facts);
    const CairoContext context(cairo_create(surface.get()));
    {
        Painter painter(context.get(), fonts);
        // Inside an open tag cairo 1.16 takes a picture for a tag error.
        if (picture && pages.logo) painter(*pages.logo, picture.get());
        cairo_tag_begin(context.get(), "Document", nullptr);
        for (const Page& page : pages.pages) {
            painter.draw(page);
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
