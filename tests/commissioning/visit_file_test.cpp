#include "commissioning/visit_file.h"

#include "commissioning/customer_data.h"
#include "commissioning/documents.h"
#include "commissioning/visit_schema.h"
#include "commissioning/visit_store.h"
#include "formats/strict_json.h"
#include "tests/commissioning/sample_visit.h"
#include "tests/store/temporary_folder.h"

#include <fstream>
#include <iterator>

#include <SQLiteCpp/Database.h>
#include <catch2/catch_test_macros.hpp>

namespace firstlight::commissioning {
namespace {

using station::WriteResult;
using tests::at;
using tests::check_same;
using tests::full_visit;
using tests::small_visit;
using tests::write_of;

/// One laptop's visits.
struct Laptop {
    tests::TemporaryFolder folder{tests::TemporaryFolder::in_memory()};
    VisitPlaces places = places_in(folder.path());
    std::unique_ptr<VisitStore> store = VisitStore::open(places.store);

    int count(const std::string& table) {
        SQLite::Database database(places.store.string());
        return database.execAndGet("SELECT count(*) FROM " + table).getInt();
    }
};

void write(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

std::string read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::int64_t written(VisitStore& store, int number, WriteResult result) {
    auto change = write_of(number);
    const auto row = store.journal_before(small_visit().id, change);
    change.result = result;
    change.after = change.wanted;
    store.journal_after(row, change);
    return row;
}

void change(const std::filesystem::path& file, const std::string& sql) {
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec(sql);
}

/// Exports the visit from one laptop and imports it on the other.
Imported carry(const Laptop& from, const Laptop& to) {
    const auto file = from.folder.path() / "one.flvisit";
    export_visit(from.places, small_visit().id, file);
    return import_visits(to.places, file);
}

TEST_CASE("a visit carried to another laptop is the same visit, older results and outcomes included") {
    Laptop office, van;
    office.store->create(full_visit());
    office.store->save_check(full_visit().id, full_visit().checks[0]);  // takes the place of the first
    const auto row = written(*office.store, 5, WriteResult::unknown);
    auto change = write_of(5);
    change.result = WriteResult::proven;
    change.after = "5";
    office.store->journal_after(row, change);
    auto other = small_visit();
    other.id = "20261124-000000-0001";
    office.store->create(other);

    const auto imported = carry(office, van);
    CHECK(imported.added == std::vector{full_visit().id});
    const auto visit = van.store->load(full_visit().id);
    check_same(visit, full_visit());
    REQUIRE(visit.changes.size() == 1);
    CHECK(visit.changes[0].second.result == WriteResult::proven);
    CHECK(van.count("check_result") == 2);
    CHECK(van.count("change_outcome") == 2);
    CHECK(van.store->list().size() == 1);
}

TEST_CASE("importing the same file again changes nothing") {
    Laptop office, van;
    office.store->create(full_visit());
    written(*office.store, 5, WriteResult::proven);
    carry(office, van);
    const auto again = carry(office, van);
    CHECK(again.unchanged == std::vector{full_visit().id});
    CHECK(van.store->load(full_visit().id).changes.size() == 1);
    check_same(van.store->load(full_visit().id), full_visit());
}

TEST_CASE("two laptops worked on one visit: each gets what it lacks and loses nothing") {
    Laptop office, van;
    office.store->create(small_visit());
    carry(office, van);
    const auto id = small_visit().id;
    auto header = small_visit();
    header.site.customer = "Maier";
    office.store->save_header(header);
    office.store->save_devices(id, {{"inverter 1", "inverter", "M", "SERIAL-A", "F1", "2.9", 1}}, {"found here"});
    office.store->add_note(id, {"from the office", "Bo", at(10)});
    written(*office.store, 1, WriteResult::proven);
    header.site = {};
    header.site.city = "Ulm";
    van.store->save_header(header);
    van.store->save_devices(id,
                            {{"inverter 1", "inverter", "M", "SERIAL-A", "F1", "2.9", 1},
                             {"AC charger 3", "ac_charger", "", "", "", "", 3}},
                            {});
    van.store->add_note(id, {"from the van", "Li", at(20)});
    written(*van.store, 2, WriteResult::refused);

    CHECK(carry(office, van).completed == std::vector{id});
    const auto visit = van.store->load(id);
    CHECK(visit.site.customer == "Maier");
    CHECK(visit.site.city == "Ulm");
    CHECK(visit.devices.size() == 2);
    CHECK(visit.findings == std::vector<std::string>{"found here"});
    CHECK(visit.notes.size() == 2);
    REQUIRE(visit.changes.size() == 2);
    CHECK(visit.changes[0].second.result == WriteResult::refused);
    CHECK(visit.changes[1].second.result == WriteResult::proven);
}

TEST_CASE("of what both laptops have, the newer counts and the older result stays as superseded") {
    Laptop office, van;
    office.store->create(full_visit());
    carry(office, van);
    const auto id = full_visit().id;
    auto check = full_visit().checks[0];
    check.verdict = Verdict::pass;
    check.at = at(100);
    office.store->save_check(id, check);
    office.store->save_confirmation(id, {"static_ip", "Static address", "no", "Bo", at(100)});
    auto readings = full_visit().readings;
    readings[0].value = "50.02";
    readings[0].at = at(100);
    office.store->save_readings(id, readings);

    CHECK(carry(office, van).completed == std::vector{id});
    const auto newer = van.store->load(id);
    REQUIRE(newer.checks.size() == 1);
    CHECK(newer.checks[0].verdict == Verdict::pass);
    CHECK(newer.checks[0].evidence == check.evidence);
    CHECK(van.count("check_result") == 2);
    CHECK(newer.confirmations.at(0).answer == "no");
    CHECK(newer.readings.at(0).value == "50.02");
    CHECK(newer.readings.size() == 2);

    Laptop old;  // the other way: an older file does not take back what is newer here
    old.store->create(full_visit());
    carry(old, van);
    CHECK(van.store->load(id).checks.at(0).verdict == Verdict::pass);
    CHECK(van.store->load(id).confirmations.at(0).answer == "no");
    CHECK(van.store->load(id).readings.at(0).value == "50.02");
}

TEST_CASE("what was prepared travels with the visit and does not replace what is there") {
    Laptop office, van;
    office.store->create(small_visit());
    const auto name = small_visit().id;
    write(office.places.drafts / (name + ".json"), "{\"purpose\": \"from the office\"}");
    write(office.places.drafts / (name + ".preparation.json"), "{}");
    carry(office, van);
    CHECK(read(van.places.drafts / (name + ".json")) == "{\"purpose\": \"from the office\"}");
    CHECK(read(van.places.drafts / (name + ".preparation.json")) == "{}");
    CHECK(van.count("travelling_file") == 0);

    write(van.places.drafts / (name + ".json"), "{\"purpose\": \"typed in the van\"}");
    carry(office, van);
    CHECK(read(van.places.drafts / (name + ".json")) == "{\"purpose\": \"typed in the van\"}");
}

TEST_CASE("documents travel with the visit, byte for byte, and go with the customer's data") {
    Laptop office, van;
    office.store->create(full_visit());
    const auto id = full_visit().id, bytes = std::string("%PDF\0\xff\x80 and more\r\n", 18);
    write(office.folder.path() / "desk" / "Größe.pdf", bytes);
    write(office.folder.path() / "other desk" / "Größe.pdf", "another");
    Preparation prepared;
    prepared.documents = {{"Approval", office.folder.path() / "desk" / "Größe.pdf"},
                          {"Plan", office.folder.path() / "other desk" / "Größe.pdf"}};
    save_preparation(prepared, office.places.drafts, id);
    std::filesystem::remove_all(office.folder.path() / "desk");  // the visit has its own copies
    carry(office, van);

    const auto arrived = load_preparation(van.places.drafts, id).documents;
    REQUIRE(arrived.size() == 2);
    CHECK(arrived[0].title == "Approval");
    CHECK(read(arrived[0].file) == bytes);
    CHECK(read(arrived[1].file) == "another");
    CHECK(arrived[1].file.parent_path() == documents_folder(van.places.drafts, id));

    const auto deleted = delete_customer_data(van.places, full_visit().site.customer);
    CHECK(deleted.files.size() == 3);
    CHECK_FALSE(std::filesystem::exists(documents_folder(van.places.drafts, id)));
}

TEST_CASE("a document that arrives beside another preparation is listed; one that is taken out is gone") {
    Laptop office, van;
    office.store->create(small_visit());
    const auto id = small_visit().id;
    write(office.folder.path() / "approval.pdf", "approved");
    Preparation prepared;
    prepared.documents = {{"Approval", office.folder.path() / "approval.pdf"}};
    save_preparation(prepared, office.places.drafts, id);
    save_preparation({.expected = {{"inverter", "CMU1", 1}}, .approved = {}, .documents = {}}, van.places.drafts, id);
    carry(office, van);
    auto both = load_preparation(van.places.drafts, id);
    CHECK(both.expected.size() == 1);
    REQUIRE(both.documents.size() == 1);
    CHECK(both.documents[0].title == "approval");
    both.documents.clear();
    save_preparation(both, van.places.drafts, id);
    CHECK(load_preparation(van.places.drafts, id).documents.empty());
    CHECK(std::filesystem::exists(office.folder.path() / "approval.pdf"));  // only copies are taken away
}

TEST_CASE("a travelling document has a name that leads nowhere else") {
    for (const auto* name : {"", ".", "..", "../x", "a/b", "a\\b", "C:x", "a\nb", "a|b"}) {
        INFO(name);
        CHECK_FALSE(is_plain_file_name(name));
    }
    CHECK(is_plain_file_name("Größe 1.pdf"));
    Laptop office, van;
    office.store->create(small_visit());
    const auto file = office.folder.path() / "one.flvisit";
    export_visit(office.places, small_visit().id, file);
    change(file, "INSERT INTO travelling_file SELECT id, 'documents/../../evil', x'00' FROM visit");
    import_visits(van.places, file);
    CHECK_FALSE(std::filesystem::exists(van.places.drafts / "evil"));
    CHECK_FALSE(std::filesystem::exists(van.folder.path() / "evil"));
}

TEST_CASE("an archived visit arrives where it is seen") {
    Laptop office, van;
    office.store->create(small_visit());
    office.store->set_archived(small_visit().id, true);
    CHECK(office.store->list().at(0).archived);
    carry(office, van);
    CHECK_FALSE(van.store->list().at(0).archived);
}

TEST_CASE("a visit that does not exist is not exported") {
    Laptop office;
    const auto file = office.folder.path() / "none.flvisit";
    CHECK_THROWS_AS(export_visit(office.places, "20261123-000000-0000", file), std::out_of_range);
    CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("a file of an older program is brought to the newest form, in a copy") {
    Laptop van;
    const auto file = van.folder.path() / "old.flvisit";
    {
        const auto old = store::open_database(file, visit_database_id, {visit_migrations().front()});
        old->exec(
            "INSERT INTO visit VALUES ('20250101-000000-0001', 'commissioning', 1, NULL, 'A', '', '', '', 'Maier',"
            " '', '', '', '', '', '')");
        old->exec("PRAGMA journal_mode = DELETE");
    }
    const auto bytes = read(file);
    CHECK(import_visits(van.places, file).added.size() == 1);
    CHECK(van.store->load("20250101-000000-0001").site.customer == "Maier");
    CHECK(read(file) == bytes);
}

struct BadFile {
    const char* name;
    void (*spoil)(const std::filesystem::path& file);
    const char* reason;
};

const std::vector<BadFile> bad_files{
    {"missing", [](const auto& file) { std::filesystem::remove(file); }, "no such file"},
    {"empty", [](const auto& file) { write(file, ""); }, "empty"},
    {"text", [](const auto& file) { write(file, std::string(5000, 'x')); }, "holds no visits"},
    {"another program's", [](const auto& file) { change(file, "PRAGMA application_id = 7"); }, "holds no visits"},
    {"of a newer program", [](const auto& file) { change(file, "PRAGMA user_version = 999"); }, "newer Firstlight"},
    {"cut in the middle",
     [](const auto& file) { std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2); }, "damaged"},
    {"with a table missing", [](const auto& file) { change(file, "DROP TABLE note"); }, "damaged"},
    {"with a trigger of its own",
     [](const auto& file) { change(file, "CREATE TRIGGER evil AFTER INSERT ON note BEGIN DELETE FROM person; END"); },
     "damaged"},
    {"without a visit",
     [](const auto& file) { change(file, "PRAGMA foreign_keys = OFF; DELETE FROM person; DELETE FROM visit"); },
     "no visit"},
    {"with a name that leads elsewhere",
     [](const auto& file) { change(file, "PRAGMA foreign_keys = OFF; UPDATE visit SET id = '../../x'"); },
     "no visit's number"},
};

TEST_CASE("a file that cannot be used is refused with the reason, and nothing has changed") {
    for (const auto& bad : bad_files) {
        INFO(bad.name);
        Laptop office, van;
        office.store->create(full_visit());
        van.store->create(small_visit());
        const auto file = office.folder.path() / "one.flvisit";
        export_visit(office.places, full_visit().id, file);
        bad.spoil(file);
        const auto bytes = read(file);
        try {
            import_visits(van.places, file);
            FAIL("was accepted");
        } catch (const formats::FileError& error) {
            INFO(error.what());
            CHECK(error.reason().find(bad.reason) != std::string::npos);
        }
        check_same(van.store->load(small_visit().id), small_visit());
        CHECK(read(file) == bytes);
        if (std::string(bad.name) == "without a visit" || std::string(bad.name) == "with a name that leads elsewhere")
            continue;  // sound as a back-up
        CHECK_THROWS_AS(restore_visits(van.places, file), formats::FileError);
        check_same(van.store->load(small_visit().id), small_visit());
    }
}

TEST_CASE("a back-up brings everything back, and what was there before is kept") {
    Laptop laptop;
    laptop.store->create(full_visit());
    written(*laptop.store, 5, WriteResult::proven);
    write(laptop.places.drafts / (full_visit().id + ".json"), "{}");
    const auto file = laptop.folder.path() / "all.flbackup";
    back_up_visits(laptop.places, file);

    auto later = small_visit();
    later.id = "20261124-000000-0001";
    laptop.store->create(later);
    written(*laptop.store, 6, WriteResult::proven);
    std::filesystem::remove(laptop.places.drafts / (full_visit().id + ".json"));

    const auto before = restore_visits(laptop.places, file);
    REQUIRE(laptop.store->list().size() == 1);  // through the handle that was open all the time
    check_same(laptop.store->load(full_visit().id), full_visit());
    CHECK(laptop.store->load(full_visit().id).changes.size() == 1);
    CHECK(std::filesystem::exists(laptop.places.drafts / (full_visit().id + ".json")));
    laptop.store->add_note(full_visit().id, {"goes on", "", at(50)});
    CHECK(VisitStore::open(laptop.places.store)->load(full_visit().id).notes.size() == 3);

    restore_visits(laptop.places, before);
    CHECK(laptop.store->list().size() == 2);
    CHECK(laptop.store->load(full_visit().id).changes.size() == 2);
}

TEST_CASE("exports and back-ups stand alone and leave nothing beside them") {
    Laptop laptop;
    laptop.store->create(full_visit());
    tests::TemporaryFolder stick;
    export_visit(laptop.places, full_visit().id, stick.path() / "one.flvisit");
    back_up_visits(laptop.places, stick.path() / "all.flbackup");
    std::filesystem::permissions(stick.path() / "one.flvisit", std::filesystem::perms::owner_read);
    Laptop van;
    import_visits(van.places, stick.path() / "one.flvisit");
    int files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(stick.path())) ++files;
    CHECK(files == 2);
    check_same(van.store->load(full_visit().id), full_visit());
}

}  // namespace
}  // namespace firstlight::commissioning
