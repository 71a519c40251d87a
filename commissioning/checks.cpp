#include "commissioning/checks.h"

#include "commissioning/check_runs.h"
#include "text/text.h"

namespace firstlight::commissioning {

const std::vector<Check>& all_checks() {
    static const std::vector<Check> checks = {
        {"communication", text::marked("Communication"),
         text::marked("Every device answers, and hardly a request is lost."), check_communication},
        {"identity", text::marked("Serial numbers"),
         text::marked("Every device has a serial number of its own, and all expected ones are there."), check_identity},
        {"versions", text::marked("Firmware"), text::marked("Firmware is new enough and the same in all inverters."),
         check_versions},
        {"alarms", text::marked("Alarms"), text::marked("No device reports an alarm."), check_alarms},
        {"grid_voltage", text::marked("Grid voltage"),
         text::marked("The grid's voltage at each inverter is inside the limits."), check_grid_voltage},
        {"grid_frequency", text::marked("Grid frequency"), text::marked("The grid's frequency is inside the limits."),
         check_grid_frequency},
        {"phase_balance", text::marked("Phase balance"), text::marked("The voltages of the phases are alike."),
         check_phase_balance},
        {"grid_code", text::marked("Grid code"),
         text::marked("The trip limits that the station keeps are those of the rule set."), check_grid_code},
        {"breakers", text::marked("Breakers"),
         text::marked("No breaker is smaller than what its device can draw or give."), check_breakers},
        {"insulation", text::marked("Insulation resistance"),
         text::marked("The inverter's own measurement is above the limit. It is evidence, no test after IEC 62446-1."),
         check_insulation},
        {"pv_strings", text::marked("PV strings"),
         text::marked("Every string has voltage of the right polarity, and like strings agree."), check_pv_strings},
        {"battery", text::marked("Battery"),
         text::marked("Charge, health, temperature and cell voltages are inside the limits."), check_battery},
        {"meter", text::marked("Grid meter"),
         text::marked("The meter or gateway is there and its values fit the energy flows."), check_meter},
        {"clock", text::marked("Clock"), text::marked("The station's clock agrees with this computer's."), check_clock},
    };
    return checks;
}

}  // namespace firstlight::commissioning
