#pragma once

#include "commissioning/plan.h"
#include "commissioning/plan_secrets.h"
#include "station/station.h"

#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// Planned settings against the station that was found: everything that can be wrong is found before the first write.
namespace firstlight::commissioning {

struct PointWrite {
    const station::Point* point = nullptr;
    station::Value value;
};

/// All rows the table shall have, made from the table as it was at `generation`.
struct TableWrite {
    const station::RowTable* table = nullptr;
    std::vector<station::Row> rows;
    double generation = 0;
};

struct CommandWrite {
    const station::Command* command = nullptr;
    std::vector<station::Value> arguments;
    bool of_this_moment = false;  ///< "now" was planned: another moment is no other command
};

/// What a person saw of a device when deciding.
struct SeenValue {
    const station::Point* point = nullptr;
    station::Value value;
};

/// One write to one device. Device and what is written belong to the discovery it was made from.
struct PlannedWrite {
    const station::Device* device = nullptr;
    std::variant<PointWrite, TableWrite, CommandWrite> what;
    std::string wanted;  ///< as the journal writes it
    station::Consent consent;
    std::vector<SeenValue> seen{};  ///< when the device has something else by now, nothing is written

    /// Of the point, table or command.
    const std::string& name() const;
    const std::string& label() const;
    station::RiskClass risk() const;
    /// Whether the station can be asked later for what was written.
    bool can_be_read_back() const;
};

/// `device` and what is written must outlive it; the consent is still to be given.
PlannedWrite planned_write(const station::Device& device, const station::Point& point, station::Value value);
PlannedWrite planned_write(const station::Device& device, TableWrite write);
PlannedWrite planned_write(const station::Device& device, CommandWrite write);

/// As it is printed: a choice and a special value ("none") have no unit.
std::string with_unit(const station::Point& point, const std::string& value);

/// Tables as the station has them now, by device and table.
using LiveTables = std::map<std::pair<std::string, std::string>, station::TableReading>;
/// Those that the plan changes. Never throws for what a device says.
transport::awaitable<LiveTables> read_planned_tables(const Plan& plan, station::Station& station);

/// "every inverter" becomes one write for each. Settings come first, then tables, then commands. Throws
/// formats::FileError (no such device or name), station::ValueNotAccepted, station::ConsentMissing.
std::vector<PlannedWrite> prepare_writes(const Plan& plan, const station::Discovery& discovery,
                                         const station::Snapshot& snapshot, const LiveTables& tables = {},
                                         const Secrets& secrets = {});

}  // namespace firstlight::commissioning
