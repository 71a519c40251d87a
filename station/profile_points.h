#pragma once

#include "formats/strict_json.h"
#include "station/profile.h"
#include "station/profile_reader.h"

#include <map>
#include <string>
#include <vector>

namespace firstlight::station {

/// Tables of a file that points share, by name.
struct SharedTables {
    std::map<std::string, std::vector<Bit>> bits;
    std::map<std::string, std::vector<Choice>> choices;
};

SharedTables read_shared_tables(const formats::JsonNode& root);

/// One row of "points"; appends the points it names to `references`.
Point read_point(const formats::JsonNode& node, const SharedTables& shared, std::vector<PointReference>& references);

}  // namespace firstlight::station
