#include "commissioning/visit_store.h"

#include "commissioning/visit_schema.h"
#include "store/database.h"
#include "tests/commissioning/sample_visit.h"
#include "tests/store/temporary_folder.h"

#include <optional>
#include <stdexcept>
#include <string>

#include <SQLiteCpp/Database.h>
#include <catch2/catch_test_macros.hpp>

#ifdef __linux__
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

namespace firstlight::commissioning {
namespace {

using station::WriteResult;
using tests::at;
using tests::check_same;
using tests::full_visit;
using tests::small_visit;
using tests::TemporaryFolder;
using tests::write_of;

TEST_CASE("a visit comes back as it was saved") {
    TemporaryFolder folder;
    const auto visit = full_visit();
    VisitStore::open(folder.path() / "visits.db")->create(visit);
    check_same(VisitStore::open(folder.path() / "visits.db")->load(visit.id), visit);
}

TEST_CASE("a visit saved item by item is the same visit") {
    TemporaryFolder folder;
    const auto store = VisitStore::open(folder.path() / "visits.db");
    const auto visit = full_visit();
    store->create(small_visit());
    store->save_devices(visit.id, {{"wrong", "", "", "", "", "", 9}}, {"wrong"});
    store->save_devices(visit.id, visit.devices, visit.findings);
    store->save_readings(visit.id, {});
    store->save_readings(visit.id, visit.readings);
    store->save_check(visit.id, visit.checks[0]);
    store->save_link(visit.id, 0, {});
    store->save_link(visit.id, 0, visit.links[0]);
    store->save_confirmation(visit.id, {"static_ip", "", "no", "", at(0)});
    store->save_confirmation(visit.id, visit.confirmations[0]);
    for (const auto& note : visit.notes) store->add_note(visit.id, note);
    store->save_header(visit);
    check_same(store->load(visit.id), visit);
}

TEST_CASE("the list tells how each visit stands, by the results that count") {
    TemporaryFolder folder;
    const auto store = VisitStore::open(folder.path() / "visits.db");
    auto visit = full_visit();
    store->create(visit);
    auto check = visit.checks[0];
    check.verdict = Verdict::fail;
    store->save_check(visit.id, check);  // supersedes the warning
    check.id = "clock";
    check.verdict = Verdict::not_tested;
    store->save_check(visit.id, check);
    auto untouched = small_visit();
    untouched.id = "20261122-000000-0001";
    untouched.created = at(-1000);
    store->create(untouched);
    auto written = small_visit();
    written.id = "20261121-000000-0001";
    written.created = at(-2000);
    written.changes = {{0, write_of(1)}};
    store->create(written);
    store->set_archived(written.id, true);

    const auto list = store->list();
    REQUIRE(list.size() == 3);
    CHECK(list[0].id == visit.id);
    CHECK(list[0].city == "Berlin");
    CHECK(list[0].checks == 2);
    CHECK(list[0].failed == 1);
    CHECK(list[0].warnings == 0);
    CHECK(list[0].not_tested == 1);
    CHECK(list[0].has_results);
    CHECK_FALSE(list[0].archived);
    CHECK_FALSE(list[1].has_results);
    CHECK(list[2].has_results);
    CHECK(list[2].archived);
}

TEST_CASE("a newer result takes the place of an older one of the same check") {
    TemporaryFolder folder;
    const auto store = VisitStore::open(folder.path() / "visits.db");
    const auto visit = full_visit();
    store->create(visit);
    auto again = visit.checks[0];
    again.verdict = Verdict::pass;
    SECTION("for one subject") {
        store->save_check(visit.id, again);
        CHECK(store->load(visit.id).checks == std::vector{again});
    }
    SECTION("for the whole check, when a subject is gone") {
        again.subject = "inverter 2";
        store->save_checks(visit.id, "grid_frequency", {again});
        CHECK(store->load(visit.id).checks == std::vector{again});
    }
    SECTION("other checks stay") {
        again.id = "insulation";
        store->save_checks(visit.id, "insulation", {again});
        CHECK(store->load(visit.id).checks.size() == 2);
    }
}

TEST_CASE("the list shows the newest visit first") {
    TemporaryFolder folder;
    const auto store = VisitStore::open(folder.path() / "visits.db");
    store->create(full_visit());
    auto later = small_visit();
    later.id = "20261124-080000-0001";
    later.created = at(80000);
    store->create(later);
    const auto headers = store->list();
    REQUIRE(headers.size() == 2);
    CHECK(headers[0].id == later.id);
    CHECK_FALSE(headers[0].closed);
    CHECK(headers[1].customer == "Müller & Söhne");
    CHECK(headers[1].closed);
}

TEST_CASE("a visit that does not exist is said so") {
    TemporaryFolder folder;
    const auto store = VisitStore::open(folder.path() / "visits.db");
    CHECK_THROWS_AS(store->load("nonsense"), std::out_of_range);
    CHECK_THROWS_AS(store->journal_before("nonsense", write_of(1)), store::StoreError);
}

TEST_CASE("the journal tells before and after, and an unfinished write has no result") {
    TemporaryFolder folder;
    const auto store = VisitStore::open(folder.path() / "visits.db");
    store->create(small_visit());
    const auto first = store->journal_before(small_visit().id, write_of(1));
    const auto second = store->journal_before(small_visit().id, write_of(2));
    auto done = write_of(1);
    done.result = WriteResult::proven;
    done.after = "1";
    store->journal_after(first, done);

    const auto changes = store->load(small_visit().id).changes;
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].first == first);
    CHECK(changes[0].second.result == WriteResult::proven);
    CHECK(changes[0].second.before == "none");
    CHECK(changes[0].second.wanted == "1");
    CHECK(changes[0].second.after == "1");
    CHECK(changes[1].first == second);
    CHECK_FALSE(changes[1].second.result);
}

TEST_CASE("an unknown outcome that becomes known is a further row") {
    TemporaryFolder folder;
    const auto file = folder.path() / "visits.db";
    const auto store = VisitStore::open(file);
    store->create(small_visit());
    auto change = write_of(1);
    const auto row = store->journal_before(small_visit().id, change);
    for (const auto result : {WriteResult::unknown, WriteResult::not_stuck}) {
        change.result = result;
        store->journal_after(row, change);
    }
    CHECK(store->load(small_visit().id).changes[0].second.result == WriteResult::not_stuck);
    SQLite::Database raw(file.string());
    CHECK(raw.execAndGet("SELECT count(*) FROM change_outcome").getInt() == 2);
}

TEST_CASE("the journal cannot be changed or shortened") {
    TemporaryFolder folder;
    const auto file = folder.path() / "visits.db";
    const auto store = VisitStore::open(file);
    store->create(small_visit());
    auto change = write_of(1);
    change.result = WriteResult::proven;
    store->journal_after(store->journal_before(small_visit().id, change), change);
    SQLite::Database raw(file.string(), SQLite::OPEN_READWRITE);
    CHECK_THROWS(raw.exec("UPDATE change SET wanted = 'other'"));
    CHECK_THROWS(raw.exec("DELETE FROM change"));
    CHECK_THROWS(raw.exec("UPDATE change_outcome SET result = 'refused'"));
    CHECK_THROWS(raw.exec("DELETE FROM change_outcome"));
}

TEST_CASE("every result of a write survives the file") {
    TemporaryFolder folder;
    const auto store = VisitStore::open(folder.path() / "visits.db");
    auto visit = small_visit();
    using enum WriteResult;
    for (const auto result : {proven, unchanged, sent, effect_seen, refused, not_stuck, unknown}) {
        visit.changes.emplace_back(0, write_of(static_cast<int>(result))).second.result = result;
    }
    store->create(visit);
    const auto changes = store->load(visit.id).changes;
    REQUIRE(changes.size() == visit.changes.size());
    for (std::size_t i = 0; i < changes.size(); ++i) CHECK(changes[i].second.result == visit.changes[i].second.result);
}

TEST_CASE("a visit database from a newer program is refused") {
    TemporaryFolder folder;
    const auto file = folder.path() / "visits.db";
    VisitStore::open(file)->create(small_visit());
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 999");
    try {
        VisitStore::open(file);
        FAIL("was opened");
    } catch (const store::StoreError& error) {
        CHECK(error.kind() == store::StoreError::Kind::newer_version);
    }
}

#ifdef __linux__
/// Writes journal rows and checks without end and tells each one that was acknowledged through the pipe.
[[noreturn]] void write_until_killed(const std::filesystem::path& file, int acknowledged) {
    const auto store = VisitStore::open(file);
    for (int number = 0;; ++number) {
        auto change = write_of(number);
        const auto row = store->journal_before(small_visit().id, change);
        const char before = 'b';
        if (write(acknowledged, &before, 1) != 1) _exit(1);
        change.result = WriteResult::proven;
        change.after = change.wanted;
        store->journal_after(row, change);
        CheckResult check;
        check.id = "check";
        check.subject = std::to_string(number);
        check.verdict = Verdict::pass;
        store->save_check(small_visit().id, check);
        const char after = 'a';
        if (write(acknowledged, &after, 1) != 1) _exit(1);
    }
}

struct Acknowledged {
    std::size_t rows = 0, items = 0;
};

/// Lets a child write, kills it after it acknowledged `letters` steps, and counts all that it acknowledged.
Acknowledged kill_a_writer(const std::filesystem::path& file, int letters) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        write_until_killed(file, ends[1]);
    }
    close(ends[1]);
    Acknowledged seen;
    char letter = 0;
    int count = 0;
    while (read(ends[0], &letter, 1) == 1) {
        ++(letter == 'b' ? seen.rows : seen.items);
        if (++count == letters) kill(child, SIGKILL);
    }
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return seen;
}

TEST_CASE("nothing that was acknowledged is lost when the program is killed at any point") {
    TemporaryFolder folder;
    for (int letters = 1; letters <= 40; letters += 3) {
        const auto file = folder.path() / ("visits" + std::to_string(letters) + ".db");
        VisitStore::open(file)->create(small_visit());
        const auto acknowledged = kill_a_writer(file, letters);
        const auto visit = VisitStore::open(file)->load(small_visit().id);
        INFO("killed after " << letters);
        CHECK(visit.changes.size() >= acknowledged.rows);
        CHECK(visit.changes.size() <= acknowledged.rows + 1);
        CHECK(visit.checks.size() >= acknowledged.items);
        std::size_t finished = 0;
        for (const auto& [number, change] : visit.changes) {
            if (change.result) ++finished;
            CHECK((!change.result || change.after == change.wanted));
        }
        CHECK(finished >= acknowledged.items);
        CHECK(finished <= acknowledged.rows + 1);
    }
}

TEST_CASE("a full disk is said so and the visit keeps what was acknowledged") {
    TemporaryFolder folder;
    if (mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=1m") != 0) SKIP("needs the right to mount");
    const auto file = folder.path() / "visits.db";
    std::size_t written = 0;
    std::optional<store::StoreError::Kind> failure;
    std::size_t kept = 0;
    {
        const auto store = VisitStore::open(file);
        store->create(small_visit());
        while (!failure && written < 5000) {
            try {
                store->add_note(small_visit().id, {std::string(2000, 'n'), "", at(0)});
                ++written;
            } catch (const store::StoreError& error) {
                failure = error.kind();
            }
        }
        kept = store->load(small_visit().id).notes.size();
    }
    umount2(folder.path().c_str(), MNT_DETACH);
    CHECK(failure == store::StoreError::Kind::disk_full);
    CHECK(written > 10);
    CHECK(kept == written);
}
#endif

}  // namespace
}  // namespace firstlight::commissioning
