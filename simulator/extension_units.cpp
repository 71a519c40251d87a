#include "simulator/extension_units.h"

#include <fmt/format.h>

namespace firstlight::simulator {
namespace {

Unit accessory(const Unit& carrier, std::string profile, std::string model, std::string serial, std::string firmware) {
    Unit unit;
    unit.unit = carrier.unit;
    unit.profile = std::move(profile);
    unit.model = std::move(model);
    unit.serial = std::move(serial);
    unit.firmware = std::move(firmware);
    unit.version = carrier.version;
    return unit;
}

}  // namespace

void add_extension_units(Scenario& scenario, const station::ProfileSet& profiles) {
    std::vector<Unit> added;
    const auto add = [&](Unit unit) {
        if (profiles.find(unit.profile)) added.push_back(std::move(unit));
    };
    for (const Unit& carrier : scenario.units) {
        if (carrier.profile == "plant" && scenario.grid.meter) {
            add(accessory(carrier, "gateway", "Sigen Gateway HomeMax TP", "GWT220A45GW001", "V100R001C00SPC112"));
            add(accessory(carrier, "power_sensor", "Sigen Sensor TP-CT120", "PST110A45PS001", "V100R001C00SPC105"));
        }
        for (int slot = 1; slot <= carrier.battery.packs; ++slot)
            add(accessory(carrier, fmt::format("battery_module_{}", slot), "SigenStor BAT 8.0",
                          fmt::format("BAT{:03}A45BM{:03}", carrier.unit, slot), "V100R001C00SPC110"));
    }
    for (Unit& unit : added) scenario.units.push_back(std::move(unit));
    for (Unit& unit : scenario.units) {
        unit.extension = scenario.extension;
        if (unit.profile == "ac_charger" && unit.serial.empty()) {
            unit.model = "Sigen EVAC 11 4G T2 WH";
            unit.serial = fmt::format("EVA{:03}A45AC001", unit.unit);
            unit.firmware = "V100R001C00SPC108";
        }
        if (unit.profile == "dc_charger" && unit.serial.empty()) {
            unit.model = "Sigen EVDC 12.5";
            unit.serial = fmt::format("EVD{:03}A45DC001", unit.unit);
            unit.firmware = "V100R001C00SPC109";
        }
    }
}

}  // namespace firstlight::simulator
