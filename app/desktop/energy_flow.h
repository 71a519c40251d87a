#pragma once

#include "ui/connection.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <wx/string.h>

/// The energy of a house as one picture: who gives and who takes.
namespace firstlight::app::desktop {

struct FlowNode {
    enum class Kind { pv, grid, battery, load, charger };
    Kind kind = Kind::pv;
    std::string device;           ///< Device::name() it was read from
    wxString name;                ///< "PV"; chargers are told apart: "AC charger 2"
    std::optional<double> power;  ///< kW towards the house; nothing while it was not read
    std::optional<double> soc;    ///< percent, battery only
    std::string why;              ///< why there is no power
    bool reckoned = false;        ///< the rest of the others, not measured; as old as the oldest of them
    std::chrono::system_clock::time_point at{};
};

struct EnergyFlow {
    std::vector<FlowNode> nodes;  ///< pv, grid, battery, load when the station has a plant; then each charger
    const FlowNode* find(FlowNode::Kind kind) const;
};

/// From the newest readings of the connected station. Nodes that the station does not have are left out.
EnergyFlow energy_flow(const ui::Connection& connection);
/// Whether the device has the point.
bool has_point(const station::Device& device, const std::string& point);
/// What must be watched for it and for the tiles beside it, by device.
std::map<std::string, std::set<std::string>> flow_points(const station::Discovery& discovery);

wxString kind_words(FlowNode::Kind kind);
/// "importing", "charging": the direction of the power.
wxString direction_words(const FlowNode& node);
/// ", 12 s ago", to follow the direction; empty while the figure is fresh.
wxString ago_words(const FlowNode& node);
/// "PV: 4.2 kW producing", one line a node.
wxString to_words(const EnergyFlow& flow);

}  // namespace firstlight::app::desktop
