#include "poppler.h"
#include "reports/page_flow.h"
#include "reports/page_style.h"
#include "reports/report.h"
#include "sample_visit.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

// What the pages look like: pixels, because a text layer can be whole while glyphs are missing.
using namespace firstlight;
using namespace firstlight::reports;
using test::Picture;

namespace {

ReportOptions options(Paper paper = Paper::a4) {
    ReportOptions made;
    made.fonts = FIRSTLIGHT_BINARY_DIR "/data/fonts";
    made.paper = paper;
    return made;
}

std::vector<Picture> pages_of(const commissioning::Visit& visit, Paper paper, int dots_per_inch) {
    const test::Folder folder;
    write_pdf(visit, folder / "report.pdf", options(paper));
    return test::render(folder / "report.pdf", dots_per_inch);
}

/// How much ink lies in a part of the picture, in fully black pixels.
double ink(const Picture& picture, int x1, int y1, int x2, int y2) {
    double sum = 0;
    for (int y = std::max(0, y1); y < std::min(picture.height, y2); ++y)
        for (int x = std::max(0, x1); x < std::min(picture.width, x2); ++x) sum += (255 - picture.at(x, y)) / 255.0;
    return sum;
}

/// The largest difference of mean grey between 8x8 blocks: anti-aliasing of another version stays small, a moved or
/// missing word does not.
double difference(const Picture& left, const Picture& right) {
    if (left.width != right.width || left.height != right.height) return 255;
    double largest = 0;
    for (int y = 0; y < left.height; y += 8)
        for (int x = 0; x < left.width; x += 8) {
            const int x2 = std::min(x + 8, left.width), y2 = std::min(y + 8, left.height);
            const double pixels = (x2 - x) * (y2 - y);
            largest = std::max(largest, 255 * std::abs(ink(left, x, y, x2, y2) - ink(right, x, y, x2, y2)) / pixels);
        }
    return largest;
}

}  // namespace

TEST_CASE("Nothing is drawn outside the margins", "[pdf]") {
    for (const Paper paper : {Paper::a4, Paper::letter}) {
        constexpr int dots = 72;
        const int margin = static_cast<int>(std::floor(style::margin * dots / 72)) - 1;
        const auto pages = pages_of(test::full_visit(), paper, dots);
        for (std::size_t i = 0; i < pages.size(); ++i) {
            const Picture& page = pages[i];
            INFO("page " << i + 1);
            CHECK(ink(page, 0, 0, page.width, margin) == 0);
            CHECK(ink(page, 0, page.height - margin, page.width, page.height) == 0);
            CHECK(ink(page, 0, 0, margin, page.height) == 0);
            CHECK(ink(page, page.width - margin, 0, page.width, page.height) == 0);
            CHECK(ink(page, 0, 0, page.width, page.height) > 100);
        }
    }
}

TEST_CASE("Every script leaves ink, each character its own", "[pdf]") {
    const auto title_of = [](const char* customer) {
        auto visit = test::empty_visit();
        visit.site.customer = customer;
        const Picture page = pages_of(visit, Paper::a4, 72).front();
        Picture title{page.width, 50, {}};
        const auto from = page.pixels.begin() + 165 * page.width;
        title.pixels.assign(from, from + 50 * page.width);
        return title;
    };
    const std::vector<std::string> names{"Großmann Ä", "Ελένη Ήλιος", "Щербаков", "王小明阳光", "鈴木ソーラー", "한국"};
    std::vector<Picture> titles;
    for (const std::string& name : names) {
        INFO(name);
        titles.push_back(title_of(name.c_str()));
        CHECK(ink(titles.back(), 0, 0, titles.back().width, 50) > 150);
        for (std::size_t i = 0; i + 1 < titles.size(); ++i) CHECK(titles[i].pixels != titles.back().pixels);
    }
    CHECK(title_of("王").pixels != title_of("明").pixels);
    CHECK(title_of("").pixels != title_of("王").pixels);
}

TEST_CASE("No text runs over another in a table", "[pdf]") {
    const FontSet fonts(FIRSTLIGHT_BINARY_DIR "/data/fonts");
    const Pages pages = set_pages(make_model(test::full_visit()), fonts, Paper::a4, false);
    for (const Page& page : pages.pages) {
        std::vector<DrawText> texts;
        for (const DrawStep& step : page.steps)
            if (const auto* text = std::get_if<DrawText>(&step)) texts.push_back(*text);
        for (std::size_t i = 0; i < texts.size(); ++i)
            for (std::size_t j = i + 1; j < texts.size(); ++j) {
                const DrawText &a = texts[i], &b = texts[j];
                if (std::abs(a.baseline - b.baseline) >= std::min(a.font.size, b.font.size) * 0.9) continue;
                const double a_end = a.x + fonts.width(a.text, a.font), b_end = b.x + fonts.width(b.text, b.font);
                INFO(a.text << " / " << b.text);
                CHECK((a_end <= b.x + 0.01 || b_end <= a.x + 0.01));
            }
    }
}

TEST_CASE("The outline leads to every section and device", "[pdf]") {
    const FontSet fonts(FIRSTLIGHT_BINARY_DIR "/data/fonts");
    const auto model = make_model(test::full_visit());
    const Pages pages = set_pages(model, fonts, Paper::a4, false);
    const auto of_level = [&](int level) { return std::ranges::count(pages.bookmarks, level, &Bookmark::level); };
    CHECK(of_level(0) == static_cast<int>(model.sections.size()));
    CHECK(of_level(1) == 6);  // four devices that were read, one that was set, and what was confirmed by hand
    for (const Bookmark& mark : pages.bookmarks) CHECK(mark.page < pages.pages.size());
}

TEST_CASE("Pages look as they looked", "[pdf][reference]") {
    const auto pages = pages_of(test::full_visit(), Paper::a4, 60);
    const auto letter = pages_of(test::empty_visit(), Paper::letter, 60);
    const std::filesystem::path folder = FIRSTLIGHT_SOURCE_DIR "/tests/reports/reference";
    const std::vector<std::pair<std::string, const Picture*>> watched{
        {"cover", &pages[0]},    {"result", &pages[1]},   {"checks", &pages[2]},           {"changes", &pages[3]},
        {"readings", &pages[4]}, {"last", &pages.back()}, {"empty_letter", &letter.back()}};
    const bool renew = std::getenv("FIRSTLIGHT_RENEW_REFERENCES") != nullptr;
    for (const auto& [name, picture] : watched) {
        const auto file = folder / (name + ".png");
        if (renew) test::save_png(*picture, file);
        const double differs = difference(*picture, test::load_png(file));
        if (differs > 40) test::save_png(*picture, FIRSTLIGHT_BINARY_DIR "/" + name + "_now.png");
        INFO(fmt::format("{} differs by {:.0f}; the page as it is now: {}_now.png in the build folder", name, differs,
                         name));
        CHECK(differs <= 40);
    }
}

TEST_CASE("The comparison of pictures sees a missing word", "[pdf][reference]") {
    auto visit = test::full_visit();
    const auto before = pages_of(visit, Paper::a4, 60);
    visit.site.customer = "Jürgen Großmann";
    CHECK(difference(before[0], pages_of(visit, Paper::a4, 60)[0]) > 40);
}
