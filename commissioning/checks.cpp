#include "commissioning/checks.h"

#include "commissioning/check_runs.h"

namespace firstlight::commissioning {

const std::vector<Check>& all_checks() {
    static const std::vector<Check> checks = {
        {"communication", "Communication", "Every device answers, and hardly a request is lost.", check_communication},
        {"identity", "Serial numbers", "Every device has a serial number of its own, and all expected ones are there.",
         check_identity},
        {"versions", "Firmware", "Firmware is new enough and the same in all inverters.", check_versions},
        {"alarms", "Alarms", "No device reports an alarm.", check_alarms},
        {"grid_voltage", "Grid voltage", "The grid's voltage at each inverter is inside the limits.",
         check_grid_voltage},
        {"grid_frequency", "Grid frequency", "The grid's frequency is inside the limits.", check_grid_frequency},
        {"phase_balance", "Phase balance", "The voltages of the phases are alike.", check_phase_balance},
        {"insulation", "Insulation resistance",
         "The inverter's own measurement is above the limit. It is evidence, no test after IEC 62446-1.",
         check_insulation},
        {"pv_strings", "PV strings", "Every string has voltage of the right polarity, and like strings agree.",
         check_pv_strings},
        {"battery", "Battery", "Charge, health, temperature and cell voltages are inside the limits.", check_battery},
        {"meter", "Grid meter", "The meter or gateway is there and its values fit the energy flows.", check_meter},
        {"clock", "Clock", "The station's clock agrees with this computer's.", check_clock},
    };
    return checks;
}

}  // namespace firstlight::commissioning
