#include "formats/strict_json.h"
#include "reports/page_flow.h"
#include "reports/pdf_writer.h"
#include "reports/report.h"
#include "store/durable_file.h"

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
    if (!in) throw formats::FileError(file, 0, "the logo is missing or cannot be read");
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!is_drawable_png(bytes)) throw formats::FileError(file, 0, "the logo is not a PNG picture");
    return bytes;
}

}  // namespace

std::string to_pdf(const commissioning::Visit& visit, const ReportOptions& options) {
    static std::mutex one_at_a_time;  // FreeType faces belong to one thread at a time
    const std::lock_guard guard(one_at_a_time);
    const FontSet& fonts = fonts_in(options.fonts);
    const std::string logo = logo_bytes(options.logo);
    const ReportModel model = make_model(visit);
    const Pages pages = set_pages(model, fonts, options.paper, !logo.empty());
    return to_pdf(pages, fonts, logo, {model.title, model.author, model.subject, model.visit_id, model.created});
}

void write_pdf(const commissioning::Visit& visit, const std::filesystem::path& file, const ReportOptions& options) {
    store::write_durably(file, to_pdf(visit, options));
}

}  // namespace firstlight::reports
