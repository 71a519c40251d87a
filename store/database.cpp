#include "store/database.h"

#include <cstdint>
#include <system_error>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>
#include <sqlite3.h>

namespace firstlight::store {

namespace {

constexpr int busy_timeout_ms = 3000;
/// Below this much free space an input/output error of SQLite means a full disk.
constexpr std::uintmax_t full_disk_bytes = 64 * 1024;

/// SQLite takes UTF-8 names on every system.
std::string utf8(const std::filesystem::path& path) {
    const auto text = path.u8string();
    return {text.begin(), text.end()};
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
    return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

bool disk_is_full(const std::filesystem::path& file) {
    std::error_code error;
    const auto space = std::filesystem::space(folder_of(file), error);
    return !error && space.available < full_disk_bytes;
}

StoreError::Kind kind_of(const SQLite::Exception& error, const std::filesystem::path& file) {
    switch (error.getErrorCode()) {
        case SQLITE_FULL:
            return StoreError::Kind::disk_full;
        case SQLITE_IOERR:
            return disk_is_full(file) ? StoreError::Kind::disk_full : StoreError::Kind::broken;
        case SQLITE_NOTADB:
            return StoreError::Kind::not_a_database;
        case SQLITE_CORRUPT:
            return StoreError::Kind::broken;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return StoreError::Kind::in_use;
        case SQLITE_PERM:
        case SQLITE_AUTH:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
            return disk_is_full(file) ? StoreError::Kind::disk_full : StoreError::Kind::no_permission;
        default:
            return StoreError::Kind::other;
    }
}

std::string words(StoreError::Kind kind) {
    switch (kind) {
        case StoreError::Kind::newer_version:
            return "was written by a newer version of the program";
        case StoreError::Kind::not_a_database:
            return "is not a database of this program";
        case StoreError::Kind::disk_full:
            return "cannot be written because the disk is full";
        case StoreError::Kind::no_permission:
            return "cannot be opened or written: permission is missing";
        case StoreError::Kind::in_use:
            return "is in use by another program";
        case StoreError::Kind::missing_folder:
            return "cannot be made because its folder does not exist";
        case StoreError::Kind::broken:
            return "is damaged";
        case StoreError::Kind::other:
            return "could not be used";
    }
    return {};
}

int pragma_of(SQLite::Database& database, const char* name) {
    return database.execAndGet(fmt::format("PRAGMA {}", name)).getInt();
}

/// Whether the file is ours and how old it is, before anything in it is touched.
int version_of(SQLite::Database& database, const std::filesystem::path& file, int application_id, int newest) {
    const int owner = pragma_of(database, "application_id");
    const int version = pragma_of(database, "user_version");
    const bool empty = database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
    if (owner != application_id && !(empty && owner == 0 && version == 0)) {
        throw StoreError(StoreError::Kind::not_a_database, file, "it belongs to another program");
    }
    if (version > newest) {
        throw StoreError(StoreError::Kind::newer_version, file,
                         fmt::format("its form is {}, this program knows up to {}", version, newest));
    }
    return version;
}

void back_up(SQLite::Database& database, const std::filesystem::path& file, int version) {
    auto target = file;
    target += fmt::format(".version-{}.backup", version);
    auto part = target;
    part += ".part";
    std::filesystem::remove(part);
    SQLite::Statement copy(database, "VACUUM INTO ?");
    copy.bind(1, utf8(part));
    copy.exec();
    std::filesystem::rename(part, target);
}

void migrate(SQLite::Database& database, int application_id, const std::vector<Migration>& migrations) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    // Another program may have migrated between our look and our lock.
    const auto present = static_cast<std::size_t>(pragma_of(database, "user_version"));
    for (std::size_t step = present; step < migrations.size(); ++step) database.exec(migrations[step].sql);
    database.exec(fmt::format("PRAGMA application_id = {}", application_id));
    if (present < migrations.size()) database.exec(fmt::format("PRAGMA user_version = {}", migrations.size()));
    transaction.commit();
}

std::unique_ptr<SQLite::Database> open_and_migrate(const std::filesystem::path& file, int application_id,
                                                   const std::vector<Migration>& migrations) {
    auto database =
        std::make_unique<SQLite::Database>(utf8(file), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms);
    const int newest = static_cast<int>(migrations.size());
    const int version = version_of(*database, file, application_id, newest);
    database->exec("PRAGMA journal_mode = WAL");
    database->exec("PRAGMA synchronous = FULL");
    database->exec("PRAGMA foreign_keys = ON");
    if (version < newest) {
        if (version > 0) back_up(*database, file, version);
        migrate(*database, application_id, migrations);
    }
    return database;
}

}  // namespace

StoreError::StoreError(Kind kind, std::filesystem::path file, const std::string& detail)
    : std::runtime_error(fmt::format("{} {}{}{}", utf8(file), words(kind), detail.empty() ? "" : ": ", detail)),
      kind_(kind),
      file_(std::move(file)) {}

void guarded(const std::filesystem::path& file, const std::function<void()>& work) {
    try {
        work();
    } catch (const SQLite::Exception& error) {
        throw StoreError(kind_of(error, file), file, error.getErrorStr());
    } catch (const std::filesystem::filesystem_error& error) {
        const bool full = error.code() == std::errc::no_space_on_device;
        throw StoreError(full ? StoreError::Kind::disk_full : StoreError::Kind::other, file, error.code().message());
    }
}

std::unique_ptr<SQLite::Database> open_database(const std::filesystem::path& file, int application_id,
                                                const std::vector<Migration>& migrations) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder_of(file), ignored)) {
        throw StoreError(StoreError::Kind::missing_folder, file, utf8(folder_of(file)));
    }
    if (std::filesystem::is_directory(file, ignored)) {
        throw StoreError(StoreError::Kind::not_a_database, file, "it is a folder");
    }
    std::unique_ptr<SQLite::Database> database;
    guarded(file, [&] { database = open_and_migrate(file, application_id, migrations); });
    return database;
}

}  // namespace firstlight::store
