#include "simulator/present_devices.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

namespace firstlight::simulator {
namespace {

constexpr double cell_volts_empty = 3.0, cell_volts_span = 0.35;

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

}  // namespace

void start_inverter(DevicePoints& points, const Moment& moment, const InverterState& now) {
    InverterView(points, moment, now).start();
}

void present_inverter(DevicePoints& points, const Moment& moment, const InverterState& now) {
    InverterView(points, moment, now).present();
}

}  // namespace firstlight::simulator
