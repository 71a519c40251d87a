#include "commissioning/travelling_files.h"

#include "store/durable_file.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace firstlight::commissioning {

namespace {

constexpr std::string_view endings[] = {".json", ".preparation.json"};

std::vector<std::string> visits_in(SQLite::Database& database) {
    std::vector<std::string> ids;
    SQLite::Statement query(database, "SELECT id FROM main.visit");
    while (query.executeStep()) ids.push_back(query.getColumn(0).getString());
    return ids;
}

void pack(SQLite::Database& database, const std::string& visit, const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return;  // not every visit has every file
    SQLite::Statement insert(database, "INSERT OR REPLACE INTO main.travelling_file VALUES (?, ?, ?)");
    insert.bind(1, visit);
    insert.bind(2, file.filename().string());
    insert.bind(3, std::string(std::istreambuf_iterator<char>(stream), {}));
    insert.exec();
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
    for (const auto& visit : visits_in(database))
        if (is_visit_id(visit))
            for (const auto& file : files_of_visit(drafts, visit)) pack(database, visit, file);
}

void unpack_files(SQLite::Database& database, const std::string& schema, const std::filesystem::path& drafts,
                  bool replace) {
    SQLite::Statement query(database, "SELECT visit, name, content FROM " + schema + ".travelling_file");
    while (query.executeStep()) {
        const auto visit = query.getColumn(0).getString(), name = query.getColumn(1).getString();
        // A name from a file is a name from outside: it leads to one of our places or nowhere.
        const auto known = files_of_visit(drafts, visit);
        const auto target = std::ranges::find(known, drafts / name);
        if (!is_visit_id(visit) || target == known.end()) continue;
        if (std::filesystem::exists(*target) && !replace) continue;
        std::filesystem::create_directories(drafts);
        store::write_durably(*target, query.getColumn(2).getString());
    }
    query.reset();
    database.exec("DELETE FROM " + schema + ".travelling_file");
}

}  // namespace firstlight::commissioning
