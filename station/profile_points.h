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

/// Shared by all rows of a file.
struct PointRules {
    const SharedTables& shared;
    std::vector<PointReference>& references;  ///< what a row names is appended
    bool of_extension = false;                ///< versions count the commissioning extension
};

/// One row of "points".
Point read_point(const formats::JsonNode& node, const PointRules& rules);
/// A column of a table or an argument of a command: has an "offset" instead of table and address, and the risk class
/// and the age of what it belongs to.
Point read_cell(const formats::JsonNode& node, const PointRules& rules, RiskClass risk, ProtocolVersion since);

}  // namespace firstlight::station
