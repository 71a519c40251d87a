#include "commissioning/visit_merge.h"

#include <array>
#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

void run(SQLite::Database& database, const std::string& sql, const std::string& id) {
    SQLite::Statement statement(database, sql);
    statement.bind(1, id);
    statement.exec();
}

/// A list whose rows keep their order by `position`: what is missing goes behind what is there.
struct PositionedList {
    const char* table;
    const char* columns;  ///< without visit and position
    const char* same;     ///< when row `m` of ours is row `o` of theirs
};

constexpr std::array lists{
    PositionedList{"former_anchor", "serial", "m.serial = o.serial"},
    PositionedList{"person", "name, company, role, phone, email, licence", "m.name = o.name AND m.company = o.company"},
    PositionedList{"data_file", "kind, id, version, sha256, from_user",
                   "m.kind = o.kind AND m.id = o.id AND m.sha256 = o.sha256"},
    PositionedList{"link_session",
                   "endpoint, began, ended, seconds_between_requests, asked, answered, silent, garbled, late, mean_ms,"
                   " slowest_ms",
                   "m.endpoint = o.endpoint AND m.began = o.began"},
    PositionedList{"device", "name, profile, model, serial, firmware, protocol_version, unit",
                   "m.serial = o.serial AND (o.serial <> '' OR m.name = o.name)"},
    PositionedList{"finding", "text", "m.text = o.text"},
    PositionedList{"reading", "device, point, label, point_group, value, unit, quality, why, number, at, setting",
                   "m.device = o.device AND m.point = o.point"},
};

void merge_list(SQLite::Database& database, const PositionedList& list, const std::string& id) {
    run(database,
        fmt::format("INSERT INTO main.{0} (visit, position, {1}) SELECT visit,"
                    " (SELECT coalesce(max(position), -1) FROM main.{0} WHERE visit = ?1)"
                    " + row_number() OVER (ORDER BY position), {1} FROM other.{0} AS o WHERE visit = ?1"
                    " AND NOT EXISTS (SELECT 1 FROM main.{0} AS m WHERE m.visit = ?1 AND {2})",
                    list.table, list.columns, list.same),
        id);
}

constexpr std::array header_texts{"anchor_serial", "program_version", "rule_set", "rule_set_version",
                                  "customer",      "address",         "postcode", "city",
                                  "country",       "grid_reference",  "time_zone"};

void fill_header(SQLite::Database& database, const std::string& id) {
    for (const auto* column : header_texts)
        run(database,
            fmt::format("UPDATE main.visit AS m SET {0} = o.{0} FROM other.visit AS o"
                        " WHERE m.id = ?1 AND o.id = ?1 AND m.{0} = '' AND o.{0} <> ''",
                        column),
            id);
    run(database,
        "UPDATE main.visit AS m SET closed = o.closed FROM other.visit AS o"
        " WHERE m.id = ?1 AND o.id = ?1 AND m.closed IS NULL AND o.closed IS NOT NULL",
        id);
}

// What both have, at different times.
constexpr std::array newer_rows{
    "UPDATE main.link_session AS m SET ended = o.ended, asked = o.asked, answered = o.answered, silent = o.silent,"
    " garbled = o.garbled, late = o.late, mean_ms = o.mean_ms, slowest_ms = o.slowest_ms"
    " FROM other.link_session AS o WHERE m.visit = ?1 AND o.visit = ?1 AND m.endpoint = o.endpoint"
    " AND m.began = o.began AND m.ended < o.ended",
    "UPDATE main.reading AS m SET label = o.label, point_group = o.point_group, value = o.value, unit = o.unit,"
    " quality = o.quality, why = o.why, number = o.number, at = o.at, setting = o.setting FROM other.reading AS o"
    " WHERE m.visit = ?1 AND o.visit = ?1 AND m.device = o.device AND m.point = o.point AND m.at < o.at",
    "INSERT INTO main.confirmation SELECT * FROM other.confirmation WHERE visit = ?1 ON CONFLICT (visit, id)"
    " DO UPDATE SET title = excluded.title, answer = excluded.answer, said_by = excluded.said_by, at = excluded.at"
    " WHERE confirmation.at < excluded.at",
};

const std::string same_check =
    "m.visit = o.visit AND m.id = o.id AND m.subject = o.subject AND m.at = o.at AND m.verdict = o.verdict";
const std::string same_change =
    "m.visit = o.visit AND m.device = o.device AND m.device_serial = o.device_serial AND m.point = o.point"
    " AND m.wanted = o.wanted AND m.at = o.at";

// Rows that others point to get numbers of their own here.
const std::vector<std::string> numbered_rows{
    "INSERT INTO main.check_result (visit, id, title, subject, expected, measured, verdict, reason, rule,"
    " unverified_limit, at, superseded) SELECT visit, id, title, subject, expected, measured, verdict, reason, rule,"
    " unverified_limit, at, superseded FROM other.check_result AS o WHERE visit = ?1"
    " AND NOT EXISTS (SELECT 1 FROM main.check_result AS m WHERE " + same_check + ") ORDER BY number",
    "INSERT OR IGNORE INTO main.evidence SELECT m.number, e.position, e.device, e.point, e.label, e.value, e.at"
    " FROM other.evidence AS e JOIN other.check_result AS o ON o.number = e.result"
    " JOIN main.check_result AS m ON " + same_check + " WHERE o.visit = ?1",
    // A result is superseded when it is so there, or when a newer one came together with it.
    "UPDATE main.check_result AS m SET superseded = 1 WHERE visit = ?1 AND superseded = 0 AND (EXISTS"
    " (SELECT 1 FROM main.check_result AS n WHERE n.visit = m.visit AND n.id = m.id AND n.subject = m.subject"
    " AND n.at > m.at) OR (SELECT min(superseded) FROM other.check_result AS o WHERE "
        + same_check + ") = 1)",
    "INSERT INTO main.note (visit, text, said_by, at) SELECT visit, text, said_by, at FROM other.note AS o"
    " WHERE visit = ?1 AND NOT EXISTS (SELECT 1 FROM main.note AS m WHERE m.visit = o.visit AND m.text = o.text"
    " AND m.at = o.at) ORDER BY number",
    "INSERT INTO main.change (visit, device, device_serial, unit, point, unit_of_measure, value_before, wanted,"
    " endpoint, at, detail, source) SELECT visit, device, device_serial, unit, point, unit_of_measure, value_before, wanted,"
    " endpoint, at, detail, source FROM other.change AS o WHERE visit = ?1 AND NOT EXISTS (SELECT 1 FROM main.change AS m WHERE " + same_change + ") ORDER BY number",
    "INSERT INTO main.change_outcome (change, result, value_after, detail, at)"
    " SELECT m.number, w.result, w.value_after, w.detail, w.at FROM other.change_outcome AS w"
    " JOIN other.change AS o ON o.number = w.change JOIN main.change AS m ON " + same_change + " WHERE o.visit = ?1 AND NOT EXISTS (SELECT 1 FROM main.change_outcome AS k WHERE k.change = m.number"
    " AND k.result = w.result AND k.at = w.at) ORDER BY w.at, w.number",
};

bool has_visit(SQLite::Database& database, const std::string& id) {
    SQLite::Statement query(database, "SELECT 1 FROM main.visit WHERE id = ?1");
    query.bind(1, id);
    return query.executeStep();
}

}  // namespace

Merged merge_visit(SQLite::Database& database, const std::string& id) {
    const auto before = database.getTotalChanges();
    const bool known = has_visit(database, id);
    if (known)
        fill_header(database, id);
    else
        run(database, "INSERT INTO main.visit SELECT * FROM other.visit WHERE id = ?1", id);
    for (const auto& list : lists) merge_list(database, list, id);
    for (const auto* sql : newer_rows) run(database, sql, id);
    for (const auto& sql : numbered_rows) run(database, sql, id);
    if (!known) return Merged::added;
    return database.getTotalChanges() == before ? Merged::unchanged : Merged::completed;
}

}  // namespace firstlight::commissioning
