#include "formats/strict_json.h"
#include "reports/page_flow.h"
#include "reports/page_picture.h"
#include "reports/pdf_writer.h"
#include "reports/report.h"
#include "store/durable_file.h"
#include "text/text.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <mutex>

namespace firstlight::reports {

namespace {

/// cairo keeps faces that it has drawn with, so each folder's fonts are read once and live as long as the program.
const FontSet& fonts_in(const std::filesystem::path& folder) {
    static std::map<std::filesystem::path, std::unique_ptr<FontSet>> known;
    auto& fonts = known[folder];
    if (!fonts) fonts = std::make_unique<FontSet>(folder);
    return *fonts;
}

std::string logo_bytes(const std::filesystem::path& file) {
    if (file.empty()) return {};
    std::ifstream in(file, std::ios::binary);
    if (!in) throw formats::FileError(file, 0, text::tr("the logo is missing or cannot be read"));
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!is_drawable_png(bytes)) throw formats::FileError(file, 0, text::tr("the logo is not a PNG picture"));
    return bytes;
}

std::mutex& one_at_a_time() {
    static std::mutex mutex;  // FreeType faces belong to one thread at a time
    return mutex;
}

/// A report set on pages, and what draws it. Only one exists at a time.
struct SetReport {
    SetReport(const commissioning::Visit& visit, const ReportOptions& options)
        : guard(one_at_a_time()),
          speaking(options.language ? options.language : text::language_in_use()),
          fonts(fonts_in(options.fonts)),
          logo(logo_bytes(options.logo)),
          model(make_model(visit)),
          pages(set_pages(model, fonts, options.paper, !logo.empty())) {}

    std::lock_guard<std::mutex> guard;
    text::Speaking speaking;
    const FontSet& fonts;
    std::string logo;
    ReportModel model;
    Pages pages;
};

}  // namespace

std::string to_pdf(const commissioning::Visit& visit, const ReportOptions& options) {
    const SetReport report(visit, options);
    const auto& model = report.model;
    return to_pdf(report.pages, report.fonts, report.logo,
                  {model.title, model.author, model.subject, model.visit_id, model.created});
}

Preview preview(const commissioning::Visit& visit, const ReportOptions& options, int width, std::size_t most) {
    const SetReport report(visit, options);
    Preview made;
    made.all_pages = report.pages.pages.size();
    for (std::size_t page = 0; page < std::min(most, made.all_pages); ++page)
        made.pages.push_back(to_picture(report.pages, page, report.fonts, report.logo, width));
    return made;
}

void write_pdf(const commissioning::Visit& visit, const std::filesystem::path& file, const ReportOptions& options) {
    store::write_durably(file, to_pdf(visit, options));
}

ReportFiles write_report(const commissioning::Visit& visit, const std::filesystem::path& folder,
                         const ReportOptions& options) {
    std::filesystem::create_directories(folder);
    ReportFiles files{folder / (visit.id + ".pdf"), folder / (visit.id + ".json")};
    write_pdf(visit, files.pdf, options);
    write_json(visit, files.json);
    return files;
}

}  // namespace firstlight::reports
