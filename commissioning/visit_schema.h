#pragma once

#include "store/database.h"

#include <filesystem>
#include <memory>
#include <vector>

/// The tables of the visit database. Described in docs/visit_database.md.
namespace firstlight::commissioning {

/// "FLVD" in PRAGMA application_id.
inline constexpr int visit_database_id = 0x464C5644;

/// A step that was once shipped never changes; a new form is a new step.
const std::vector<store::Migration>& visit_migrations();

/// A connection of its own to the file; several may be open at once. Throws store::StoreError.
std::unique_ptr<SQLite::Database> open_visit_database(const std::filesystem::path& file);

}  // namespace firstlight::commissioning
