#include "simulator/house.h"

#include <algorithm>
#include <cmath>

namespace firstlight::simulator {
namespace {

constexpr double hours_per_second = 1.0 / 3600;
constexpr double emptiest_vehicle = 20;  ///< %, no discharging below
constexpr int mode_v2g = 8;

double kwh(Watts power, double seconds) {
    return static_cast<double>(power) / 1000 * seconds * hours_per_second;
}

Control::Charger setting(const std::vector<Control::Charger>& all, std::size_t index) {
    return index < all.size() ? all[index] : Control::Charger{};
}

void fill(ChargerState& charger, const Vehicle& vehicle, double energy) {
    charger.vehicle_soc = std::clamp(charger.vehicle_soc + 100 * energy / vehicle.capacity_kwh, 0.0, 100.0);
}

}  // namespace

/// States of IEC 61851-1: A no vehicle, B plugged, C ready; 1 not offering, 2 offering.
void House::move_ac_chargers(double seconds, const Control& control) {
    for (std::size_t i = 0; i < ac_chargers_.size(); ++i) {
        const Unit& unit = *ac_chargers_[i];
        auto& now = state_.ac_chargers[i];
        const auto wanted = setting(control.ac_chargers, i);
        const bool hungry = now.vehicle_soc < unit.vehicle.until_soc;
        now.ac_state = !unit.vehicle.plugged ? AcChargerState::no_vehicle
                       : !wanted.enabled     ? AcChargerState::waiting
                       : hungry              ? AcChargerState::charging
                                             : AcChargerState::full;
        now.phase = {0, 0, 0};
        now.power = 0;
        if (now.ac_state != AcChargerState::charging) continue;
        const double per_phase_kw = unit.rated_kw / unit.phases;
        for (int phase = 0; phase < 3; ++phase) {
            if (unit.phases == 1 && phase != unit.phase) continue;
            const double amps = std::min(wanted.amps.value_or(unit.breaker_a), unit.breaker_a);
            const double power = std::min(per_phase_kw * 1000, amps * state_.voltage[phase]);
            now.phase[phase] = static_cast<Watts>(std::llround(power));
            now.power += now.phase[phase];
        }
        const double energy = kwh(now.power, seconds);
        now.charged.add(energy);
        fill(now, unit.vehicle, energy);
    }
}

void House::move_dc_chargers(double seconds, const Control& control) {
    for (std::size_t i = 0; i < dc_chargers_.size(); ++i) {
        const Unit& unit = *dc_chargers_[i];
        auto& now = state_.dc_chargers[i];
        const auto wanted = setting(control.dc_chargers, i);
        const bool gives = control.remote && control.mode == mode_v2g && now.vehicle_soc > emptiest_vehicle;
        now.dc_state = !unit.vehicle.plugged || !wanted.enabled   ? DcChargerState::idle
                       : gives                                    ? DcChargerState::discharging
                       : now.vehicle_soc < unit.vehicle.until_soc ? DcChargerState::charging
                                                                  : DcChargerState::ended;
        now.power = 0;
        const double limit_kw = (gives ? wanted.discharge_kw : wanted.charge_kw).value_or(unit.rated_kw);
        const auto power = static_cast<Watts>(std::llround(std::min(limit_kw, unit.rated_kw) * 1000));
        const double energy = kwh(power, seconds);
        if (now.dc_state == DcChargerState::charging) {
            now.power = power;
            now.charged.add(energy);
            now.session_kwh += energy;
            now.session_seconds += seconds;
            fill(now, unit.vehicle, energy);
        } else if (now.dc_state == DcChargerState::discharging) {
            now.power = -power;
            now.discharged.add(energy);
            now.session_discharge_kwh += energy;
            now.session_discharge_seconds += seconds;
            fill(now, unit.vehicle, -energy);
        }
    }
}

}  // namespace firstlight::simulator
