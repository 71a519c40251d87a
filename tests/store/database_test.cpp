#include "store/database.h"

#include "tests/store/temporary_folder.h"

#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <catch2/catch_test_macros.hpp>

#ifdef __linux__
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

namespace firstlight::store {
namespace {

using tests::TemporaryFolder;

constexpr int our_id = 0x464C0001;
const std::vector<Migration> first_form = {{"CREATE TABLE row (number INTEGER PRIMARY KEY, text TEXT)"}};
const std::vector<Migration> second_form = {first_form[0], {"ALTER TABLE row ADD COLUMN note TEXT DEFAULT 'none'"}};

/// The kind of StoreError that `work` throws; nothing when it throws none.
template <class Work>
std::optional<StoreError::Kind> failure_of(const Work& work) {
    try {
        work();
    } catch (const StoreError& error) {
        return error.kind();
    }
    return std::nullopt;
}

void add_row(SQLite::Database& database, const std::string& text) {
    SQLite::Statement insert(database, "INSERT INTO row (text) VALUES (?)");
    insert.bind(1, text);
    insert.exec();
}

int rows(SQLite::Database& database) {
    return database.execAndGet("SELECT count(*) FROM row").getInt();
}

TEST_CASE("a new file is made durable and ours") {
    TemporaryFolder folder;
    const auto file = folder.path() / "visits \xc3\xbc.db";
    const auto database = open_database(file, our_id, first_form);
    CHECK(database->execAndGet("PRAGMA journal_mode").getString() == "wal");
    CHECK(database->execAndGet("PRAGMA synchronous").getInt() == 2);
    CHECK(database->execAndGet("PRAGMA foreign_keys").getInt() == 1);
    CHECK(database->execAndGet("PRAGMA user_version").getInt() == 1);
    CHECK(database->execAndGet("PRAGMA application_id").getInt() == our_id);
}

TEST_CASE("what was written is there when the file is opened again") {
    TemporaryFolder folder;
    const auto file = folder.path() / "visits.db";
    add_row(*open_database(file, our_id, first_form), "kept");
    CHECK(rows(*open_database(file, our_id, first_form)) == 1);
}

TEST_CASE("an older file is backed up, then migrated with its rows") {
    TemporaryFolder folder;
    const auto file = folder.path() / "visits.db";
    add_row(*open_database(file, our_id, first_form), "kept");

    const auto newer = open_database(file, our_id, second_form);
    CHECK(newer->execAndGet("SELECT text || note FROM row").getString() == "keptnone");
    CHECK(newer->execAndGet("PRAGMA user_version").getInt() == 2);

    const auto backup = folder.path() / "visits.db.version-1.backup";
    REQUIRE(std::filesystem::exists(backup));
    const auto old = open_database(backup, our_id, first_form);
    CHECK(rows(*old) == 1);
}

TEST_CASE("a migration that fails leaves the file as it was") {
    TemporaryFolder folder;
    const auto file = folder.path() / "visits.db";
    add_row(*open_database(file, our_id, first_form), "kept");
    const std::vector<Migration> broken = {first_form[0], {"CREATE TABLE half (a); THIS IS NOT SQL"}};
    CHECK(failure_of([&] { open_database(file, our_id, broken); }) == StoreError::Kind::other);
    const auto database = open_database(file, our_id, first_form);
    CHECK(rows(*database) == 1);
    CHECK(database->execAndGet("SELECT count(*) FROM sqlite_master WHERE name = 'half'").getInt() == 0);
}

TEST_CASE("a file from a newer program is refused and left alone") {
    TemporaryFolder folder;
    const auto file = folder.path() / "visits.db";
    add_row(*open_database(file, our_id, second_form), "kept");
    try {
        open_database(file, our_id, first_form);
        FAIL("was opened");
    } catch (const StoreError& error) {
        CHECK(error.kind() == StoreError::Kind::newer_version);
        CHECK(std::string(error.what()).find("newer version") != std::string::npos);
        CHECK(error.file() == file);
    }
    CHECK(rows(*open_database(file, our_id, second_form)) == 1);
}

TEST_CASE("files that are not ours are refused") {
    TemporaryFolder folder;
    const auto file = folder.path() / "visits.db";
    SECTION("text") {
        std::ofstream(file) << std::string(4096, 'x');
        CHECK(failure_of([&] { open_database(file, our_id, first_form); }) == StoreError::Kind::not_a_database);
    }
    SECTION("a database of another program") {
        SQLite::Database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE theirs (a)");
        CHECK(failure_of([&] { open_database(file, our_id, first_form); }) == StoreError::Kind::not_a_database);
    }
    SECTION("a folder") {
        std::filesystem::create_directory(file);
        CHECK(failure_of([&] { open_database(file, our_id, first_form); }) == StoreError::Kind::not_a_database);
    }
    SECTION("in a folder that does not exist") {
        CHECK(failure_of([&] { open_database(folder.path() / "none" / "visits.db", our_id, first_form); })
              == StoreError::Kind::missing_folder);
    }
}

TEST_CASE("a file that another program has locked is said to be in use") {
    TemporaryFolder folder;
    const auto file = folder.path() / "visits.db";
    const auto first = open_database(file, our_id, first_form);
    SQLite::Transaction held(*first, SQLite::TransactionBehavior::IMMEDIATE);
    const auto second = open_database(file, our_id, first_form);
    second->setBusyTimeout(10);
    CHECK(failure_of([&] { guarded(file, [&] { add_row(*second, "late"); }); }) == StoreError::Kind::in_use);
}

TEST_CASE("a database that may not grow says the disk is full and keeps what it has") {
    TemporaryFolder folder;
    const auto file = folder.path() / "visits.db";
    const auto database = open_database(file, our_id, first_form);
    add_row(*database, "kept");
    database->exec("PRAGMA max_page_count = 4");
    CHECK(failure_of([&] { guarded(file, [&] { add_row(*database, std::string(100000, 'x')); }); })
          == StoreError::Kind::disk_full);
    CHECK(rows(*database) == 1);
}

#ifdef __linux__
TEST_CASE("a disk that is really full is said so, and no acknowledged row is lost") {
    TemporaryFolder folder;
    if (mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=512k") != 0) SKIP("needs the right to mount");
    const auto file = folder.path() / "visits.db";
    int written = 0;
    std::optional<StoreError::Kind> failure;
    {
        const auto database = open_database(file, our_id, first_form);
        while (!failure && written < 1000) {
            failure = failure_of([&] { guarded(file, [&] { add_row(*database, std::string(3000, 'x')); }); });
            if (!failure) ++written;
        }
    }
    const int kept = rows(*open_database(file, our_id, first_form));
    umount2(folder.path().c_str(), MNT_DETACH);
    CHECK(failure == StoreError::Kind::disk_full);
    CHECK(written > 10);
    CHECK(kept == written);
}

TEST_CASE("a folder without permission is said so") {
    if (geteuid() != 0) SKIP("gives up its rights, which needs to be root");
    TemporaryFolder folder;
    const auto file = folder.path() / "visits.db";
    std::filesystem::permissions(folder.path(),
                                 std::filesystem::perms::owner_all | std::filesystem::perms::others_exec);
    const pid_t child = fork();
    if (child == 0) {
        if (setuid(65534) != 0) _exit(9);
        const auto failure = failure_of([&] { open_database(file, our_id, first_form); });
        _exit(failure == StoreError::Kind::no_permission ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}
#endif

}  // namespace
}  // namespace firstlight::store
