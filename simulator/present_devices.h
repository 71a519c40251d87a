#pragma once

#include "simulator/presentation.h"

#include <algorithm>
#include <array>
#include <vector>

/// What the sources that fill registers share. Private to them.
namespace firstlight::simulator {

inline constexpr std::array phases{'a', 'b', 'c'};
enum RunningState { standby = 0, running = 1, shutdown = 3 };
inline double kw(Watts power) {
    return static_cast<double>(power) / 1000;
}

template <class Field>
inline double total_of(const std::vector<const Unit*>& units, Field field) {
    double total = 0;
    for (const auto* unit : units) total += field(*unit);
    return total;
}

inline double rated(const Unit& unit) {
    return unit.rated_kw;
}
inline double capacity(const Unit& unit) {
    return unit.battery.capacity_kwh;
}
inline double charge_rating(const Unit& unit) {
    return unit.battery.charge_kw;
}
inline double discharge_rating(const Unit& unit) {
    return unit.battery.discharge_kw;
}

/// Mean over the batteries, weighted by their capacity.
template <class Value>
inline double battery_mean(const House& house, Value value) {
    double weighted = 0, all = 0;
    for (std::size_t i = 0; i < house.inverters().size(); ++i) {
        const double weight = capacity(*house.inverters()[i]);
        weighted += weight * value(*house.inverters()[i], house.state().inverters[i]);
        all += weight;
    }
    return all > 0 ? weighted / all : 0;
}

template <class Value>
inline double inverter_sum(const House& house, Value value) {
    double total = 0;
    for (const auto& inverter : house.state().inverters) total += value(inverter);
    return total;
}

void start_plant(DevicePoints& points, const Moment& moment);
void present_plant(DevicePoints& points, const Moment& moment);
void start_inverter(DevicePoints& points, const Moment& moment, const InverterState& now);
void present_inverter(DevicePoints& points, const Moment& moment, const InverterState& now);

}  // namespace firstlight::simulator
