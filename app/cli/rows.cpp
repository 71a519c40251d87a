#include "app/cli/rows.h"

#include "app/cli/errors.h"
#include "app/cli/table.h"
#include "app/cli/words.h"
#include "commissioning/row_rules.h"
#include "station/applicability.h"
#include "station/cell_text.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

using station::Point;
using station::Row;
using station::RowTable;

bool is_written_as_number(const Point& column) {
    return !column.is_text() && column.choices.empty() && !station::is_set_of_days(column)
           && !station::is_time_of_day(column);
}

Json cell_json(const Point& column, const std::optional<station::Value>& value) {
    if (!value) return Json();
    const auto* number = std::get_if<double>(&*value);
    const bool special = column.special && station::to_text(column, *value) == column.special->second;
    return number && !special && is_written_as_number(column) ? Json(*number)
                                                              : Json(station::cell_text(column, *value));
}

void refuse_problems(StationSession& session, const station::Device& device, const RowTable& table,
                     const std::vector<Row>& rows, Output& output) {
    const auto now = live_values(session);
    for (const auto& problem : commissioning::problems_of(table, rows, commissioning::numbers_beside(now, device))) {
        const auto words = text::trf("Row {}, {}: {}", problem.row + 1, problem.column, problem.words);
        if (problem.refused)
            throw WrongUse(text::tr("The rows cannot be written"), words, text::tr("Correct the file and try again."));
        output.note(words);
    }
}

}  // namespace

FoundTable find_table(StationSession& session, const std::string& name, const std::string& table) {
    const auto& device = session.find_in_station(name);
    const auto* found = device.profile->find_table(table);
    if (!found)
        throw WrongUse(text::trf("{} has no table \"{}\"", station::name_for_people(device.name()), table),
                       text::tr("Devices of this family do not have it."),
                       text::tr("firstlight-cli find shows the devices of the station."));
    if (!station::applies(*found, device))
        throw WrongUse(
            text::tr("This station does not offer it over Modbus"),
            text::tr("It does not have the commissioning extension."),
            text::tr("Set it in the maker's app and confirm it in the visit (\"confirmations\" of a plan)."));
    return {&device, found};
}

void require_read(const station::TableReading& reading) {
    if (reading.good()) return;
    throw WrongUse(text::trf("The table \"{}\" could not be read", reading.table->name), reading.why,
                   text::tr("Try again; firstlight-cli diagnose tells how well the station answers."));
}

station::TableReading read_table(StationSession& session, const FoundTable& found) {
    auto reading = session.run(session.station().read_table(*found.device, *found.table));
    require_read(reading);
    return reading;
}

Json to_json(const RowTable& table, const std::vector<Row>& rows) {
    Json json = Json::array();
    for (const auto& row : rows) {
        Json object = Json::object();
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (!table.columns[i].secret) object[table.columns[i].name] = cell_json(table.columns[i], row[i]);
        json.push_back(std::move(object));
    }
    return json;
}

std::string rows_text(const RowTable& table, const std::vector<Row>& rows) {
    std::vector<Table::Column> columns;
    for (const auto& column : table.columns)
        if (!column.secret)
            columns.push_back({column.name
                               + (column.unit.empty() || column.epoch || station::is_time_of_day(column)
                                      ? ""
                                      : " " + station::unit_for_people(column.unit))});
    Table shown(std::move(columns));
    for (const auto& row : rows) {
        std::vector<std::string> cells;
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (!table.columns[i].secret)
                cells.push_back(row[i] ? text::shown_value(station::cell_text(table.columns[i], *row[i])) : "");
        shown.add(std::move(cells));
    }
    auto text = rows.empty() ? text::trf("{}: no rows.", text::tr(table.label)) : shown.text();
    if (!table.note.empty()) text += "\n" + text::tr(table.note);
    return text;
}

void review_rows(StationSession& session, const station::Device& device, const station::TableReading& live,
                 const std::vector<Row>& rows, Output& output) {
    const auto& table = *live.table;
    station::check_rows(table, rows);
    refuse_problems(session, device, table, rows, output);
    output.note(text::trf("{}, {}\n  now:\n{}\n  new:\n{}", station::name_for_people(device.name()),
                          text::tr(table.label), rows_text(table, live.rows), rows_text(table, rows)));
}

int write_rows(StationSession& session, const FoundTable& found, const station::TableReading& live,
               std::vector<Row> rows, const WriteOptions& options, Output& output) {
    review_rows(session, *found.device, live, rows, output);
    auto write = commissioning::planned_write(*found.device, {found.table, std::move(rows), live.generation});
    write.consent = ask_consent(options, *found.device, found.table->name, found.table->risk);
    return write_one(session, options, std::move(write), output);
}

}  // namespace firstlight::app::cli
