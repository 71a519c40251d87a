#include "commissioning/visit_store.h"

#include "commissioning/visit_rows.h"
#include "commissioning/visit_schema.h"
#include "store/database.h"

#include <functional>
#include <mutex>

#include <SQLiteCpp/Transaction.h>

namespace firstlight::commissioning {

namespace {

void forget(SQLite::Database& database, const char* table, const std::string& id) {
    Command(database, (std::string("DELETE FROM ") + table + " WHERE visit = ?").c_str()).run(id);
}

void write_header(SQLite::Database& database, const Visit& visit) {
    const auto& site = visit.site;
    Command(database,
            "INSERT INTO visit (id, purpose, created, closed, anchor_serial, program_version, rule_set,"
            " rule_set_version, customer, address, postcode, city, country, grid_reference, time_zone)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " purpose = excluded.purpose, created = excluded.created, closed = excluded.closed,"
            " anchor_serial = excluded.anchor_serial, program_version = excluded.program_version,"
            " rule_set = excluded.rule_set, rule_set_version = excluded.rule_set_version,"
            " customer = excluded.customer, address = excluded.address, postcode = excluded.postcode,"
            " city = excluded.city, country = excluded.country, grid_reference = excluded.grid_reference,"
            " time_zone = excluded.time_zone")
        .run(visit.id, visit.purpose, visit.created, visit.closed, visit.anchor_serial, visit.program_version,
             visit.rule_set, visit.rule_set_version, site.customer, site.address, site.postcode, site.city,
             site.country, site.grid_reference, site.time_zone);
}

void write_lists_of_header(SQLite::Database& database, const Visit& visit) {
    for (const auto* table : {"former_anchor", "person", "data_file"}) forget(database, table, visit.id);
    int position = 0;
    Command anchor(database, "INSERT INTO former_anchor VALUES (?, ?, ?)");
    for (const auto& serial : visit.former_anchors) anchor.run(visit.id, position++, serial);
    Command person(database, "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    for (const auto& p : visit.people) {
        person.run(visit.id, position++, p.name, p.company, p.role, p.phone, p.email, p.licence);
    }
    Command file(database, "INSERT INTO data_file VALUES (?, ?, ?, ?, ?, ?, ?)");
    for (const auto& f : visit.data_files) {
        file.run(visit.id, position++, f.kind, f.id, f.version, f.sha256, f.from_user);
    }
}

void write_devices(SQLite::Database& database, const std::string& id, const std::vector<DeviceRecord>& devices,
                   const std::vector<std::string>& findings) {
    forget(database, "device", id);
    forget(database, "finding", id);
    int position = 0;
    Command device(database, "INSERT INTO device VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const auto& d : devices) {
        device.run(id, position++, d.name, d.profile, d.model, d.serial, d.firmware, d.protocol_version, d.unit);
    }
    Command finding(database, "INSERT INTO finding VALUES (?, ?, ?)");
    for (const auto& text : findings) finding.run(id, position++, text);
}

void write_readings(SQLite::Database& database, const std::string& id, const std::vector<ReadingRecord>& readings) {
    forget(database, "reading", id);
    int position = 0;
    Command reading(database, "INSERT INTO reading VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const auto& r : readings) {
        reading.run(id, position++, r.device, r.point, r.label, r.group, r.value, r.unit, r.quality, r.why, r.number,
                    r.at, r.setting, r.rows.empty() ? std::string() : rows_as_json(r.rows));
    }
}

void write_check(SQLite::Database& database, const std::string& id, const CheckResult& check) {
    Command(database,
            "INSERT INTO check_result (visit, id, title, subject, expected, measured, verdict, reason, rule,"
            " unverified_limit, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .run(id, check.id, check.title, check.subject, check.expected, check.measured, verdict_key(check.verdict),
             check.reason, check.rule, check.unverified_limit, check.at);
    const auto number = database.getLastInsertRowid();
    int position = 0;
    Command evidence(database, "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?)");
    for (const auto& e : check.evidence) {
        evidence.run(number, position++, e.device, e.point, e.label, e.value, e.at);
    }
}

void write_link(SQLite::Database& database, const std::string& id, int index, const LinkSession& link) {
    Command(database, "INSERT OR REPLACE INTO link_session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .run(id, index, link.endpoint, link.from, link.to, link.seconds_between_requests, link.asked, link.answered,
             link.silent, link.garbled, link.late, link.mean_ms, link.slowest_ms);
}

void write_confirmation(SQLite::Database& database, const std::string& id, const ManualConfirmation& said) {
    Command(database,
            "INSERT INTO confirmation VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (visit, id) DO UPDATE SET"
            " title = excluded.title, answer = excluded.answer, said_by = excluded.said_by, at = excluded.at,"
            " photo = excluded.photo")
        .run(id, said.id, said.title, said.answer, said.by, said.at, said.photo);
}

std::int64_t write_change(SQLite::Database& database, const std::string& id, const station::Change& change) {
    Command(database,
            "INSERT INTO change (visit, device, device_serial, unit, point, unit_of_measure, value_before, wanted,"
            " endpoint, at, detail, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .run(id, change.device, change.device_serial, change.unit, change.point, change.unit_of_measure, change.before,
             change.wanted, change.endpoint, change.at, change.detail, change.source);
    return database.getLastInsertRowid();
}

void write_outcome(SQLite::Database& database, std::int64_t row, const station::Change& change) {
    const auto result = change.result.value_or(station::WriteResult::unknown);
    Command(database, "INSERT INTO change_outcome (change, result, value_after, detail, at) VALUES (?, ?, ?, ?, ?)")
        .run(row, result_key(result), change.after, change.detail, std::chrono::system_clock::now());
}

std::vector<VisitHeader> read_headers(SQLite::Database& database) {
    std::vector<VisitHeader> headers;
    SQLite::Statement query(database,
                            "SELECT id, purpose, customer, city, anchor_serial, created, closed IS NOT NULL, archived,"
                            " coalesce(checks, 0), coalesce(failed, 0), coalesce(warnings, 0), coalesce(not_tested, 0),"
                            " checks IS NOT NULL OR EXISTS (SELECT 1 FROM change WHERE change.visit = visit.id),"
                            " (SELECT count(*) FROM change WHERE change.visit = visit.id AND NOT EXISTS"
                            " (SELECT 1 FROM change_outcome WHERE change_outcome.change = change.number))"
                            " FROM visit LEFT JOIN (SELECT visit AS of, count(*) AS checks,"
                            " sum(verdict = 'fail') AS failed, sum(verdict = 'warning') AS warnings, sum(verdict = "
                            "'not_tested') AS not_tested"
                            " FROM check_result WHERE superseded = 0 GROUP BY visit) ON of = visit.id"
                            " ORDER BY created DESC, id DESC");
    while (query.executeStep()) {
        auto& header = headers.emplace_back();
        Columns(query).into(header.id, header.purpose, header.customer, header.city, header.anchor_serial,
                            header.created, header.closed, header.archived, header.checks, header.failed,
                            header.warnings, header.not_tested, header.has_results, header.open_writes);
    }
    return headers;
}

/// One handle, used by one thread at a time. Every call is one transaction; what it wrote is on disk when it returns.
class SqliteVisitStore final : public VisitStore {
  public:
    explicit SqliteVisitStore(const std::filesystem::path& file) : file_(file), database_(open_visit_database(file)) {}

    void create(const Visit& visit) override {
        save([&](auto& database) {
            write_header(database, visit);
            write_lists_of_header(database, visit);
            write_devices(database, visit.id, visit.devices, visit.findings);
            write_readings(database, visit.id, visit.readings);
            for (const auto& check : visit.checks) write_check(database, visit.id, check);
            for (std::size_t i = 0; i < visit.links.size(); ++i) {
                write_link(database, visit.id, static_cast<int>(i), visit.links[i]);
            }
            for (const auto& said : visit.confirmations) write_confirmation(database, visit.id, said);
            for (const auto& note : visit.notes) write_note(database, visit.id, note);
            for (const auto& [number, change] : visit.changes) {
                const auto row = write_change(database, visit.id, change);
                if (change.result) write_outcome(database, row, change);
            }
        });
    }

    Visit load(const std::string& id) override {
        Visit visit;
        read([&](auto& database) { visit = load_visit(database, id); });
        return visit;
    }

    std::vector<VisitHeader> list() override {
        std::vector<VisitHeader> headers;
        read([&](auto& database) { headers = read_headers(database); });
        return headers;
    }

    void set_archived(const std::string& id, bool archived) override {
        save(
            [&](auto& database) { Command(database, "UPDATE visit SET archived = ? WHERE id = ?").run(archived, id); });
    }

    void save_header(const Visit& visit) override {
        save([&](auto& database) {
            write_header(database, visit);
            write_lists_of_header(database, visit);
        });
    }

    void save_devices(const std::string& id, const std::vector<DeviceRecord>& devices,
                      const std::vector<std::string>& findings) override {
        save([&](auto& database) { write_devices(database, id, devices, findings); });
    }

    void save_readings(const std::string& id, const std::vector<ReadingRecord>& readings) override {
        save([&](auto& database) { write_readings(database, id, readings); });
    }

    void save_check(const std::string& id, const CheckResult& check) override {
        save([&](auto& database) {
            Command(database, "UPDATE check_result SET superseded = 1 WHERE visit = ? AND id = ? AND subject = ?")
                .run(id, check.id, check.subject);
            write_check(database, id, check);
        });
    }

    void save_checks(const std::string& id, const std::string& check,
                     const std::vector<CheckResult>& results) override {
        save([&](auto& database) {
            Command(database, "UPDATE check_result SET superseded = 1 WHERE visit = ? AND id = ?").run(id, check);
            for (const auto& result : results) write_check(database, id, result);
        });
    }

    void save_link(const std::string& id, int index, const LinkSession& link) override {
        save([&](auto& database) { write_link(database, id, index, link); });
    }

    void save_confirmation(const std::string& id, const ManualConfirmation& said) override {
        save([&](auto& database) { write_confirmation(database, id, said); });
    }

    void add_note(const std::string& id, const Note& note) override {
        save([&](auto& database) { write_note(database, id, note); });
    }

    std::int64_t journal_before(const std::string& id, const station::Change& change) override {
        std::int64_t row = 0;
        save([&](auto& database) { row = write_change(database, id, change); });
        return row;
    }

    void journal_after(std::int64_t row, const station::Change& change) override {
        save([&](auto& database) { write_outcome(database, row, change); });
    }

  private:
    static void write_note(SQLite::Database& database, const std::string& id, const Note& note) {
        Command(database, "INSERT INTO note (visit, text, said_by, at) VALUES (?, ?, ?, ?)")
            .run(id, note.text, note.by, note.at);
    }

    void save(const std::function<void(SQLite::Database&)>& work) {
        in_one_transaction(SQLite::TransactionBehavior::IMMEDIATE, work);
    }

    void read(const std::function<void(SQLite::Database&)>& work) {
        in_one_transaction(SQLite::TransactionBehavior::DEFERRED, work);
    }

    void in_one_transaction(SQLite::TransactionBehavior behavior, const std::function<void(SQLite::Database&)>& work) {
        const std::lock_guard lock(mutex_);
        store::guarded(file_, [&] {
            SQLite::Transaction transaction(*database_, behavior);
            work(*database_);
            transaction.commit();
        });
    }

    std::filesystem::path file_;
    std::mutex mutex_;
    std::unique_ptr<SQLite::Database> database_;
};

}  // namespace

std::unique_ptr<VisitStore> VisitStore::open(const std::filesystem::path& file) {
    return std::make_unique<SqliteVisitStore>(file);
}

}  // namespace firstlight::commissioning
