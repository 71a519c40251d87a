#include "commissioning/customer_data.h"

#include "commissioning/documents.h"
#include "commissioning/travelling_files.h"
#include "commissioning/visit_rows.h"
#include "commissioning/visit_schema.h"

#include <array>
#include <stdexcept>
#include <system_error>

#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

std::vector<std::string> visits_of(SQLite::Database& database, const std::string& customer) {
    std::vector<std::string> ids;
    SQLite::Statement query(database, "SELECT id FROM visit WHERE customer = ?");
    query.bind(1, customer);
    while (query.executeStep()) ids.push_back(query.getColumn(0).getString());
    return ids;
}

void delete_rows(SQLite::Database& database, const std::string& id) {
    // First: the journal's triggers let go only of visits that stand here.
    Command(database, "INSERT OR REPLACE INTO deleted_visit VALUES (?, ?)").run(id, std::chrono::system_clock::now());
    Command(database, "DELETE FROM change_outcome WHERE change IN (SELECT number FROM change WHERE visit = ?)").run(id);
    Command(database, "DELETE FROM evidence WHERE result IN (SELECT number FROM check_result WHERE visit = ?)").run(id);
    static constexpr std::array tables{"former_anchor", "person",  "data_file", "link_session",
                                       "device",        "finding", "reading",   "check_result",
                                       "confirmation",  "note",    "change",    "travelling_file"};
    for (const auto* table : tables)
        Command(database, fmt::format("DELETE FROM {} WHERE visit = ?", table).c_str()).run(id);
    Command(database, "DELETE FROM visit WHERE id = ?").run(id);
}

void delete_files(const VisitPlaces& places, DeletedData& deleted) {
    for (const auto& id : deleted.visits) {
        auto files = files_of_visit(places.drafts, id);
        for (const auto* ending : {".pdf", ".json"}) files.push_back(places.reports / (id + ending));
        for (auto& document : documents_of_visit(places.drafts, id)) files.push_back(std::move(document));
        for (auto& file : files)
            if (std::filesystem::remove(file)) deleted.files.push_back(std::move(file));
        std::filesystem::remove_all(documents_folder(places.drafts, id));
    }
}

std::vector<std::filesystem::path> back_ups_beside(const std::filesystem::path& store) {
    std::vector<std::filesystem::path> found;
    const auto name = store.filename().string() + ".";
    for (const auto& entry : std::filesystem::directory_iterator(store.parent_path())) {
        const auto file = entry.path().filename().string();
        if (file.starts_with(name) && file.ends_with(".backup")) found.push_back(entry.path());
    }
    return found;
}

}  // namespace

DeletedData delete_customer_data(const VisitPlaces& places, const std::string& customer) {
    if (customer.empty()) throw std::invalid_argument("Give the customer's name.");
    DeletedData deleted;
    const auto database = open_visit_database(places.store);
    store::guarded(places.store, [&] {
        database->exec("PRAGMA secure_delete = ON");  // deleted rows are overwritten, not only forgotten
        SQLite::Transaction transaction(*database, SQLite::TransactionBehavior::IMMEDIATE);
        deleted.visits = visits_of(*database, customer);
        for (const auto& id : deleted.visits) delete_rows(*database, id);
        transaction.commit();
        database->exec("PRAGMA wal_checkpoint(TRUNCATE)");  // the log beside the file holds the old pages
    });
    delete_files(places, deleted);
    deleted.kept_files = back_ups_beside(places.store);
    return deleted;
}

}  // namespace firstlight::commissioning
