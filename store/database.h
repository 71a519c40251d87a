#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

// NOLINTNEXTLINE(readability-identifier-naming): the library's own name
namespace SQLite {
class Database;
}

/// SQLite as Firstlight uses it: opened with WAL and full durability, migrated by numbered steps, backed up first.
namespace firstlight::store {

class StoreError : public std::runtime_error {
  public:
    enum class Kind { newer_version, not_a_database, disk_full, no_permission, in_use, missing_folder, broken, other };
    StoreError(Kind kind, std::filesystem::path file, const std::string& detail);
    Kind kind() const { return kind_; }
    const std::filesystem::path& file() const { return file_; }

  private:
    Kind kind_;
    std::filesystem::path file_;
};

/// One step of the schema: SQL that brings the file from version n-1 to n (n counts from 1, in PRAGMA user_version).
struct Migration {
    std::string sql;
};

/// Opens or makes the file; a file below the newest version is backed up beside itself, then migrated in one
/// transaction. `application_id` tells our files from others. Throws StoreError.
std::unique_ptr<SQLite::Database> open_database(const std::filesystem::path& file, int application_id,
                                                const std::vector<Migration>& migrations);

/// Runs `work`, turning SQLite's errors into StoreError.
void guarded(const std::filesystem::path& file, const std::function<void()>& work);

}  // namespace firstlight::store
