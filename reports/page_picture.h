#pragma once

#include "reports/page.h"
#include "reports/report.h"

namespace firstlight::reports {

/// One page (from 0) as a picture `width` pixels wide. `logo` are the bytes of a PNG, or empty. Throws
/// std::runtime_error when cairo fails.
PagePicture to_picture(const Pages& pages, std::size_t page, const FontSet& fonts, const std::string& logo, int width);

}  // namespace firstlight::reports
