#pragma once

#include "simulator/scenario.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

/// Energy in a house: sun, loads, batteries, chargers and the rules that share power between them. Pure: the same
/// scenario and the same steps give the same values. Powers are whole watts, so that sums are exact.
namespace firstlight::simulator {

using Watts = std::int64_t;

/// What counters count, in kWh.
struct Energy {
    double total = 0, today = 0, yesterday = 0;
    double since_start = 0;  ///< the statistics set that began at 0 with its firmware
    void add(double kwh);
    void next_day();
};

struct StringState {
    double volts = 0, amps = 0;
};

struct InverterState {
    bool running = true;
    Watts pv = 0, ess = 0, dc_charger = 0;  ///< ess: + charges; dc_charger: + charges the vehicle
    Watts ac = 0;                           ///< + feeds in
    Watts reactive = 0;
    std::array<Watts, 3> phase{};  ///< of ac
    double soc = 0, cell_temperature = 22, pcs_temperature = 30, insulation_mohm = 1.6;
    double charge_limit_kw = 0, discharge_limit_kw = 0;  ///< what the battery can take and give now
    std::vector<StringState> strings;
    Energy pv_energy, charge, discharge;
};

enum class AcChargerState { init = 0, no_vehicle = 1, waiting = 2, full = 3, ready = 4, charging = 5 };
enum class DcChargerState { idle = 0, charging = 3, ended = 6, discharging = 8 };

struct ChargerState {
    AcChargerState ac_state = AcChargerState::no_vehicle;
    DcChargerState dc_state = DcChargerState::idle;
    Watts power = 0;  ///< + charges the vehicle
    std::array<Watts, 3> phase{};
    double vehicle_soc = 0;
    Energy charged, discharged;
    double session_kwh = 0, session_discharge_kwh = 0;
    double session_seconds = 0, session_discharge_seconds = 0;
};

struct HouseState {
    double seconds = 0;   ///< simulated since the start
    double hour = 12;     ///< of the day
    double sunlight = 0;  ///< 0..1 of peak power
    std::array<double, 3> voltage{};
    double frequency = 50;
    std::array<Watts, 3> general_load{};
    Watts smart_load = 0, third_party_pv = 0;
    std::array<Watts, 3> grid{};  ///< true flow, + imports
    std::array<Watts, 3> grid_reactive{};
    std::array<Watts, 3> metered{}, metered_reactive{};  ///< what the sensor sees, wrong wiring included
    std::vector<InverterState> inverters;                ///< in the order of the scenario's units
    std::vector<ChargerState> ac_chargers, dc_chargers;
    Energy load_energy, smart_energy, common_energy, third_party_energy, import_energy, export_energy;

    Watts pv() const;
    Watts ess() const;
    Watts ac() const;
    Watts general() const;
    Watts charging() const;  ///< AC and DC chargers
    Watts total_load() const;
    Watts grid_total() const;
    Watts metered_total() const;
};

/// What the settings of the station say at present. Limits that are not in force are not set.
struct Control {
    bool remote = false;
    int mode = 2;  ///< remote EMS mode
    int work_mode = 0;
    bool off_grid = false;  ///< switched by command
    bool plant_running = true;
    std::optional<double> target_kw, target_kvar;
    std::optional<std::array<double, 3>> phase_target_kw;  ///< independent phase control
    std::optional<double> ess_charge_kw, ess_discharge_kw, pv_kw;
    std::optional<double> export_kw, import_kw, pcs_export_kw, pcs_import_kw;
    double backup_soc = 0, charge_cutoff_soc = 100, discharge_cutoff_soc = 5;

    struct Charger {
        bool enabled = true;
        std::optional<double> amps;                     ///< AC
        std::optional<double> charge_kw, discharge_kw;  ///< DC
    };
    std::vector<bool> inverter_running;
    std::vector<Charger> ac_chargers, dc_chargers;
};

class House {
  public:
    explicit House(std::shared_ptr<const Scenario> scenario);
    /// Moves everything by `seconds` under these settings; long times in steps of at most 30 s.
    void advance(double seconds, const Control& control);
    const HouseState& state() const { return state_; }
    /// Units of the scenario by kind, in the order of the state's vectors.
    const std::vector<const Unit*>& inverters() const { return inverters_; }
    const std::vector<const Unit*>& ac_chargers() const { return ac_chargers_; }
    const std::vector<const Unit*>& dc_chargers() const { return dc_chargers_; }

  private:
    void step(double seconds, const Control& control);
    void move_grid();
    void move_loads();
    void move_ac_chargers(double seconds, const Control& control);
    void move_dc_chargers(double seconds, const Control& control);
    void move_inverters(const Control& control);
    void move_strings(std::size_t inverter, double available_kw);
    void move_phases(const Control& control);
    void meter();
    void count(double seconds);
    double noise(int channel, double period) const;
    double noise_at(int channel, double period, double seconds) const;
    std::vector<const Unit*> of(const std::string& profile) const;

    std::shared_ptr<const Scenario> scenario_;
    std::vector<const Unit*> inverters_, ac_chargers_, dc_chargers_;
    HouseState state_;
};

}  // namespace firstlight::simulator
