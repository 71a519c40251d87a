#include "store/database_copy.h"

#include "store/database.h"

#include <system_error>

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

namespace firstlight::store {

namespace {

constexpr int busy_timeout_ms = 3000;

std::string utf8(const std::filesystem::path& path) {
    const auto text = path.u8string();
    return {text.begin(), text.end()};
}

}  // namespace

void copy_database(const std::filesystem::path& from, const std::filesystem::path& to) {
    guarded(to, [&] {
        SQLite::Database source(utf8(from), SQLite::OPEN_READWRITE, busy_timeout_ms);
        SQLite::Database target(utf8(to), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms);
        SQLite::Backup backup(target, source);
        if (backup.executeStep() != SQLITE_DONE)
            throw StoreError(StoreError::Kind::in_use, to, "another program is writing");
    });
}

void make_portable(const std::filesystem::path& file) {
    guarded(file, [&] {
        SQLite::Database database(utf8(file), SQLite::OPEN_READWRITE, busy_timeout_ms);
        database.exec("PRAGMA journal_mode = DELETE");
    });
}

WorkingCopy::WorkingCopy(const std::filesystem::path& place) : file_(place) {
    file_ += ".working";
    remove();
}

WorkingCopy::WorkingCopy(const std::filesystem::path& file, const std::filesystem::path& place) : WorkingCopy(place) {
    std::filesystem::copy_file(file, file_);
    std::filesystem::permissions(file_, std::filesystem::perms::owner_write, std::filesystem::perm_options::add);
}

WorkingCopy::~WorkingCopy() {
    remove();
}

void WorkingCopy::check() const {
    guarded(file_, [&] {
        SQLite::Database database(utf8(file_), SQLite::OPEN_READONLY, busy_timeout_ms);
        const auto found = database.execAndGet("PRAGMA quick_check").getString();
        if (found != "ok") throw StoreError(StoreError::Kind::broken, file_, found);
    });
}

void WorkingCopy::remove() noexcept {
    for (const auto* ending : {"", "-wal", "-shm", "-journal"}) {
        auto part = file_;
        part += ending;
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
    }
}

}  // namespace firstlight::store
