#pragma once

#include "commissioning/visit_places.h"

#include <filesystem>
#include <string>
#include <vector>

/// Visits in files of their own: one visit from laptop to laptop, or everything as a back-up. Each such file is a visit
/// database (docs/visit_database.md). Blocking: run it beside the windows.
namespace firstlight::commissioning {

/// Everything about one visit, what is prepared for it included. Replaces the file. Throws store::StoreError,
/// std::system_error and, when there is no such visit, std::out_of_range.
void export_visit(const VisitPlaces& places, const std::string& id, const std::filesystem::path& file);

struct Imported {
    std::vector<std::string> added;      ///< ids of visits that were not here
    std::vector<std::string> completed;  ///< were here and got what they lacked
    std::vector<std::string> unchanged;  ///< were here with all that the file has
};

/// Adds the visits of the file; see merge_visit for one that is here already. All of it or nothing. Throws
/// formats::FileError when the file comes from a newer program, is damaged or holds no visits.
Imported import_visits(const VisitPlaces& places, const std::filesystem::path& file);

/// All visits with their drafts into one file, while the store may be in use. Replaces the file.
void back_up_visits(const VisitPlaces& places, const std::filesystem::path& file);

/// Replaces everything by the back-up. What was here is backed up first: returns where. Throws formats::FileError as
/// import_visits does; then nothing has changed.
std::filesystem::path restore_visits(const VisitPlaces& places, const std::filesystem::path& file);

}  // namespace firstlight::commissioning
