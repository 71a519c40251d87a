#pragma once

#include <filesystem>

namespace firstlight::commissioning {

/// Where a laptop keeps its visits.
struct VisitPlaces {
    std::filesystem::path store;    ///< the SQLite file
    std::filesystem::path drafts;   ///< what was typed or prepared for a visit and not carried out yet
    std::filesystem::path reports;  ///< reports that the program wrote by itself
};

inline VisitPlaces places_in(const std::filesystem::path& user_folder) {
    return {user_folder / "visits.db", user_folder / "drafts", user_folder / "reports"};
}

}  // namespace firstlight::commissioning
