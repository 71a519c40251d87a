#include "reports/report.h"
#include "sample_visit.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

namespace firstlight::reports {
namespace {

ReportOptions options() {
    ReportOptions options;
    options.fonts = FIRSTLIGHT_BINARY_DIR "/data/fonts";
    return options;
}

bool has_ink(const PagePicture& picture) {
    return std::ranges::any_of(picture.rgb, [](unsigned char part) { return part < 64; });
}

TEST_CASE("a preview shows the first pages as they are printed") {
    const auto made = preview(test::full_visit(), options(), 400, 2);
    REQUIRE(made.pages.size() == 2);
    CHECK(made.all_pages > 2);
    for (const auto& page : made.pages) {
        CHECK(page.width == 400);
        CHECK(page.height == 566);  // A4
        CHECK(page.rgb.size() == 400U * 566U * 3U);
        CHECK(page.rgb.front() == 255);  // the margin is white
        CHECK(has_ink(page));
    }
    CHECK(made.pages[0].rgb != made.pages[1].rgb);
}

TEST_CASE("a preview follows the paper, and an empty visit has one too") {
    auto letter = options();
    letter.paper = Paper::letter;
    const auto made = preview(test::empty_visit(), letter, 400, 100);
    CHECK(made.pages.size() == made.all_pages);
    CHECK(made.pages.at(0).height == 518);
    CHECK(has_ink(made.pages[0]));
}

}  // namespace
}  // namespace firstlight::reports
