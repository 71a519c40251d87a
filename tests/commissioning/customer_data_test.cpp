#include "commissioning/customer_data.h"

#include "commissioning/visit_file.h"
#include "commissioning/visit_store.h"
#include "store/database.h"
#include "tests/commissioning/sample_visit.h"
#include "tests/store/temporary_folder.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <catch2/catch_test_macros.hpp>

namespace firstlight::commissioning {
namespace {

using tests::full_visit;
using tests::small_visit;
using tests::write_of;

const std::string other_id = "20261124-000000-0001";

struct TwoCustomers {
    TwoCustomers() {
        auto visit = full_visit();
        visit.site.customer = "Zacharias Quellwasser";
        visit.notes.push_back({"Quellwasser wants the charger first", "", {}});
        auto change = write_of(1);
        change.detail = "secret remark";
        change.result = station::WriteResult::proven;
        visit.changes = {{0, change}};
        store->create(visit);
        auto other = full_visit();
        other.id = other_id;
        other.changes = {{0, change}};
        store->create(other);
    }

    tests::TemporaryFolder folder{tests::TemporaryFolder::in_memory()};
    VisitPlaces places = places_in(folder.path());
    std::unique_ptr<VisitStore> store = VisitStore::open(places.store);
};

void touch(const std::filesystem::path& file) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << "x";
}

bool any_file_holds(const std::filesystem::path& folder, const std::string& text) {
    return std::ranges::any_of(std::filesystem::directory_iterator(folder), [&](const auto& entry) {
        if (!entry.is_regular_file()) return false;
        std::ifstream stream(entry.path(), std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(stream), {}).find(text) != std::string::npos;
    });
}

TEST_CASE("a customer's data are gone from the file, and nobody else's") {
    TwoCustomers kept;
    for (const auto* name : {".json", ".preparation.json"}) touch(kept.places.drafts / (small_visit().id + name));
    touch(kept.places.reports / (small_visit().id + ".pdf"));
    touch(kept.places.reports / (other_id + ".pdf"));
    const auto deleted = delete_customer_data(kept.places, "Zacharias Quellwasser");
    CHECK(deleted.visits == std::vector{small_visit().id});
    CHECK(deleted.files.size() == 3);
    CHECK(std::filesystem::exists(kept.places.reports / (other_id + ".pdf")));
    REQUIRE(kept.store->list().size() == 1);
    CHECK(kept.store->load(other_id).changes.size() == 1);
    CHECK(kept.store->load(other_id).checks == full_visit().checks);
    CHECK_FALSE(any_file_holds(kept.folder.path(), "Quellwasser"));
}

TEST_CASE("what stays is the visit's number, and it is said which back-ups may hold the data still") {
    TwoCustomers kept;
    back_up_visits(kept.places, kept.folder.path() / "visits.db.before-restore.backup");
    const auto deleted = delete_customer_data(kept.places, "Zacharias Quellwasser");
    CHECK(deleted.kept_files == std::vector{kept.folder.path() / "visits.db.before-restore.backup"});
    SQLite::Database database(kept.places.store.string());
    CHECK(database.execAndGet("SELECT visit FROM deleted_visit").getString() == small_visit().id);
}

TEST_CASE("the journal of a visit that was not deleted still refuses to lose rows") {
    TwoCustomers kept;
    delete_customer_data(kept.places, "Zacharias Quellwasser");
    SQLite::Database database(kept.places.store.string(), SQLite::OPEN_READWRITE);
    CHECK_THROWS_AS(database.exec("DELETE FROM change"), SQLite::Exception);
    CHECK_THROWS_AS(database.exec("DELETE FROM change_outcome"), SQLite::Exception);
    CHECK_THROWS_AS(database.exec("UPDATE change SET wanted = '9'"), SQLite::Exception);
}

TEST_CASE("a deleted visit that is imported again has a journal that refuses to lose rows") {
    TwoCustomers kept;
    const auto file = kept.folder.path() / "one.flvisit";
    export_visit(kept.places, small_visit().id, file);
    delete_customer_data(kept.places, "Zacharias Quellwasser");
    import_visits(kept.places, file);
    CHECK(kept.store->load(small_visit().id).changes.size() == 1);
    SQLite::Database database(kept.places.store.string(), SQLite::OPEN_READWRITE);
    CHECK(database.execAndGet("SELECT count(*) FROM deleted_visit").getInt() == 0);
    CHECK_THROWS_AS(database.exec("DELETE FROM change_outcome"), SQLite::Exception);
}

TEST_CASE("nothing is deleted without a name, or by half a name") {
    TwoCustomers kept;
    CHECK_THROWS_AS(delete_customer_data(kept.places, ""), std::invalid_argument);
    CHECK(delete_customer_data(kept.places, "Zacharias").visits.empty());
    CHECK(kept.store->list().size() == 2);
}

}  // namespace
}  // namespace firstlight::commissioning
