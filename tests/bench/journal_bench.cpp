#include "commissioning/visit_store.h"
#include "measure.h"

#include <filesystem>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/core.h>
#include <unistd.h>

namespace firstlight::bench {

namespace {

constexpr int rows = 200;

station::Change some_change() {
    station::Change change;
    change.device = "inverter 1";
    change.device_serial = "CMU123A45AA678";
    change.unit = 1;
    change.point = "grid_export_limit";
    change.unit_of_measure = "kW";
    change.before = "10.000";
    change.wanted = "8.000";
    change.endpoint = "tcp:192.168.4.1:502";
    change.at = std::chrono::system_clock::now();
    return change;
}

/// One row in one commit, WAL, synchronous FULL: what SQLite itself takes for a durable row.
void insert_raw(SQLite::Database& database) {
    const auto change = some_change();
    for (int i = 0; i < rows; ++i) {
        SQLite::Statement insert(
            database,
            "INSERT INTO journal(device, serial, unit, point, measure, before, wanted, endpoint, at)"
            " VALUES(?,?,?,?,?,?,?,?,?)");
        int column = 0;
        for (const auto* text : {&change.device, &change.device_serial}) insert.bind(++column, *text);
        insert.bind(++column, change.unit);
        for (const auto* text :
             {&change.point, &change.unit_of_measure, &change.before, &change.wanted, &change.endpoint})
            insert.bind(++column, *text);
        insert.bind(++column, static_cast<std::int64_t>(change.at.time_since_epoch().count()));
        insert.exec();
    }
}

void journal_rows(commissioning::VisitStore& store, const std::string& visit) {
    const auto change = some_change();
    for (int i = 0; i < rows; ++i) store.journal_before(visit, change);
}

}  // namespace

void bench_journal(const Options& options) {
    const auto folder = std::filesystem::path(options.disk_folder) / fmt::format("bench_journal_{}", ::getpid());
    std::filesystem::create_directories(folder);
    {
        SQLite::Database raw((folder / "raw.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        raw.exec("PRAGMA journal_mode = WAL");
        raw.exec("PRAGMA synchronous = FULL");
        raw.exec(
            "CREATE TABLE journal(id INTEGER PRIMARY KEY, device, serial, unit, point, measure, before, wanted, "
            "endpoint, at)");
        const auto store = commissioning::VisitStore::open(folder / "visits.db");
        commissioning::Visit visit;
        visit.id = "bench";
        visit.purpose = "commissioning";
        visit.created = std::chrono::system_clock::now();
        store->create(visit);
        const auto raw_round = [&] { return timed([&] { insert_raw(raw); }); };
        const auto store_round = [&] { return timed([&] { journal_rows(*store, visit.id); }); };
        const auto figures = take_turns({{"raw SQLite", raw_round}, {"visit store", store_round}}, options.rounds);
        fmt::print("\nDurable journal rows, one commit each, synchronous FULL, median of {} rounds of {}\n",
                   options.rounds, rows);
        for (const auto* name : {"raw SQLite", "visit store"}) {
            const auto& one = figures.at(name);
            fmt::print("  {:<12} {:>8.0f} rows/s  ratio {:.2f}\n", name, rows / one.seconds,
                       figures.at("raw SQLite").seconds / one.seconds);
        }
    }
    std::filesystem::remove_all(folder);
}

}  // namespace firstlight::bench
