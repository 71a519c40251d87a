#include "app/desktop/energy_flow.h"

#include "station/station.h"
#include "ui/device_values.h"
#include "ui/words.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace firstlight::app::desktop {

using Kind = FlowNode::Kind;
using ui::tr;
using ui::trf;

namespace {

/// Below this nothing flows worth a word: kW.
constexpr double idle_power = 0.01;

void measure(FlowNode& node, const ui::Connection& connection, const std::string& point, int sign) {
    const auto* reading = connection.reading(node.device, point);
    if (reading == nullptr) return;
    if (const auto power = reading->number()) node.power = sign * *power;
    node.at = reading->at;
    node.why = reading->good() ? std::string() : std::string(station::to_string(reading->quality));
}

FlowNode node_of(Kind kind, const std::string& device, const ui::Connection& connection, const std::string& point,
                 int sign) {
    FlowNode node;
    node.kind = kind;
    node.device = device;
    node.name = kind_words(kind);
    measure(node, connection, point, sign);
    return node;
}

/// Without a sensor the station says 0 kW, which nobody measured.
FlowNode grid_node(const std::string& plant, const ui::Connection& connection) {
    auto node = node_of(Kind::grid, plant, connection, "grid_active_power", 1);
    if (connection.number(plant, "grid_sensor_status") == 0.0) {
        node.power.reset();
        node.why = text::tr("no grid sensor");
    }
    return node;
}

/// What is left over of all others goes into the house, when the firmware has no figure of its own for it.
void reckon_load(EnergyFlow& flow) {
    auto load = std::ranges::find(flow.nodes, Kind::load, &FlowNode::kind);
    if (load == flow.nodes.end() || load->power) return;
    double sum = 0;
    auto oldest = std::chrono::system_clock::time_point::max();
    for (const auto& node : flow.nodes) {
        if (node.kind == Kind::load) continue;
        if (!node.power) return;
        sum += *node.power;
        oldest = std::min(oldest, node.at);
    }
    load->power = -sum;
    load->at = oldest;
    load->reckoned = true;
    load->why.clear();
}

/// Where chargers are alone, their tiles tell these.
constexpr std::array<const char*, 2> charger_state{"system_state", "energy_total"};

std::string charger_point(const station::Device& device) {
    if (device.profile->id == "ac_charger") return "charge_power";
    if (device.profile->id == "dc_charger") return "output_power";
    return {};
}

}  // namespace

bool has_point(const station::Device& device, const std::string& point) {
    const auto* found = device.profile->find(point);
    return found != nullptr && station::applies(*found, device);
}

const FlowNode* EnergyFlow::find(Kind kind) const {
    const auto found = std::ranges::find(nodes, kind, &FlowNode::kind);
    return found == nodes.end() ? nullptr : &*found;
}

EnergyFlow energy_flow(const ui::Connection& connection) {
    EnergyFlow flow;
    const auto discovery = connection.discovery();
    if (!discovery) return flow;
    const bool has_inverter = !discovery->of("inverter").empty();
    if (const auto* plant = discovery->find("plant"); plant != nullptr && has_inverter) {
        const auto name = plant->name();
        flow.nodes.push_back(node_of(Kind::pv, name, connection, "pv_power", 1));
        flow.nodes.push_back(grid_node(name, connection));
        auto battery = node_of(Kind::battery, name, connection, "ess_power", -1);
        battery.soc = connection.number(name, "ess_soc");
        flow.nodes.push_back(std::move(battery));
        flow.nodes.push_back(node_of(Kind::load, name, connection, "general_load_power", -1));
    }
    for (const auto& device : discovery->devices)
        if (const auto point = charger_point(device); !point.empty()) {
            flow.nodes.push_back(node_of(Kind::charger, device.name(), connection, point, -1));
            flow.nodes.back().name = ui::device_words(device);
        }
    reckon_load(flow);
    return flow;
}

std::map<std::string, std::set<std::string>> flow_points(const station::Discovery& discovery) {
    std::map<std::string, std::set<std::string>> points;
    for (const auto& device : discovery.devices) {
        if (const auto point = charger_point(device); !point.empty()) {
            points[device.name()] = {point};
            for (const char* beside : charger_state)
                if (discovery.of("inverter").empty() && has_point(device, beside)) points[device.name()].insert(beside);
        }
        if (has_point(device, "insulation_resistance")) points[device.name()].insert("insulation_resistance");
        if (device.profile->id != "plant") continue;
        for (const char* point :
             {"pv_power", "grid_active_power", "ess_power", "ess_soc", "ems_work_mode", "light_mode",
              "grid_sensor_status", "grid_status", "running_state", "general_load_power"})
            if (has_point(device, point)) points[device.name()].insert(point);
    }
    return points;
}

wxString kind_words(Kind kind) {
    switch (kind) {
        case Kind::pv:
            return tr("PV");
        case Kind::grid:
            return tr("Grid");
        case Kind::battery:
            return tr("Battery");
        case Kind::load:
            return tr("House");
        case Kind::charger:
            return tr("Charger");
    }
    return {};
}

wxString direction_words(const FlowNode& node) {
    if (!node.power) return ui::to_wx(text::tr(node.why));
    const bool idle = std::abs(*node.power) < idle_power, gives = *node.power > 0;
    if (idle) return tr("idle");
    switch (node.kind) {
        case Kind::pv:
            return gives ? tr("producing") : tr("own consumption");
        case Kind::grid:
            return gives ? tr("importing") : tr("exporting");
        case Kind::battery:
            return gives ? tr("discharging") : tr("charging");
        case Kind::load:
            return gives ? tr("giving back") : tr("consuming");
        case Kind::charger:
            return gives ? tr("giving back") : tr("charging");
    }
    return {};
}

wxString ago_words(const FlowNode& node) {
    const auto age = ui::age_words(node.at);
    return age.empty() ? age : ", " + trf("{} ago", ui::to_utf8(age));
}

wxString to_words(const EnergyFlow& flow) {
    wxString words;
    for (const auto& node : flow.nodes) {
        auto line = node.name;
        if (node.power)
            line += ": " + ui::kilowatt_words(*node.power);
        else
            line += ":";
        line += " " + direction_words(node);
        if (node.power) line += ago_words(node);
        if (node.soc) line += ", " + trf("{:.0f} % charged", *node.soc);
        words += line + "\n";
    }
    return words;
}

}  // namespace firstlight::app::desktop
