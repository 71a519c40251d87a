#pragma once

#include "commissioning/visit.h"
#include "text/language.h"

#include <filesystem>
#include <string>
#include <vector>

/// A visit on paper (PDF) and for machines (JSON): both are made from the visit alone and say the same.
namespace firstlight::reports {

enum class Paper { a4, letter };

struct ReportOptions {
    Paper paper = Paper::a4;
    std::filesystem::path fonts;     ///< folder with the shipped fonts
    text::LanguagePointer language;  ///< of the report; none: the language in use
    std::filesystem::path logo;      ///< PNG of the company, or empty
};

/// The document's bytes; the same visit gives the same bytes. Throws formats::FileError when a font is missing or the
/// logo is no PNG.
std::string to_pdf(const commissioning::Visit& visit, const ReportOptions& options);
/// A page as it is printed, for the screen: rows from the top, red, green and blue for each pixel.
struct PagePicture {
    int width = 0, height = 0;
    std::vector<unsigned char> rgb;
};
struct Preview {
    std::vector<PagePicture> pages;
    std::size_t all_pages = 0;
};
/// The first pages of to_pdf, at most `most`, each `width` pixels wide. Throws as to_pdf does.
Preview preview(const commissioning::Visit& visit, const ReportOptions& options, int width, std::size_t most);

/// Throws std::system_error when the file cannot be written (disk full, no permission); a half-written file does not
/// stay behind.
void write_pdf(const commissioning::Visit& visit, const std::filesystem::path& file, const ReportOptions& options);
/// Schema: docs/report_json.md.
void write_json(const commissioning::Visit& visit, const std::filesystem::path& file);
std::string to_json(const commissioning::Visit& visit);

struct ReportFiles {
    std::filesystem::path pdf, json;
};
/// Both, named after the visit; makes the folder. Throws as they do.
ReportFiles write_report(const commissioning::Visit& visit, const std::filesystem::path& folder,
                         const ReportOptions& options);

/// Short code on every page and in the JSON: first 12 hex digits of the SHA-256 of the JSON's canonical form.
std::string verification_code(const commissioning::Visit& visit);

}  // namespace firstlight::reports
