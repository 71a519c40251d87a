#include "commissioning/visit_file.h"

#include "commissioning/travelling_files.h"
#include "commissioning/visit_merge.h"
#include "commissioning/visit_schema.h"
#include "formats/strict_json.h"
#include "store/database_copy.h"
#include "text/text.h"

#include <functional>
#include <stdexcept>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

using store::StoreError;

std::string reason_of(const StoreError& error) {
    switch (error.kind()) {
        case StoreError::Kind::newer_version:
            return text::tr("it was written by a newer Firstlight; install that one on this computer");
        case StoreError::Kind::not_a_database:
            return text::tr("it holds no visits of Firstlight");
        case StoreError::Kind::broken:
        case StoreError::Kind::other:
            return text::tr("it is damaged; copy or export it once more where it comes from");
        default:
            return {};
    }
}

/// Faults of the file that was given are the file's, not the store's.
void reading(const std::filesystem::path& file, const std::function<void()>& work) {
    try {
        work();
    } catch (const StoreError& error) {
        if (const auto reason = reason_of(error); !reason.empty()) throw formats::FileError(file, 0, reason);
        throw;
    }
}

void attach(SQLite::Database& database, const std::filesystem::path& other) {
    const auto name = other.u8string();
    SQLite::Statement statement(database, "ATTACH ? AS other");
    statement.bind(1, std::string(name.begin(), name.end()));
    statement.exec();
}

/// Tables and triggers of the file are ours, each as it should be: nothing is missing, nothing was smuggled in.
void require_same_form(const std::filesystem::path& copy, const std::filesystem::path& store) {
    const auto database = open_visit_database(store);
    store::guarded(copy, [&] {
        attach(*database, copy);
        const std::string ours = "SELECT type, name, sql FROM main.sqlite_master WHERE name NOT LIKE 'sqlite_%'";
        const std::string theirs = "SELECT type, name, sql FROM other.sqlite_master WHERE name NOT LIKE 'sqlite_%'";
        for (const auto& [some, others] : {std::pair(ours, theirs), std::pair(theirs, ours)}) {
            SQLite::Statement query(*database, some + " EXCEPT " + others);
            if (query.executeStep()) throw StoreError(StoreError::Kind::broken, copy, query.getColumn(1).getString());
        }
    });
}

/// A copy of the file in the newest form, sound in itself.
std::unique_ptr<store::WorkingCopy> opened(const std::filesystem::path& file, const VisitPlaces& places) {
    if (!std::filesystem::is_regular_file(file)) throw formats::FileError(file, 0, text::tr("there is no such file"));
    if (std::filesystem::file_size(file) == 0) throw formats::FileError(file, 0, text::tr("it is empty"));
    auto copy = std::make_unique<store::WorkingCopy>(file, places.store);
    reading(file, [&] {
        open_visit_database(copy->file());
        copy->check();
        require_same_form(copy->file(), places.store);
    });
    return copy;
}

std::vector<std::string> ids_in_other(SQLite::Database& database, const std::filesystem::path& file) {
    std::vector<std::string> ids;
    SQLite::Statement query(database, "SELECT id FROM other.visit ORDER BY created, id");
    while (query.executeStep()) ids.push_back(query.getColumn(0).getString());
    for (const auto& id : ids)
        if (!is_visit_id(id)) throw formats::FileError(file, 0, text::trf("\"{}\" is no visit's number", id));
    if (ids.empty()) throw formats::FileError(file, 0, text::tr("it holds no visit"));
    return ids;
}

void add(Imported& imported, Merged merged, const std::string& id) {
    auto& list = merged == Merged::added       ? imported.added
                 : merged == Merged::completed ? imported.completed
                                               : imported.unchanged;
    list.push_back(id);
}

/// Renames inside one folder, so that a half-written file never has the name.
void finish(const std::filesystem::path& part, const std::filesystem::path& file) {
    store::make_portable(part);
    std::filesystem::rename(part, file);
}

}  // namespace

void export_visit(const VisitPlaces& places, const std::string& id, const std::filesystem::path& file) {
    const store::WorkingCopy part(file);
    {
        const auto database = open_visit_database(part.file());
        store::guarded(part.file(), [&] {
            attach(*database, places.store);
            SQLite::Transaction transaction(*database);
            merge_visit(*database, id);
            if (database->execAndGet("SELECT count(*) FROM main.visit").getInt() == 0)
                throw std::out_of_range(fmt::format("There is no visit {}.", id));
            database->exec("UPDATE main.visit SET archived = 0");
            pack_files(*database, places.drafts);
            transaction.commit();
        });
    }
    finish(part.file(), file);
}

Imported import_visits(const VisitPlaces& places, const std::filesystem::path& file) {
    const auto copy = opened(file, places);
    Imported imported;
    const auto database = open_visit_database(places.store);
    store::guarded(places.store, [&] {
        attach(*database, copy->file());
        SQLite::Transaction transaction(*database, SQLite::TransactionBehavior::IMMEDIATE);
        for (const auto& id : ids_in_other(*database, file)) add(imported, merge_visit(*database, id), id);
        unpack_files(*database, "other", places.drafts, false);
        transaction.commit();
    });
    return imported;
}

void back_up_visits(const VisitPlaces& places, const std::filesystem::path& file) {
    const store::WorkingCopy part(file);
    store::copy_database(places.store, part.file());
    {
        const auto database = open_visit_database(part.file());
        store::guarded(part.file(), [&] {
            SQLite::Transaction transaction(*database);
            pack_files(*database, places.drafts);
            transaction.commit();
        });
    }
    finish(part.file(), file);
}

std::filesystem::path restore_visits(const VisitPlaces& places, const std::filesystem::path& file) {
    const auto copy = opened(file, places);
    auto before = places.store;
    before += ".before-restore.backup";
    back_up_visits(places, before);
    {
        const auto database = open_visit_database(copy->file());
        store::guarded(file, [&] { unpack_files(*database, "main", places.drafts, true); });
    }
    store::copy_database(copy->file(), places.store);
    return before;
}

}  // namespace firstlight::commissioning
