#pragma once

#include "commissioning/visit_places.h"

#include <filesystem>
#include <string>
#include <vector>

namespace firstlight::commissioning {

struct DeletedData {
    std::vector<std::string> visits;                ///< ids
    std::vector<std::filesystem::path> files;       ///< drafts, preparations, documents and reports that went
    std::vector<std::filesystem::path> kept_files;  ///< back-ups beside the store: they may still hold the data
};

/// Deletes all visits of the customer with all their rows, the journal included, and the program's own files about
/// them, so that nothing of it is left in the store's file. What stays is each visit's id and the day of its deletion,
/// without any name. Files exported or saved elsewhere are not touched. Throws std::invalid_argument for an empty name,
/// store::StoreError. Blocking.
DeletedData delete_customer_data(const VisitPlaces& places, const std::string& customer);

}  // namespace firstlight::commissioning
