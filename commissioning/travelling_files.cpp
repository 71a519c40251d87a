#include "commissioning/travelling_files.h"

#include "commissioning/documents.h"
#include "store/durable_file.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace firstlight::commissioning {

namespace {

constexpr std::string_view endings[] = {".json", ".preparation.json"};
constexpr std::string_view in_documents = "documents/";

std::vector<std::string> visits_in(SQLite::Database& database) {
    std::vector<std::string> ids;
    SQLite::Statement query(database, "SELECT id FROM main.visit");
    while (query.executeStep()) ids.push_back(query.getColumn(0).getString());
    return ids;
}

std::string name_of(const std::filesystem::path& file) {
    const auto name = file.filename().u8string();
    return {name.begin(), name.end()};
}

void pack(SQLite::Database& database, const std::string& visit, const std::string& name,
          const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return;  // not every visit has every file
    SQLite::Statement insert(database, "INSERT OR REPLACE INTO main.travelling_file VALUES (?, ?, ?)");
    insert.bind(1, visit);
    insert.bind(2, name);
    const std::string content(std::istreambuf_iterator<char>(stream), {});
    insert.bind(3, content.data(), static_cast<int>(content.size()));
    insert.exec();
}

/// A name from a file is a name from outside: it leads to one of the visit's places or nowhere.
std::filesystem::path place_of(const std::filesystem::path& drafts, const std::string& visit, const std::string& name) {
    if (!is_visit_id(visit)) return {};
    if (name.starts_with(in_documents)) {
        const auto document = name.substr(in_documents.size());
        if (!is_plain_file_name(document)) return {};
        return documents_folder(drafts, visit) / std::filesystem::u8path(document);
    }
    const auto known = files_of_visit(drafts, visit);
    const auto found = std::ranges::find(known, drafts / name);
    return found == known.end() ? std::filesystem::path() : *found;
}

}  // namespace

bool is_visit_id(const std::string& text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
    });
}

std::vector<std::filesystem::path> files_of_visit(const std::filesystem::path& drafts, const std::string& visit) {
    std::vector<std::filesystem::path> files;
    for (const auto ending : endings) files.push_back(drafts / (visit + std::string(ending)));
    return files;
}

void pack_files(SQLite::Database& database, const std::filesystem::path& drafts) {
    for (const auto& visit : visits_in(database)) {
        if (!is_visit_id(visit)) continue;
        for (const auto& file : files_of_visit(drafts, visit)) pack(database, visit, name_of(file), file);
        for (const auto& file : documents_of_visit(drafts, visit))
            pack(database, visit, std::string(in_documents) + name_of(file), file);
    }
}

void unpack_files(SQLite::Database& database, const std::string& schema, const std::filesystem::path& drafts,
                  bool replace) {
    SQLite::Statement query(database, "SELECT visit, name, content FROM " + schema + ".travelling_file");
    while (query.executeStep()) {
        const auto place = place_of(drafts, query.getColumn(0).getString(), query.getColumn(1).getString());
        if (place.empty() || (std::filesystem::exists(place) && !replace)) continue;
        std::filesystem::create_directories(place.parent_path());
        store::write_durably(place, query.getColumn(2).getString());
    }
    query.reset();
    database.exec("DELETE FROM " + schema + ".travelling_file");
}

}  // namespace firstlight::commissioning
