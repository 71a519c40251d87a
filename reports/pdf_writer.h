#pragma once

#include "reports/page.h"

namespace firstlight::reports {

struct PdfFacts {
    std::string title, author, subject, keywords, created;  ///< `created` ISO 8601
};

/// Draws the pages as a PDF document. `logo` are the bytes of a PNG, or empty. The same pages give the same bytes.
/// Throws std::runtime_error when cairo fails.
std::string to_pdf(const Pages& pages, const FontSet& fonts, const std::string& logo, const PdfFacts& facts);

/// Whether the bytes are a PNG that can be drawn.
bool is_drawable_png(const std::string& bytes);

}  // namespace firstlight::reports
