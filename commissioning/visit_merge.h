#pragma once

#include <string>

// NOLINTNEXTLINE(readability-identifier-naming): the library's own name
namespace SQLite {
class Database;
}

namespace firstlight::commissioning {

enum class Merged { added, completed, unchanged };

/// Copies the visit from the database that is attached as `other`. A visit that is there already gets the rows that it
/// lacks and the fields that are empty; of a reading, a confirmation or a link session that both have, the newer one
/// counts; no row goes. Devices are the same by serial number, without one by name. Inside the caller's transaction.
Merged merge_visit(SQLite::Database& database, const std::string& id);

}  // namespace firstlight::commissioning
