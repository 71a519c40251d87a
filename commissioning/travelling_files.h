#pragma once

#include "commissioning/visit_places.h"

#include <string>
#include <vector>

// NOLINTNEXTLINE(readability-identifier-naming): the library's own name
namespace SQLite {
class Database;
}

/// Drafts, preparations and documents lie as files beside the store; in an exported file and in a back-up they are
/// rows.
namespace firstlight::commissioning {

/// Whether the text can be a visit's id, and so a file's name: letters, digits and '-'.
bool is_visit_id(const std::string& text);

/// The files that a visit has or may have beside its documents: its plan and its preparation.
std::vector<std::filesystem::path> files_of_visit(const std::filesystem::path& drafts, const std::string& visit);

/// Puts the files of every visit in the database into it.
void pack_files(SQLite::Database& database, const std::filesystem::path& drafts);
/// Writes what travelled to its place and takes it out of the database. A file that is there stays unless `replace`.
void unpack_files(SQLite::Database& database, const std::string& schema, const std::filesystem::path& drafts,
                  bool replace);

}  // namespace firstlight::commissioning
