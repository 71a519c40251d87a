#include "simulator/house.h"

#include "simulator/dispatch.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace firstlight::simulator {
namespace {

constexpr double longest_step = 30;
constexpr double battery_efficiency = 0.97;  ///< of each direction
constexpr double hours_per_second = 1.0 / 3600;

/// Noise channels; devices add their own number.
enum Channel { clouds = 1, frequency = 2, load = 10, voltage = 20, insulation = 100 };

Watts watts(double kw) {
    return static_cast<Watts>(std::llround(kw * 1000));
}
double kilowatts(Watts power) {
    return static_cast<double>(power) / 1000;
}

template <std::size_t N>
Watts sum(const std::array<Watts, N>& parts) {
    return std::accumulate(parts.begin(), parts.end(), Watts{0});
}

double random_of(std::uint32_t seed, int channel, std::int64_t index) {
    std::uint64_t mixed = seed * 0x9E3779B97F4A7C15ULL + static_cast<std::uint64_t>(channel) * 0xBF58476D1CE4E5B9ULL
                          + static_cast<std::uint64_t>(index) * 0x94D049BB133111EBULL;
    mixed ^= mixed >> 31;
    mixed *= 0xD6E8FEB86659FD93ULL;
    mixed ^= mixed >> 32;
    return static_cast<double>(mixed % 2000001) / 1000000 - 1;
}

/// The counters of an ordinary day in such a house, for what was counted before the start.
struct OrdinaryDay {
    double pv = 15, load = 11.6, charge = 6, discharge = 5.6, import = 3, export_ = 6;
};

}  // namespace

void Energy::add(double kwh) {
    total += kwh;
    today += kwh;
    since_start += kwh;
}

void Energy::next_day() {
    yesterday = std::exchange(today, 0);
}

Watts HouseState::pv() const {
    return std::accumulate(inverters.begin(), inverters.end(), Watts{0},
                           [](Watts all, const auto& one) { return all + one.pv; });
}
Watts HouseState::ess() const {
    return std::accumulate(inverters.begin(), inverters.end(), Watts{0},
                           [](Watts all, const auto& one) { return all + one.ess; });
}
Watts HouseState::ac() const {
    return std::accumulate(inverters.begin(), inverters.end(), Watts{0},
                           [](Watts all, const auto& one) { return all + one.ac; });
}
Watts HouseState::general() const {
    return sum(general_load);
}
Watts HouseState::charging() const {
    Watts all = 0;
    for (const auto& charger : ac_chargers) all += charger.power;
    for (const auto& charger : dc_chargers) all += charger.power;
    return all;
}
Watts HouseState::total_load() const {
    return general() + smart_load + charging();
}
Watts HouseState::grid_total() const {
    return sum(grid);
}
Watts HouseState::metered_total() const {
    return sum(metered);
}

House::House(std::shared_ptr<const Scenario> scenario)
    : scenario_(std::move(scenario)),
      inverters_(of("inverter")),
      ac_chargers_(of("ac_charger")),
      dc_chargers_(of("dc_charger")) {
    const OrdinaryDay day;
    const double days = scenario_->history_days;
    state_.hour = scenario_->sun.hour;
    for (const auto* unit : inverters_) {
        InverterState inverter;
        inverter.soc = unit->battery.soc;
        inverter.strings.resize(unit->strings.size());
        inverter.pv_energy.total = days * day.pv;
        inverter.charge.total = unit->battery.packs > 0 ? days * day.charge : 0;
        inverter.discharge.total = unit->battery.packs > 0 ? days * day.discharge : 0;
        state_.inverters.push_back(std::move(inverter));
    }
    for (const auto* unit : ac_chargers_) state_.ac_chargers.emplace_back().vehicle_soc = unit->vehicle.soc;
    for (const auto* unit : dc_chargers_) state_.dc_chargers.emplace_back().vehicle_soc = unit->vehicle.soc;
    state_.load_energy.total = state_.common_energy.total = days * day.load;
    state_.import_energy.total = days * day.import;
    state_.export_energy.total = days * day.export_;
}

std::vector<const Unit*> House::of(const std::string& profile) const {
    std::vector<const Unit*> found;
    for (const auto& unit : scenario_->units)
        if (unit.profile == profile) found.push_back(&unit);
    return found;
}

/// Smooth, -1..1, the same for the same moment.
double House::noise_at(int channel, double period, double seconds) const {
    const double position = seconds / period;
    const auto index = static_cast<std::int64_t>(std::floor(position));
    const double part = position - std::floor(position);
    const double blend = part * part * (3 - 2 * part);
    return std::lerp(random_of(scenario_->seed, channel, index), random_of(scenario_->seed, channel, index + 1), blend);
}

double House::noise(int channel, double period) const {
    return noise_at(channel, period, state_.seconds);
}

void House::advance(double seconds, const Control& control) {
    do {
        const double now = std::min(seconds, longest_step);
        step(now, control);
        seconds -= now;
    } while (seconds > 1e-9);
}

void House::step(double seconds, const Control& control) {
    state_.seconds += seconds;
    state_.hour += seconds * hours_per_second;
    const bool next_day = state_.hour >= 24;
    if (next_day) state_.hour -= 24;
    move_grid();
    move_loads();
    move_ac_chargers(seconds, control);
    move_dc_chargers(seconds, control);
    move_inverters(control);
    move_phases(control);
    meter();
    count(seconds);
    if (!next_day) return;
    for (auto* energy : {&state_.load_energy, &state_.smart_energy, &state_.common_energy, &state_.third_party_energy,
                         &state_.import_energy, &state_.export_energy})
        energy->next_day();
    for (auto& inverter : state_.inverters)
        for (auto* energy : {&inverter.pv_energy, &inverter.charge, &inverter.discharge}) energy->next_day();
}

void House::move_grid() {
    const auto& grid = scenario_->grid;
    const auto& sun = scenario_->sun;
    for (int phase = 0; phase < 3; ++phase)
        state_.voltage[phase] = grid.voltage[phase] + grid.wander * 1.2 * noise(voltage + phase, 40);
    state_.frequency = grid.frequency + grid.wander * 0.015 * noise(frequency, 15);
    const double angle = (state_.hour - sun.sunrise) / (sun.sunset - sun.sunrise);
    const double height = angle > 0 && angle < 1 ? std::sin(angle * std::numbers::pi) : 0;
    const double cloud = sun.clouds * (0.5 + 0.5 * noise(clouds, 180));
    state_.sunlight = std::clamp(height * sun.brightness * (1 - cloud), 0.0, 1.0);
}

void House::move_loads() {
    const auto& config = scenario_->load;
    for (int phase = 0; phase < 3; ++phase) {
        const double wanted = config.base_kw + config.noise_kw * (1 + noise(load + phase, 60));
        state_.general_load[phase] = std::max<Watts>(0, watts(config.shares[phase] * wanted));
    }
    state_.smart_load = watts(config.smart_kw);
    state_.third_party_pv = watts(config.third_party_pv_kw * state_.sunlight);
}

void House::move_inverters(const Control& control) {
    std::vector<InverterMeans> means(inverters_.size());
    for (std::size_t i = 0; i < inverters_.size(); ++i) {
        const Unit& unit = *inverters_[i];
        auto& now = state_.inverters[i];
        now.running = control.plant_running && (i >= control.inverter_running.size() || control.inverter_running[i]);
        if (!now.running) continue;
        auto& mean = means[i];
        mean.rated = unit.rated_kw;
        for (const auto& string : unit.strings)
            if (!string.reversed) mean.pv += string.peak_kw * string.sunlight * state_.sunlight;
        const bool has_battery = unit.battery.packs > 0;
        const double empty = std::max(control.discharge_cutoff_soc, control.backup_soc);
        if (has_battery && now.soc < control.charge_cutoff_soc) mean.charge = unit.battery.charge_kw;
        if (has_battery && now.soc > empty) mean.discharge = unit.battery.discharge_kw;
        if (has_battery && now.soc < control.discharge_cutoff_soc) mean.must_charge = mean.charge / 2;
        for (std::size_t c = 0; c < dc_chargers_.size(); ++c)
            if (dc_chargers_[c]->unit == unit.unit) mean.dc_charger = kilowatts(state_.dc_chargers[c].power);
    }
    double demand = kilowatts(state_.general() + state_.smart_load - state_.third_party_pv);
    for (const auto& charger : state_.ac_chargers) demand += kilowatts(charger.power);
    const auto powers = dispatch(means, demand, scenario_->grid.meter, control);
    for (std::size_t i = 0; i < inverters_.size(); ++i) {
        auto& now = state_.inverters[i];
        now.charge_limit_kw = means[i].charge;
        now.discharge_limit_kw = means[i].discharge;
        now.pv = watts(powers[i].pv);
        now.ess = watts(powers[i].ess);
        now.dc_charger = watts(means[i].dc_charger);
        now.ac = now.pv - now.ess - now.dc_charger;
        now.reactive =
            now.running ? watts(control.target_kvar.value_or(0) / static_cast<double>(inverters_.size())) : 0;
        move_strings(i, means[i].pv);
    }
}

/// String powers add up to the inverter's; a string that is held back rises towards its open voltage.
void House::move_strings(std::size_t inverter, double available_kw) {
    const Unit& unit = *inverters_[inverter];
    auto& now = state_.inverters[inverter];
    const double used = available_kw > 0 ? kilowatts(now.pv) / available_kw : 0;
    for (std::size_t s = 0; s < unit.strings.size(); ++s) {
        const auto& string = unit.strings[s];
        auto& state = now.strings[s];
        const double light = string.sunlight * state_.sunlight;
        const double dusk = std::min(1.0, light * 20);
        state.volts = string.volts * dusk * (1.12 - 0.12 * used + 0.01 * noise(insulation + static_cast<int>(s), 30));
        const double power = string.reversed ? 0 : string.peak_kw * light * used;
        state.amps = state.volts > 1 ? power * 1000 / state.volts : 0;
        if (string.reversed) state.volts = -state.volts;
    }
    const double damp = state_.hour < 8 ? 0.8 : 1.0;
    now.insulation_mohm = unit.insulation_mohm * damp * (1 + 0.03 * noise(insulation + unit.unit, 120));
    now.cell_temperature = 22 + 1.2 * std::abs(kilowatts(now.ess)) + 0.3 * noise(insulation + unit.unit, 300);
    now.pcs_temperature = 28 + 2.0 * std::abs(kilowatts(now.ac)) + 0.5 * noise(insulation + unit.unit, 200);
}

void House::move_phases(const Control& control) {
    for (int phase = 0; phase < 3; ++phase) {
        state_.grid[phase] = state_.general_load[phase];
        state_.grid_reactive[phase] = state_.general_load[phase] / 5;
    }
    state_.grid[0] += state_.smart_load - state_.third_party_pv;
    for (const auto& charger : state_.ac_chargers)
        for (int phase = 0; phase < 3; ++phase) state_.grid[phase] += charger.phase[phase];
    for (std::size_t i = 0; i < inverters_.size(); ++i) {
        auto& now = state_.inverters[i];
        const Unit& unit = *inverters_[i];
        now.phase = {0, 0, 0};
        if (unit.output == OutputType::single_phase) {
            now.phase[static_cast<std::size_t>(unit.phase)] = now.ac;
        } else if (unit.output == OutputType::split_phase) {
            now.phase = {now.ac / 2, now.ac - now.ac / 2, 0};
        } else {
            now.phase = {now.ac / 3, now.ac / 3, now.ac - 2 * (now.ac / 3)};
            if (control.phase_target_kw && now.ac != 0) {
                const auto& wanted = *control.phase_target_kw;
                const double all = wanted[0] + wanted[1] + wanted[2];
                if (std::abs(all) > 1e-6) {
                    now.phase[0] = watts(kilowatts(now.ac) * wanted[0] / all);
                    now.phase[1] = watts(kilowatts(now.ac) * wanted[1] / all);
                    now.phase[2] = now.ac - now.phase[0] - now.phase[1];
                }
            }
        }
        for (int phase = 0; phase < 3; ++phase) {
            state_.grid[phase] -= now.phase[phase];
            state_.grid_reactive[phase] -= now.reactive / 3;
        }
    }
}

/// A sensor on the wrong phase sees a current that is turned by 120 degrees: half of it, backwards.
void House::meter() {
    state_.metered = state_.grid;
    state_.metered_reactive = state_.grid_reactive;
    for (const auto& fault : scenario_->faults) {
        const auto first = static_cast<std::size_t>(fault.number),
                   second = static_cast<std::size_t>(fault.second_number);
        if (fault.kind == FaultKind::swapped_ct) {
            const Watts at_first = state_.metered[first];
            state_.metered[first] = -state_.metered[second] / 2;
            state_.metered[second] = -at_first / 2;
        }
        if (fault.kind == FaultKind::reversed_ct) {
            state_.metered[first] = -state_.metered[first];
            state_.metered_reactive[first] = -state_.metered_reactive[first];
        }
    }
    if (scenario_->grid.meter) return;
    state_.metered = {0, 0, 0};
    state_.metered_reactive = {0, 0, 0};
}

void House::count(double seconds) {
    const auto kwh = [&](Watts power) { return kilowatts(power) * seconds * hours_per_second; };
    for (std::size_t i = 0; i < inverters_.size(); ++i) {
        auto& now = state_.inverters[i];
        now.pv_energy.add(kwh(now.pv));
        (now.ess >= 0 ? now.charge : now.discharge).add(kwh(std::abs(now.ess)));
        const double capacity = inverters_[i]->battery.capacity_kwh;
        if (capacity <= 0) continue;
        const double stored = now.ess >= 0 ? kwh(now.ess) * battery_efficiency : kwh(now.ess) / battery_efficiency;
        now.soc = std::clamp(now.soc + 100 * stored / capacity, 0.0, 100.0);
    }
    state_.load_energy.add(kwh(state_.total_load()));
    state_.common_energy.add(kwh(state_.general()));
    state_.smart_energy.add(kwh(state_.smart_load));
    state_.third_party_energy.add(kwh(state_.third_party_pv));
    const Watts metered = state_.metered_total();
    (metered >= 0 ? state_.import_energy : state_.export_energy).add(kwh(std::abs(metered)));
}

}  // namespace firstlight::simulator
