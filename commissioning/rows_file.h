#pragma once

#include "station/row_table.h"

#include <filesystem>
#include <vector>

/// Rows of a table as a file: a rate plan or a schedule that a company uses again. `{"rows": [{"days": "mon-fri",
/// "from": "22:00", ...}]}`, each value as people write it (station/cell_text.h).
namespace firstlight::commissioning {

/// Completed by what the station has now; a period over midnight becomes two. Throws formats::FileError and
/// station::ValueNotAccepted.
std::vector<station::Row> load_rows(const std::filesystem::path& file, const station::TableReading& live);
/// As load_rows reads it; secrets are left out. Throws std::system_error.
void save_rows(const station::RowTable& table, const std::vector<station::Row>& rows,
               const std::filesystem::path& file);

}  // namespace firstlight::commissioning
