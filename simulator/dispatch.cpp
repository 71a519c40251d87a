#include "simulator/dispatch.h"

#include <algorithm>
#include <cmath>

namespace firstlight::simulator {
namespace {

/// Remote EMS modes of the public map (facts: behaviour.md section 7).
enum Mode {
    pcs_remote = 0,
    standby = 1,
    self_consumption = 2,
    charge_grid_first = 3,
    charge_pv_first = 4,
    discharge_pv_first = 5,
    discharge_ess_first = 6
};
constexpr int work_mode_full_feed_in = 5;

struct Sums {
    double pv = 0, charge = 0, discharge = 0, must_charge = 0, dc_charger = 0, rated = 0;
};

Sums sum(const std::vector<InverterMeans>& all) {
    Sums sums;
    for (const auto& one : all) {
        sums.pv += one.pv;
        sums.charge += one.charge;
        sums.discharge += one.discharge;
        sums.must_charge += one.must_charge;
        sums.dc_charger += one.dc_charger;
        sums.rated += one.rated;
    }
    return sums;
}

/// The plant as one inverter: limits are applied to `pv` and `ess`.
class Plant {
  public:
    Plant(Sums means, double demand, const Control& control) : means_(means), demand_(demand), control_(control) {
        if (control.pv_kw) means_.pv = std::min(means_.pv, *control.pv_kw);
        if (control.ess_charge_kw) means_.charge = std::min(means_.charge, *control.ess_charge_kw);
        if (control.ess_discharge_kw) means_.discharge = std::min(means_.discharge, *control.ess_discharge_kw);
        pv = means_.pv;
    }

    void choose() {
        switch (control_.remote ? control_.mode : self_consumption) {
            case pcs_remote:
                follow_target();
                break;
            case standby:
                ess = 0;
                break;
            case charge_grid_first:
            case charge_pv_first:
                ess = means_.charge;
                break;
            case discharge_pv_first:
                ess = -std::clamp(means_.rated - (pv - means_.dc_charger), 0.0, means_.discharge);
                break;
            case discharge_ess_first:
                ess = -std::min(means_.discharge, means_.rated + means_.dc_charger);
                break;
            default:
                balance();
                break;
        }
    }

    void keep_output_limits() {
        const double most = std::min(means_.rated, control_.pcs_export_kw.value_or(means_.rated));
        give_less(output() - most);
        const double least = -std::min(means_.rated, control_.pcs_import_kw.value_or(means_.rated));
        take_less(least - output());
    }

    void keep_grid_limits() {
        if (control_.export_kw) give_less(output() - demand_ - *control_.export_kw);
        if (control_.import_kw) take_less(demand_ - output() - *control_.import_kw);
    }

    double pv = 0, ess = 0;

  private:
    double output() const { return pv - means_.dc_charger - ess; }
    bool battery_may_help() const { return !control_.remote || control_.mode == self_consumption || control_.mode > 6; }

    void balance() {
        if (!control_.remote && control_.work_mode == work_mode_full_feed_in) return;
        ess = std::clamp(pv - means_.dc_charger - demand_, -means_.discharge, means_.charge);
        if (means_.must_charge > 0) ess = std::max(ess, std::min(means_.must_charge, means_.charge));
    }

    void follow_target() {
        const double target = std::clamp(control_.target_kw.value_or(0), -means_.rated, means_.rated);
        ess = std::clamp(pv - means_.dc_charger - target, -means_.discharge, means_.charge);
        pv = std::clamp(target + means_.dc_charger + ess, 0.0, pv);
    }

    /// Lowers what leaves the inverters: charge more where the mode lets it, discharge less, then hold back the sun.
    /// Where the battery comes first, the sun gives way first.
    void give_less(double excess) {
        if (excess <= 0) return;
        if (control_.remote && control_.mode == discharge_ess_first) hold_back_sun(excess);
        const double ceiling = battery_may_help() ? means_.charge : std::max(ess, 0.0);
        const double into_battery = std::clamp(ceiling - ess, 0.0, excess);
        ess += into_battery;
        excess -= into_battery;
        hold_back_sun(excess);
    }

    void hold_back_sun(double& excess) {
        const double held = std::min(pv, excess);
        pv -= held;
        excess -= held;
    }

    void take_less(double excess) {
        if (excess <= 0) return;
        const double floor = battery_may_help() ? -means_.discharge : std::min(ess, 0.0);
        ess -= std::clamp(ess - floor, 0.0, excess);
    }

    Sums means_;
    double demand_;
    const Control& control_;
};

double share(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

}  // namespace

std::vector<InverterPower> dispatch(const std::vector<InverterMeans>& means, double demand, bool metered,
                                    const Control& control) {
    const Sums sums = sum(means);
    Plant plant(sums, demand, control);
    plant.choose();
    plant.keep_output_limits();
    if (metered) plant.keep_grid_limits();
    std::vector<InverterPower> powers;
    for (const auto& one : means) {
        const double of_battery =
            plant.ess >= 0 ? share(one.charge, sums.charge) : share(one.discharge, sums.discharge);
        powers.push_back({plant.pv * share(one.pv, sums.pv), plant.ess * of_battery});
    }
    return powers;
}

}  // namespace firstlight::simulator
