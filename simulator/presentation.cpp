#include "simulator/presentation.h"

#include "simulator/present_devices.h"
#include "simulator/present_extension.h"

#include <algorithm>

namespace firstlight::simulator {
namespace {

void start_ac_charger(DevicePoints& points, const Grid& grid) {
    const Unit& unit = points.device();
    const double amps = unit.rated_kw * 1000 / unit.phases / grid.rated_voltage;
    points.set("rated_power", unit.rated_kw);
    points.set("rated_current", amps);
    points.set("rated_voltage", grid.rated_voltage);
    points.set("input_breaker_rated_current", unit.breaker_a);
    points.set("output_current", std::min(amps, unit.breaker_a));
}

void present_ac_charger(DevicePoints& points, const ChargerState& now) {
    points.set("system_state", static_cast<double>(now.ac_state));
    points.set("charge_power", kw(now.power));
    points.set("energy_total", now.charged.total);
}

void start_dc_charger(DevicePoints& points) {
    for (const auto* name : {"rated_charge_power", "rated_discharge_power", "max_charge_power", "max_discharge_power"})
        points.set(name, points.device().rated_kw);
}

void present_dc_charger(DevicePoints& points, const ChargerState& now) {
    const bool plugged = points.device().vehicle.plugged;
    const double volts = plugged ? 350 + now.vehicle_soc : 0;
    points.set("running_state", static_cast<double>(now.dc_state));
    points.set("vehicle_battery_voltage", volts);
    points.set("vehicle_soc", plugged ? now.vehicle_soc : 0.0);
    points.set("output_power", kw(now.power));
    points.set("charge_current", now.power > 0 ? static_cast<double>(now.power) / volts : 0.0);
    points.set("discharge_current", now.power < 0 ? static_cast<double>(-now.power) / volts : 0.0);
    points.set("session_charge_energy", now.session_kwh);
    points.set("session_charge_time", now.session_seconds);
    points.set("session_discharge_energy", now.session_discharge_kwh);
    points.set("session_discharge_time", now.session_discharge_seconds);
    points.set("charge_energy_total", now.charged.total);
    points.set("discharge_energy_total", now.discharged.total);
}

/// Devices that the house has no model of: alive, in good order, at the grid's voltage.
void start_bystander(DevicePoints& points, const Grid& grid) {
    for (const auto& entry : points.entries()) {
        const auto& point = *entry.point;
        if (!point.readable() || point.is_text() || !point.bits.empty()) continue;
        if (point.name == "communication_status")
            points.set(point.name, 2);
        else if (point.unit == "Hz")
            points.set(point.name, grid.rated_frequency);
        else if (point.unit == "V")
            points.set(point.name, grid.rated_voltage);
        else if (point.unit == "degC")
            points.set(point.name, 24);
        else if (point.unit == "%RH")
            points.set(point.name, 45);
    }
}

/// Position of a device among those of its kind.
template <class State>
const State& state_of(const std::vector<const Unit*>& units, const std::vector<State>& states, const Unit& unit) {
    const auto found = std::find(units.begin(), units.end(), &unit);
    return states.at(static_cast<std::size_t>(found - units.begin()));
}

void start_public(DevicePoints& points, const Moment& moment) {
    const Unit& unit = points.device();
    if (unit.profile == "plant") return start_plant(points, moment);
    if (unit.profile == "inverter")
        return start_inverter(points, moment, state_of(moment.house.inverters(), moment.house.state().inverters, unit));
    if (unit.profile == "ac_charger") return start_ac_charger(points, moment.scenario.grid);
    if (unit.profile == "dc_charger") return start_dc_charger(points);
    if (!points.profile().recognition.needs_extension) start_bystander(points, moment.scenario.grid);
}

}  // namespace

void present_start(DevicePoints& points, const Moment& moment) {
    const auto& profile = points.profile();
    const Unit& unit = points.device();
    if (!profile.model_point.empty()) points.set_text(profile.model_point, unit.model);
    if (!profile.serial_point.empty()) points.set_text(profile.serial_point, unit.serial);
    if (!profile.firmware_point.empty()) points.set_text(profile.firmware_point, unit.firmware);
    start_public(points, moment);
    start_extension(points, moment);
}

void present(DevicePoints& points, const Moment& moment) {
    present_extension(points, moment);
    const Unit& unit = points.device();
    const auto& house = moment.house;
    if (unit.profile == "plant") return present_plant(points, moment);
    if (unit.profile == "inverter")
        return present_inverter(points, moment, state_of(house.inverters(), house.state().inverters, unit));
    if (unit.profile == "ac_charger")
        return present_ac_charger(points, state_of(house.ac_chargers(), house.state().ac_chargers, unit));
    if (unit.profile == "dc_charger")
        present_dc_charger(points, state_of(house.dc_chargers(), house.state().dc_chargers, unit));
}

void present_alarms(DevicePoints& plant, const std::vector<DevicePoints*>& inverters, const Scenario& scenario) {
    for (const auto& entry : plant.entries()) {
        if (entry.point->bits.empty() || entry.pinned) continue;
        std::uint32_t word = 0;
        for (const auto& alarm : scenario.alarms)
            if (alarm.unit == plant.device().unit && alarm.point == entry.point->name) word |= 1U << alarm.bit;
        for (const auto* inverter : inverters)
            word |= static_cast<std::uint32_t>(inverter->number(entry.point->name).value_or(0));
        plant.set(entry.point->name, word);
    }
}

}  // namespace firstlight::simulator
