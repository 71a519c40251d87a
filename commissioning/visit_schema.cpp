#include "commissioning/visit_schema.h"

#include <SQLiteCpp/Database.h>

namespace firstlight::commissioning {

namespace {

constexpr const char* visits_and_what_was_found = R"sql(
CREATE TABLE visit (
    id TEXT PRIMARY KEY, purpose TEXT NOT NULL, created INTEGER NOT NULL, closed INTEGER,
    anchor_serial TEXT NOT NULL, program_version TEXT NOT NULL, rule_set TEXT NOT NULL, rule_set_version TEXT NOT NULL,
    customer TEXT NOT NULL, address TEXT NOT NULL, postcode TEXT NOT NULL, city TEXT NOT NULL, country TEXT NOT NULL,
    grid_reference TEXT NOT NULL, time_zone TEXT NOT NULL
) STRICT;
CREATE TABLE former_anchor (
    visit TEXT NOT NULL REFERENCES visit, position INTEGER NOT NULL, serial TEXT NOT NULL,
    PRIMARY KEY (visit, position)
) STRICT;
CREATE TABLE person (
    visit TEXT NOT NULL REFERENCES visit, position INTEGER NOT NULL, name TEXT NOT NULL, company TEXT NOT NULL,
    role TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL, licence TEXT NOT NULL, PRIMARY KEY (visit, position)
) STRICT;
CREATE TABLE data_file (
    visit TEXT NOT NULL REFERENCES visit, position INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    version TEXT NOT NULL, sha256 TEXT NOT NULL, from_user INTEGER NOT NULL, PRIMARY KEY (visit, position)
) STRICT;
CREATE TABLE link_session (
    visit TEXT NOT NULL REFERENCES visit, position INTEGER NOT NULL, endpoint TEXT NOT NULL, began INTEGER NOT NULL,
    ended INTEGER NOT NULL, seconds_between_requests REAL NOT NULL, asked INTEGER NOT NULL, answered INTEGER NOT NULL,
    silent INTEGER NOT NULL, garbled INTEGER NOT NULL, late INTEGER NOT NULL, mean_ms REAL NOT NULL,
    slowest_ms REAL NOT NULL, PRIMARY KEY (visit, position)
) STRICT;
CREATE TABLE device (
    visit TEXT NOT NULL REFERENCES visit, position INTEGER NOT NULL, name TEXT NOT NULL, profile TEXT NOT NULL,
    model TEXT NOT NULL, serial TEXT NOT NULL, firmware TEXT NOT NULL, protocol_version TEXT NOT NULL,
    unit INTEGER NOT NULL, PRIMARY KEY (visit, position)
) STRICT;
CREATE TABLE finding (
    visit TEXT NOT NULL REFERENCES visit, position INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (visit, position)
) STRICT;
CREATE TABLE reading (
    visit TEXT NOT NULL REFERENCES visit, position INTEGER NOT NULL, device TEXT NOT NULL, point TEXT NOT NULL,
    label TEXT NOT NULL, point_group TEXT NOT NULL, value TEXT NOT NULL, unit TEXT NOT NULL, quality TEXT NOT NULL,
    why TEXT NOT NULL, number REAL, at INTEGER NOT NULL, PRIMARY KEY (visit, position)
) STRICT;
)sql";

constexpr const char* what_was_tested_and_said = R"sql(
CREATE TABLE check_result (
    number INTEGER PRIMARY KEY AUTOINCREMENT, visit TEXT NOT NULL REFERENCES visit, id TEXT NOT NULL,
    title TEXT NOT NULL, subject TEXT NOT NULL, expected TEXT NOT NULL, measured TEXT NOT NULL, verdict TEXT NOT NULL,
    reason TEXT NOT NULL, rule TEXT NOT NULL, unverified_limit INTEGER NOT NULL, at INTEGER NOT NULL,
    superseded INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX check_result_of_visit ON check_result (visit, id);
CREATE TABLE evidence (
    result INTEGER NOT NULL REFERENCES check_result, position INTEGER NOT NULL, device TEXT NOT NULL,
    point TEXT NOT NULL, label TEXT NOT NULL, value TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (result, position)
) STRICT;
CREATE TABLE confirmation (
    visit TEXT NOT NULL REFERENCES visit, id TEXT NOT NULL, title TEXT NOT NULL, answer TEXT NOT NULL,
    said_by TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (visit, id)
) STRICT;
CREATE TABLE note (
    number INTEGER PRIMARY KEY AUTOINCREMENT, visit TEXT NOT NULL REFERENCES visit, text TEXT NOT NULL,
    said_by TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
)sql";

// Rows of the journal are evidence: the file itself refuses to change or delete them.
constexpr const char* journal = R"sql(
CREATE TABLE change (
    number INTEGER PRIMARY KEY AUTOINCREMENT, visit TEXT NOT NULL REFERENCES visit, device TEXT NOT NULL,
    device_serial TEXT NOT NULL, unit INTEGER NOT NULL, point TEXT NOT NULL, unit_of_measure TEXT NOT NULL,
    value_before TEXT NOT NULL, wanted TEXT NOT NULL, endpoint TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX change_of_visit ON change (visit);
CREATE TABLE change_outcome (
    number INTEGER PRIMARY KEY AUTOINCREMENT, change INTEGER NOT NULL REFERENCES change, result TEXT NOT NULL,
    value_after TEXT NOT NULL, detail TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX outcome_of_change ON change_outcome (change);
CREATE TRIGGER change_stays BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER change_remains BEFORE DELETE ON change BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER outcome_stays BEFORE UPDATE ON change_outcome
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER outcome_remains BEFORE DELETE ON change_outcome
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
)sql";

// Visits travel in files, are put away, and are deleted with their journal when the customer's data must go: only then.
constexpr const char* visits_that_travel_and_go = R"sql(
ALTER TABLE visit ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
CREATE INDEX verdict_of_visit ON check_result (visit, superseded, verdict);
CREATE TABLE travelling_file (
    visit TEXT NOT NULL REFERENCES visit, name TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (visit, name)
) STRICT;
CREATE TABLE deleted_visit (visit TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
CREATE TRIGGER visit_is_back AFTER INSERT ON visit BEGIN DELETE FROM deleted_visit WHERE visit = NEW.id; END;
DROP TRIGGER change_remains;
DROP TRIGGER outcome_remains;
CREATE TRIGGER change_remains BEFORE DELETE ON change
    WHEN NOT EXISTS (SELECT 1 FROM deleted_visit WHERE visit = OLD.visit)
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER outcome_remains BEFORE DELETE ON change_outcome
    WHEN NOT EXISTS (SELECT 1 FROM change JOIN deleted_visit USING (visit) WHERE change.number = OLD.change)
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
)sql";

// Documents travel too: their bytes are no text.
constexpr const char* documents_travel = R"sql(
ALTER TABLE travelling_file RENAME TO travelling_text;
CREATE TABLE travelling_file (
    visit TEXT NOT NULL REFERENCES visit, name TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (visit, name)
) STRICT;
INSERT INTO travelling_file SELECT visit, name, CAST(content AS BLOB) FROM travelling_text;
DROP TABLE travelling_text;
)sql";

// A command whose answer is lost is looked up by the number in `detail`; a setting says where its register is from.
constexpr const char* commands_and_settings = R"sql(
ALTER TABLE change ADD COLUMN detail TEXT NOT NULL DEFAULT '';
ALTER TABLE reading ADD COLUMN setting TEXT NOT NULL DEFAULT '';
)sql";

constexpr const char* sources_of_changes = "ALTER TABLE change ADD COLUMN source TEXT NOT NULL DEFAULT '';";

// A table that can be set is a reading with rows: JSON, so that they can be given to a station again.
constexpr const char* rows_of_tables = "ALTER TABLE reading ADD COLUMN rows TEXT NOT NULL DEFAULT '';";

constexpr const char* photos_of_confirmations = "ALTER TABLE confirmation ADD COLUMN photo TEXT NOT NULL DEFAULT '';";

}  // namespace

std::unique_ptr<SQLite::Database> open_visit_database(const std::filesystem::path& file) {
    return store::open_database(file, visit_database_id, visit_migrations());
}

const std::vector<store::Migration>& visit_migrations() {
    static const std::vector<store::Migration> steps = {
        {std::string(visits_and_what_was_found) + what_was_tested_and_said + journal},
        {visits_that_travel_and_go},
        {documents_travel},
        {commands_and_settings},
        {sources_of_changes},
        {rows_of_tables},
        {photos_of_confirmations},
    };
    return steps;
}

}  // namespace firstlight::commissioning
