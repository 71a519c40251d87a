#pragma once

#include "station/row_table.h"
#include "station/session.h"

/// Reading and writing tables and giving commands. Private to station/.
namespace firstlight::station {

/// Reads count, rows and generation until they belong together. Never throws for what the device says.
awaitable<TableReading> read_rows(Session& session, Device device, const RowTable& table);

/// Makes `rows` the rows of the table: stages those that differ, commits, reads back. See Station::write_table.
awaitable<Change> write_rows(Session& session, Device device, const RowTable& table, std::vector<Row> rows,
                             std::optional<double> generation, Consent consent, ChangeJournal& journal);

/// See Station::carry_out.
awaitable<Change> give_command(Session& session, Device device, const Command& command, std::vector<Value> arguments,
                               Consent consent, ChangeJournal& journal);

/// See Station::look_up.
awaitable<Change> look_up_command(Session& session, Device device, const Command& command, Change given);

/// Fresh readings of points of the device, by name; what cannot be read has no value. Throws LinkError when the link is
/// gone.
awaitable<std::map<std::string, Reading>> read_by_name(Session& session, Device& device,
                                                       std::vector<std::string> names);

/// Fills who, where and when of a table or command; before, wanted and after are the caller's.
Change begun_change(const Session& session, const Device& device, std::string name);

}  // namespace firstlight::station
