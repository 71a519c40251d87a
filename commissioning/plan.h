#pragma once

#include "commissioning/cells.h"
#include "commissioning/visit.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// What a visit shall set and prove, as a file: everything a wizard asks, for the command line. docs/plan_files.md.
namespace firstlight::commissioning {

struct PlannedSetting {
    std::string device;  ///< "plant", "inverter 2", or "every inverter"
    std::string point;
    std::string value;     ///< as a person writes it
    std::string confirm;   ///< the device's name for disruptive, the point's name for grid and onsite settings
    std::size_t line = 0;  ///< in the plan file; 0: none
    std::string secret{};  ///< entry of the secret store that has the value; empty: `value` is it
};

/// All rows of a table; what the station has beyond them goes.
struct PlannedTable {
    std::string device;  ///< as of a setting
    std::string table;
    std::vector<Cells> rows;
    std::string confirm;
    std::size_t line = 0;
    std::vector<Cells> secrets{};  ///< by row, or fewer: column to the entry of the secret store that has its value
};

/// Given once.
struct PlannedCommand {
    std::string device;  ///< as of a setting
    std::string command;
    Cells arguments;
    std::string confirm;
    std::size_t line = 0;
};

struct Plan {
    std::filesystem::path file;  ///< empty: not from a file
    std::string purpose = "commissioning";
    Site site;
    std::vector<Person> people;
    std::string rule_set;
    std::vector<std::string> expected_serials;
    bool same_station = false;  ///< somebody has looked: this is the visit's station though no serial number says so
    std::vector<std::string> former_anchors;  ///< serials this station went by before its first inverter was replaced
    std::vector<int> units;                   ///< unit ids to look at; empty: the usual ones
    std::vector<PlannedSetting> settings;     ///< written in this order, then the tables, then the commands
    std::vector<PlannedTable> tables;
    std::vector<PlannedCommand> commands;
    std::vector<ManualConfirmation> confirmations;
    std::vector<Note> notes;
    std::string from_template;  ///< the visit whose plan this one repeats, or empty
    bool close = false;         ///< the visit is signed off with this run, unless a check failed
};

/// Throws formats::FileError.
Plan load_plan(const std::filesystem::path& file);
/// As load_plan reads it. Typed values of secret points are text like any other: a caller that keeps the file keeps
/// them out.
/// Throws std::system_error.
void save_plan(const Plan& plan, const std::filesystem::path& file);

}  // namespace firstlight::commissioning
