#include "commissioning/visit_rows.h"
#include "station/value.h"
#include "text/text.h"

#include <array>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

using station::WriteResult;

constexpr std::array verdict_keys = {
    std::pair{Verdict::pass, std::string_view("pass")},
    std::pair{Verdict::fail, std::string_view("fail")},
    std::pair{Verdict::warning, std::string_view("warning")},
    std::pair{Verdict::not_tested, std::string_view("not_tested")},
    std::pair{Verdict::not_applicable, std::string_view("not_applicable")},
};

constexpr std::array result_keys = {
    std::pair{WriteResult::proven, std::string_view("proven")},
    std::pair{WriteResult::unchanged, std::string_view("unchanged")},
    std::pair{WriteResult::sent, std::string_view("sent")},
    std::pair{WriteResult::effect_seen, std::string_view("effect_seen")},
    std::pair{WriteResult::refused, std::string_view("refused")},
    std::pair{WriteResult::not_stuck, std::string_view("not_stuck")},
    std::pair{WriteResult::not_sent, std::string_view("not_sent")},
    std::pair{WriteResult::unknown, std::string_view("unknown")},
};

template <class Table, class Value>
std::string_view key_of(const Table& table, Value value) {
    for (const auto& [known, key] : table) {
        if (known == value) return key;
    }
    throw std::logic_error("a value without a word in the visit database");
}

template <class Table>
auto value_of(const Table& table, std::string_view key) {
    for (const auto& [value, known] : table) {
        if (known == key) return value;
    }
    throw std::runtime_error(fmt::format("the visit database holds the unknown word \"{}\"", key));
}

/// Runs `sql` for one key and hands each row to `take`.
template <class Key, class Take>
void each_row(SQLite::Database& database, const char* sql, const Key& key, const Take& take) {
    SQLite::Statement query(database, sql);
    query.bind(1, key);
    while (query.executeStep()) take(Columns(query));
}

void load_header(SQLite::Database& database, Visit& visit) {
    SQLite::Statement query(
        database,
        "SELECT purpose, created, closed, anchor_serial, program_version, rule_set, rule_set_version,"
        " customer, address, postcode, city, country, grid_reference, time_zone"
        " FROM visit WHERE id = ?");
    query.bind(1, visit.id);
    if (!query.executeStep()) throw std::out_of_range(fmt::format("There is no visit {}.", visit.id));
    auto& site = visit.site;
    Columns(query).into(visit.purpose, visit.created, visit.closed, visit.anchor_serial, visit.program_version,
                        visit.rule_set, visit.rule_set_version, site.customer, site.address, site.postcode, site.city,
                        site.country, site.grid_reference, site.time_zone);
}

void load_people_and_files(SQLite::Database& database, Visit& visit) {
    each_row(database, "SELECT serial FROM former_anchor WHERE visit = ? ORDER BY position", visit.id,
             [&](Columns columns) { columns.into(visit.former_anchors.emplace_back()); });
    each_row(database,
             "SELECT name, company, role, phone, email, licence FROM person WHERE visit = ? ORDER BY position",
             visit.id, [&](Columns columns) {
                 auto& person = visit.people.emplace_back();
                 columns.into(person.name, person.company, person.role, person.phone, person.email, person.licence);
             });
    each_row(database, "SELECT kind, id, version, sha256, from_user FROM data_file WHERE visit = ? ORDER BY position",
             visit.id, [&](Columns columns) {
                 auto& file = visit.data_files.emplace_back();
                 columns.into(file.kind, file.id, file.version, file.sha256, file.from_user);
             });
}

void load_links(SQLite::Database& database, Visit& visit) {
    each_row(database,
             "SELECT endpoint, began, ended, seconds_between_requests, asked, answered, silent, garbled, late, mean_ms,"
             " slowest_ms FROM link_session WHERE visit = ? ORDER BY position",
             visit.id, [&](Columns columns) {
                 auto& link = visit.links.emplace_back();
                 columns.into(link.endpoint, link.from, link.to, link.seconds_between_requests, link.asked,
                              link.answered, link.silent, link.garbled, link.late, link.mean_ms, link.slowest_ms);
             });
}

void load_devices(SQLite::Database& database, Visit& visit) {
    each_row(database,
             "SELECT name, profile, model, serial, firmware, protocol_version, unit FROM device WHERE visit = ?"
             " ORDER BY position",
             visit.id, [&](Columns columns) {
                 auto& device = visit.devices.emplace_back();
                 columns.into(device.name, device.profile, device.model, device.serial, device.firmware,
                              device.protocol_version, device.unit);
             });
    each_row(database, "SELECT text FROM finding WHERE visit = ? ORDER BY position", visit.id,
             [&](Columns columns) { columns.into(visit.findings.emplace_back()); });
}

void take_rows(ReadingRecord& reading, const std::string& text) {
    if (text.empty()) return;
    auto rows = rows_of_json(text);
    if (rows) {
        reading.rows = std::move(*rows);
        return;
    }
    reading.quality = station::to_string(station::Quality::malformed);
    reading.why = text::tr("its rows cannot be read");
}

void load_readings(SQLite::Database& database, Visit& visit) {
    each_row(
        database,
        "SELECT device, point, label, point_group, value, unit, quality, why, number, at, setting, rows FROM reading"
        " WHERE visit = ? ORDER BY position",
        visit.id, [&](Columns columns) {
            auto& reading = visit.readings.emplace_back();
            std::string rows;
            columns.into(reading.device, reading.point, reading.label, reading.group, reading.value, reading.unit,
                         reading.quality, reading.why, reading.number, reading.at, reading.setting, rows);
            take_rows(reading, rows);
        });
}

void load_checks(SQLite::Database& database, Visit& visit) {
    each_row(database,
             "SELECT number, id, title, subject, expected, measured, verdict, reason, rule, unverified_limit, at"
             " FROM check_result WHERE visit = ? AND superseded = 0 ORDER BY number",
             visit.id, [&](Columns columns) {
                 auto& check = visit.checks.emplace_back();
                 std::int64_t number = 0;
                 std::string verdict;
                 columns.into(number, check.id, check.title, check.subject, check.expected, check.measured, verdict,
                              check.reason, check.rule, check.unverified_limit, check.at);
                 check.verdict = verdict_of_key(verdict);
                 each_row(database,
                          "SELECT device, point, label, value, at FROM evidence WHERE result = ? ORDER BY position",
                          number, [&](Columns found) {
                              auto& evidence = check.evidence.emplace_back();
                              found.into(evidence.device, evidence.point, evidence.label, evidence.value, evidence.at);
                          });
             });
}

/// The last outcome of each row counts.
void load_changes(SQLite::Database& database, Visit& visit) {
    each_row(database,
             "SELECT number, device, device_serial, unit, point, unit_of_measure, value_before, wanted, endpoint, at,"
             " detail, source FROM change WHERE visit = ? ORDER BY number",
             visit.id, [&](Columns columns) {
                 auto& [number, change] = visit.changes.emplace_back();
                 columns.into(number, change.device, change.device_serial, change.unit, change.point,
                              change.unit_of_measure, change.before, change.wanted, change.endpoint, change.at,
                              change.detail, change.source);
                 each_row(database,
                          "SELECT result, value_after, detail FROM change_outcome WHERE change = ? ORDER BY number DESC"
                          " LIMIT 1",
                          number, [&outcome = change](Columns found) {
                              std::string result;
                              found.into(result, outcome.after, outcome.detail);
                              outcome.result = result_of_key(result);
                          });
             });
}

void load_what_was_said(SQLite::Database& database, Visit& visit) {
    each_row(database, "SELECT id, title, answer, said_by, at, photo FROM confirmation WHERE visit = ? ORDER BY rowid",
             visit.id, [&](Columns columns) {
                 auto& said = visit.confirmations.emplace_back();
                 columns.into(said.id, said.title, said.answer, said.by, said.at, said.photo);
             });
    each_row(database, "SELECT text, said_by, at FROM note WHERE visit = ? ORDER BY number", visit.id,
             [&](Columns columns) {
                 auto& note = visit.notes.emplace_back();
                 columns.into(note.text, note.by, note.at);
             });
}

}  // namespace

std::string_view verdict_key(Verdict verdict) {
    return key_of(verdict_keys, verdict);
}
Verdict verdict_of_key(std::string_view key) {
    return value_of(verdict_keys, key);
}
std::string_view result_key(WriteResult result) {
    return key_of(result_keys, result);
}
WriteResult result_of_key(std::string_view key) {
    return value_of(result_keys, key);
}

Visit load_visit(SQLite::Database& database, const std::string& id) {
    Visit visit;
    visit.id = id;
    load_header(database, visit);
    load_people_and_files(database, visit);
    load_links(database, visit);
    load_devices(database, visit);
    load_readings(database, visit);
    load_checks(database, visit);
    load_changes(database, visit);
    load_what_was_said(database, visit);
    return visit;
}

}  // namespace firstlight::commissioning
