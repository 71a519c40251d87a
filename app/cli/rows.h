#pragma once

#include "app/cli/writing.h"
#include "station/row_table.h"

#include <string>
#include <vector>

/// Tables of a device on the command line: shown, read from a file, checked, written.
namespace firstlight::app::cli {

/// The device, and its table of that name. Throws WrongUse when the device has none or the station lacks the extension.
struct FoundTable {
    const station::Device* device = nullptr;
    const station::RowTable* table = nullptr;
};
FoundTable find_table(StationSession& session, const std::string& device, const std::string& table);

/// Throws WrongUse with the reason when it could not be read.
void require_read(const station::TableReading& reading);
/// The same, of what it reads.
station::TableReading read_table(StationSession& session, const FoundTable& found);

/// One object a row: numbers as numbers, days, times and choices as words (station/cell_text.h), secrets left out.
Json to_json(const station::RowTable& table, const std::vector<station::Row>& rows);
/// As a table for people; its note below.
std::string rows_text(const station::RowTable& table, const std::vector<station::Row>& rows);

/// Refuses rows that break their rules, tells remarks, and shows what is now and what is new. Throws WrongUse and
/// station::ValueNotAccepted.
void review_rows(StationSession& session, const station::Device& device, const station::TableReading& live,
                 const std::vector<station::Row>& rows, Output& output);

/// Reviews, asks, writes and tells what became of it. Gives the exit code.
int write_rows(StationSession& session, const FoundTable& found, const station::TableReading& live,
               std::vector<station::Row> rows, const WriteOptions& options, Output& output);

}  // namespace firstlight::app::cli
