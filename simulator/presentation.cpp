#include "simulator/presentation.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

namespace firstlight::simulator {
namespace {

constexpr std::array phases{'a', 'b', 'c'};
constexpr double cell_volts_empty = 3.0, cell_volts_span = 0.35;

enum RunningState { standby = 0, running = 1, shutdown = 3 };
constexpr int work_mode_remote = 7;

double kw(Watts power) {
    return static_cast<double>(power) / 1000;
}

template <class Field>
double total_of(const std::vector<const Unit*>& units, Field field) {
    double total = 0;
    for (const auto* unit : units) total += field(*unit);
    return total;
}

double rated(const Unit& unit) {
    return unit.rated_kw;
}
double capacity(const Unit& unit) {
    return unit.battery.capacity_kwh;
}
double charge_rating(const Unit& unit) {
    return unit.battery.charge_kw;
}
double discharge_rating(const Unit& unit) {
    return unit.battery.discharge_kw;
}

/// Mean over the batteries, weighted by their capacity.
template <class Value>
double battery_mean(const House& house, Value value) {
    double weighted = 0, all = 0;
    for (std::size_t i = 0; i < house.inverters().size(); ++i) {
        const double weight = capacity(*house.inverters()[i]);
        weighted += weight * value(*house.inverters()[i], house.state().inverters[i]);
        all += weight;
    }
    return all > 0 ? weighted / all : 0;
}

template <class Value>
double inverter_sum(const House& house, Value value) {
    double total = 0;
    for (const auto& inverter : house.state().inverters) total += value(inverter);
    return total;
}

class PlantView {
  public:
    PlantView(DevicePoints& points, const Moment& moment)
        : points_(points), moment_(moment), state_(moment.house.state()) {}

    void present() {
        present_clock();
        present_grid();
        present_power();
        present_means();
        present_counters();
        present_statistics();
    }

    void start() {
        const auto& grid = moment_.scenario.grid;
        const double all = total_of(moment_.house.inverters(), rated);
        const double fuse = 3 * 25 * grid.rated_voltage / 1000;
        set("ess_max_charge_power", total_of(moment_.house.inverters(), charge_rating));
        set("ess_max_discharge_power", total_of(moment_.house.inverters(), discharge_rating));
        set("pv_max_power", 1.5 * all);
        set("grid_max_export_power", grid.export_limit_kw > 0 ? grid.export_limit_kw : all);
        set("grid_max_import_power", grid.import_limit_kw > 0 ? grid.import_limit_kw : fuse);
        points_.set_special("pcs_max_export_power");
        points_.set_special("pcs_max_import_power");
        set("ess_backup_soc", moment_.scenario.backup_soc);
        set("ess_charge_cutoff_soc", moment_.scenario.charge_cutoff_soc);
        set("ess_discharge_cutoff_soc", moment_.scenario.discharge_cutoff_soc);
        set("remote_ems_mode", 2);
        for (const auto* name : {"target_power_factor", "pcc_power_factor_import", "pcc_power_factor_export"})
            set(name, 1);
        start_grid_code(grid.rated_frequency);
    }

  private:
    void set(std::string_view name, double value) { points_.set(name, value); }

    void start_grid_code(double rated_frequency) {
        for (const auto* name :
             {"lvrt_enable", "hvrt_enable", "over_frequency_derating_enable", "under_frequency_boost_enable"})
            set(name, 1);
        set("active_power_gradient", 5);
        set("lvrt_reactive_compensation_factor", 2);
        set("hvrt_reactive_compensation_factor", 2);
        set("over_frequency_derating_ramp", 40);
        set("under_frequency_boost_ramp", 40);
        set("over_frequency_trigger", rated_frequency * 1.004);
        set("over_frequency_cutoff", rated_frequency * 1.03);
        set("under_frequency_trigger", rated_frequency * 0.996);
        set("under_frequency_cutoff", rated_frequency * 0.95);
    }

    void present_clock() {
        set("system_time", static_cast<double>(moment_.clock));
        set("system_time_zone", moment_.scenario.time_zone_min);
        set("ems_work_mode", moment_.control.remote ? work_mode_remote : moment_.scenario.work_mode);
        set("grid_sensor_status", moment_.scenario.grid.meter ? 1 : 0);
        set("grid_status", 0);
        set("running_state", moment_.control.plant_running ? running : shutdown);
        set("grid_code_rated_frequency", moment_.scenario.grid.rated_frequency);
        set("grid_code_rated_voltage", moment_.scenario.grid.rated_voltage);
    }

    /// The phases of a split-phase site read 0 (facts: behaviour.md section 12).
    void present_grid() {
        const auto& units = moment_.house.inverters();
        const bool split = std::any_of(units.begin(), units.end(),
                                       [](const Unit* unit) { return unit->output == OutputType::split_phase; });
        Watts reactive = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            set(fmt::format("grid_phase_{}_active_power", phases[i]), split ? 0 : kw(state_.metered[i]));
            set(fmt::format("grid_phase_{}_reactive_power", phases[i]), split ? 0 : kw(state_.metered_reactive[i]));
            reactive += state_.metered_reactive[i];
            Watts active = 0;
            for (const auto& inverter : state_.inverters) active += inverter.phase[i];
            set(fmt::format("phase_{}_active_power", phases[i]), kw(active));
            set(fmt::format("phase_{}_reactive_power", phases[i]),
                inverter_sum(moment_.house, [](const auto& one) { return kw(one.reactive) / 3; }));
        }
        set("grid_active_power", kw(state_.metered_total()));
        set("grid_reactive_power", kw(reactive));
    }

    void present_power() {
        set("active_power", kw(state_.ac()));
        set("reactive_power", inverter_sum(moment_.house, [](const auto& one) { return kw(one.reactive); }));
        set("pv_power", kw(state_.pv()));
        set("ess_power", kw(state_.ess()));
        set("third_party_pv_power", kw(state_.third_party_pv));
        set("smart_load_1_power", kw(state_.smart_load));
        set("general_load_power", kw(state_.general()));
        set("total_load_power", kw(state_.total_load()));
        set("ess_soc", battery_mean(moment_.house, [](const Unit&, const auto& now) { return now.soc; }));
        set("ess_soh", battery_mean(moment_.house, [](const Unit& unit, const auto&) { return unit.battery.soh; }));
        set("ess_average_cell_temperature",
            battery_mean(moment_.house, [](const Unit&, const auto& now) { return now.cell_temperature; }));
        set("ess_charge_cutoff_soc_now", moment_.control.charge_cutoff_soc);
        set("ess_discharge_cutoff_soc_now", moment_.control.discharge_cutoff_soc);
    }

    void present_means() {
        const auto& units = moment_.house.inverters();
        const double all = total_of(units, rated), stored = total_of(units, capacity);
        const double soc = battery_mean(moment_.house, [](const Unit&, const auto& now) { return now.soc; });
        double able = 0;
        for (std::size_t i = 0; i < units.size(); ++i) able += state_.inverters[i].running ? units[i]->rated_kw : 0;
        set("max_active_power", all);
        set("max_apparent_power", 1.1 * all);
        set("available_max_active_power", able);
        set("available_min_active_power", able);
        set("available_max_reactive_power", 0.6 * able);
        set("available_min_reactive_power", 0.6 * able);
        set("ess_available_max_charge_power",
            inverter_sum(moment_.house, [](const auto& one) { return one.charge_limit_kw; }));
        set("ess_available_max_discharge_power",
            inverter_sum(moment_.house, [](const auto& one) { return one.discharge_limit_kw; }));
        set("ess_available_max_charge_energy", stored * (100 - soc) / 100);
        set("ess_available_max_discharge_energy", stored * soc / 100);
        set("ess_rated_charge_power", total_of(units, charge_rating));
        set("ess_rated_discharge_power", total_of(units, discharge_rating));
        set("ess_rated_energy", stored);
    }

    void present_counters() {
        set("pv_energy_total", inverter_sum(moment_.house, [](const auto& one) { return one.pv_energy.total; }));
        set("pv_energy_today", inverter_sum(moment_.house, [](const auto& one) { return one.pv_energy.today; }));
        set("pv_energy_yesterday",
            inverter_sum(moment_.house, [](const auto& one) { return one.pv_energy.yesterday; }));
        set("ess_charge_energy_total", inverter_sum(moment_.house, [](const auto& one) { return one.charge.total; }));
        set("ess_discharge_energy_total",
            inverter_sum(moment_.house, [](const auto& one) { return one.discharge.total; }));
        set("load_energy_today", state_.load_energy.today);
        set("load_energy_total", state_.load_energy.total);
        set("smart_load_1_energy_total", state_.smart_energy.total);
        set("third_party_pv_energy_total", state_.third_party_energy.total);
        set("grid_import_energy_total", state_.import_energy.total);
        set("grid_export_energy_total", state_.export_energy.total);
        set("evdc_charge_energy_total",
            charger_sum(state_.dc_chargers, [](const auto& one) { return one.charged.total; }));
        set("evdc_discharge_energy_total",
            charger_sum(state_.dc_chargers, [](const auto& one) { return one.discharged.total; }));
    }

    /// The set that began at 0 when the firmware that knows it was installed.
    void present_statistics() {
        set("stat_common_load_energy_total", state_.common_energy.since_start);
        set("stat_evac_charge_energy_total",
            charger_sum(state_.ac_chargers, [](const auto& one) { return one.charged.since_start; }));
        set("stat_own_pv_energy_total",
            inverter_sum(moment_.house, [](const auto& one) { return one.pv_energy.since_start; }));
        set("stat_third_party_pv_energy_total", state_.third_party_energy.since_start);
        set("stat_ess_charge_energy_total",
            inverter_sum(moment_.house, [](const auto& one) { return one.charge.since_start; }));
        set("stat_ess_discharge_energy_total",
            inverter_sum(moment_.house, [](const auto& one) { return one.discharge.since_start; }));
        set("stat_evdc_charge_energy_total",
            charger_sum(state_.dc_chargers, [](const auto& one) { return one.charged.since_start; }));
        set("stat_evdc_discharge_energy_total",
            charger_sum(state_.dc_chargers, [](const auto& one) { return one.discharged.since_start; }));
        set("stat_grid_import_energy_total", state_.import_energy.since_start);
        set("stat_grid_export_energy_total", state_.export_energy.since_start);
    }

    template <class Value>
    static double charger_sum(const std::vector<ChargerState>& chargers, Value value) {
        double total = 0;
        for (const auto& charger : chargers) total += value(charger);
        return total;
    }

    DevicePoints& points_;
    const Moment& moment_;
    const HouseState& state_;
};

class InverterView {
  public:
    InverterView(DevicePoints& points, const Moment& moment, const InverterState& now)
        : points_(points), unit_(points.device()), moment_(moment), now_(now) {}

    void start() {
        const auto& battery = unit_.battery;
        set("rated_active_power", unit_.rated_kw);
        set("max_apparent_power", 1.1 * unit_.rated_kw);
        set("max_active_power", unit_.rated_kw);
        set("max_absorbed_power", battery.packs > 0 ? unit_.rated_kw : 0.0);
        set("ess_rated_energy", battery.capacity_kwh);
        set("ess_rated_charge_power", battery.charge_kw);
        set("ess_rated_discharge_power", battery.discharge_kw);
        set("rated_grid_voltage", moment_.scenario.grid.rated_voltage);
        set("rated_grid_frequency", moment_.scenario.grid.rated_frequency);
        set("output_type", static_cast<double>(unit_.output));
        set("battery_pack_count", battery.packs);
        set("pv_string_count", static_cast<double>(unit_.strings.size()));
        set("mppt_count", unit_.mppts > 0 ? unit_.mppts : static_cast<double>(unit_.strings.size()));
        set("target_power_factor", 1);
        set("startup_time", static_cast<double>(moment_.clock + 60 * moment_.scenario.time_zone_min - 3 * 3600));
        set("shutdown_time", 0);
    }

    void present() {
        set("running_state", now_.running ? running : shutdown);
        set("active_power", kw(now_.ac));
        set("reactive_power", kw(now_.reactive));
        set("max_active_power_adjust", now_.running ? unit_.rated_kw : 0.0);
        set("min_active_power_adjust", now_.running && unit_.battery.packs > 0 ? -unit_.rated_kw : 0.0);
        set("max_reactive_power_adjust_feed", 0.6 * unit_.rated_kw);
        set("max_reactive_power_adjust_absorb", 0.6 * unit_.rated_kw);
        set("insulation_resistance", now_.insulation_mohm);
        set("pcs_temperature", now_.pcs_temperature);
        present_battery();
        present_phases();
        present_strings();
        present_counters();
        present_feedback();
    }

  private:
    void set(std::string_view name, double value) { points_.set(name, value); }

    void present_battery() {
        if (unit_.battery.packs == 0) return;
        const double stored = unit_.battery.capacity_kwh;
        const double cell = cell_volts_empty + cell_volts_span * now_.soc / 100;
        set("ess_power", kw(now_.ess));
        set("ess_soc", now_.soc);
        set("ess_soh", unit_.battery.soh);
        set("ess_max_charge_power_now", now_.charge_limit_kw);
        set("ess_max_discharge_power_now", now_.discharge_limit_kw);
        set("ess_available_charge_energy", stored * (100 - now_.soc) / 100);
        set("ess_available_discharge_energy", stored * now_.soc / 100);
        set("ess_average_cell_temperature", now_.cell_temperature);
        set("ess_max_cluster_temperature", now_.cell_temperature + 1.2);
        set("ess_min_cluster_temperature", now_.cell_temperature - 1.1);
        set("ess_average_cell_voltage", cell);
        set("ess_max_cell_voltage", cell + 0.008);
        set("ess_min_cell_voltage", cell - 0.009);
    }

    void present_phases() {
        const auto& state = moment_.house.state();
        const bool three = unit_.output == OutputType::three_phase || unit_.output == OutputType::three_phase_neutral;
        for (std::size_t i = 0; i < 3; ++i) {
            const auto phase = unit_.output == OutputType::single_phase ? static_cast<std::size_t>(unit_.phase) : i;
            const bool used = three || i == 0;
            const double volts = used ? state.voltage[phase] : 0;
            set(fmt::format("phase_{}_voltage", phases[i]), volts);
            set(fmt::format("phase_{}_current", phases[i]),
                volts > 1 ? static_cast<double>(now_.phase[phase]) / volts : 0.0);
        }
        const auto& volts = state.voltage;
        set("voltage_ab", three ? std::sqrt(volts[0] * volts[0] + volts[1] * volts[1] + volts[0] * volts[1]) : 0.0);
        set("voltage_bc", three ? std::sqrt(volts[1] * volts[1] + volts[2] * volts[2] + volts[1] * volts[2]) : 0.0);
        set("voltage_ca", three ? std::sqrt(volts[2] * volts[2] + volts[0] * volts[0] + volts[2] * volts[0]) : 0.0);
        set("grid_frequency", state.frequency);
        const double apparent = std::hypot(kw(now_.ac), kw(now_.reactive));
        set("power_factor", apparent > 0.001 ? kw(now_.ac) / apparent : 1.0);
    }

    void present_strings() {
        set("pv_power", kw(now_.pv));
        for (std::size_t i = 1; i <= 36; ++i) {
            const auto string = i <= now_.strings.size() ? now_.strings[i - 1] : StringState{};
            set(fmt::format("pv_{}_voltage", i), string.volts);
            set(fmt::format("pv_{}_current", i), string.amps);
        }
    }

    void present_counters() {
        set("pv_energy_today", now_.pv_energy.today);
        set("pv_energy_total", now_.pv_energy.total);
        set("ess_charge_energy_today", now_.charge.today);
        set("ess_charge_energy_total", now_.charge.total);
        set("ess_discharge_energy_today", now_.discharge.today);
        set("ess_discharge_energy_total", now_.discharge.total);
    }

    void present_feedback() {
        const auto& control = moment_.control;
        const double share = unit_.rated_kw / std::max(0.1, total_of(moment_.house.inverters(), rated));
        const double target = control.remote ? control.target_kw.value_or(0) * share : 0;
        set("active_power_target_feedback", target);
        set("reactive_power_target_feedback", control.remote ? control.target_kvar.value_or(0) * share : 0.0);
        set("active_power_percent_feedback", 100 * target / unit_.rated_kw);
        set("power_factor_target_feedback", 1);
    }

    DevicePoints& points_;
    const Unit& unit_;
    const Moment& moment_;
    const InverterState& now_;
};

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

}  // namespace

void present_start(DevicePoints& points, const Moment& moment) {
    const auto& profile = points.profile();
    const Unit& unit = points.device();
    if (!profile.model_point.empty()) points.set_text(profile.model_point, unit.model);
    if (!profile.serial_point.empty()) points.set_text(profile.serial_point, unit.serial);
    if (!profile.firmware_point.empty()) points.set_text(profile.firmware_point, unit.firmware);
    if (unit.profile == "plant") return PlantView(points, moment).start();
    if (unit.profile == "inverter")
        return InverterView(points, moment, state_of(moment.house.inverters(), moment.house.state().inverters, unit))
            .start();
    if (unit.profile == "ac_charger") return start_ac_charger(points, moment.scenario.grid);
    if (unit.profile == "dc_charger") return start_dc_charger(points);
    start_bystander(points, moment.scenario.grid);
}

void present(DevicePoints& points, const Moment& moment) {
    const Unit& unit = points.device();
    const auto& house = moment.house;
    if (unit.profile == "plant") return PlantView(points, moment).present();
    if (unit.profile == "inverter")
        return InverterView(points, moment, state_of(house.inverters(), house.state().inverters, unit)).present();
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
