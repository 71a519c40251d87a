#include "simulator/present_devices.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

namespace firstlight::simulator {
namespace {

constexpr int work_mode_remote = 7;

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
        set("ems_work_mode", moment_.control.remote ? work_mode_remote : moment_.control.work_mode);
        set("grid_sensor_status", moment_.scenario.grid.meter ? 1 : 0);
        set("grid_status", moment_.control.off_grid ? 1 : 0);
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

}  // namespace

void start_plant(DevicePoints& points, const Moment& moment) {
    PlantView(points, moment).start();
}

void present_plant(DevicePoints& points, const Moment& moment) {
    PlantView(points, moment).present();
}

}  // namespace firstlight::simulator
