#include "commissioning/documents.h"

#include "formats/strict_json.h"
#include "text/text.h"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_document = 200'000'000;  // in exported files each is one row, held in memory
constexpr std::size_t longest_name = 200;

std::string to_utf8(const fs::path& path) {
    const auto text = path.u8string();
    return {text.begin(), text.end()};
}

bool is_plain_character(char c) {
    constexpr std::string_view told_apart = "/\\:*?\"<>|";  // by one system or another
    return static_cast<unsigned char>(c) >= ' ' && told_apart.find(c) == std::string_view::npos;
}

/// A name that is free in the folder, like the document's own.
fs::path free_place(const fs::path& folder, const fs::path& document) {
    auto stem = to_utf8(document.stem()), extension = to_utf8(document.extension());
    for (auto* text : {&stem, &extension}) std::ranges::replace_if(*text, std::not_fn(is_plain_character), '_');
    if (!is_plain_file_name(stem + extension)) stem = "document", extension = "";
    for (int count = 1;; ++count) {
        const auto name = count == 1 ? stem + extension : fmt::format("{} ({}){}", stem, count, extension);
        if (const auto place = folder / fs::u8path(name); !fs::exists(place)) return place;
    }
}

}  // namespace

fs::path documents_folder(const fs::path& drafts, const std::string& visit) {
    return drafts / (visit + ".documents");
}

std::vector<fs::path> documents_of_visit(const fs::path& drafts, const std::string& visit) {
    std::vector<fs::path> documents;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(documents_folder(drafts, visit), none))
        if (entry.is_regular_file()) documents.push_back(entry.path());
    std::ranges::sort(documents);
    return documents;
}

bool is_plain_file_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_name && name.find_first_not_of('.') != std::string_view::npos
           && std::ranges::all_of(name, is_plain_character);
}

bool is_photo_or_scan(const fs::path& file) {
    using namespace std::string_view_literals;
    std::ifstream in(file, std::ios::binary);
    std::string begins(8, '\0');
    in.read(begins.data(), static_cast<std::streamsize>(begins.size()));
    begins.resize(static_cast<std::size_t>(in.gcount()));
    return begins.starts_with("\xFF\xD8\xFF"sv) || begins.starts_with("\x89PNG\r\n\x1A\n"sv)
           || begins.starts_with("%PDF"sv);
}

std::vector<Document> keep_documents(std::vector<Document> documents, const fs::path& drafts,
                                     const std::string& visit) {
    const auto folder = documents_folder(drafts, visit);
    std::vector<Document*> elsewhere;
    for (auto& document : documents)
        if (document.file.parent_path() != folder && fs::is_regular_file(document.file)) elsewhere.push_back(&document);
    for (const auto* document : elsewhere)
        if (fs::file_size(document->file) > largest_document)
            throw formats::FileError(document->file, 0, text::tr("it has more than 200 MB; attach a smaller one"));
    for (auto* document : elsewhere) {
        fs::create_directories(folder);
        const auto place = free_place(folder, document->file);
        fs::copy_file(document->file, place);
        document->file = place;
    }
    return documents;
}

void remove_unlisted(const std::vector<Document>& documents, const fs::path& drafts, const std::string& visit) {
    for (const auto& file : documents_of_visit(drafts, visit))
        if (std::ranges::find(documents, file, &Document::file) == documents.end()) fs::remove(file);
}

}  // namespace firstlight::commissioning
