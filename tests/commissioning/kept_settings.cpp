#include "tests/commissioning/kept_settings.h"

namespace firstlight::tests {

commissioning::StationSettings kept_settings() {
    using namespace std::chrono_literals;
    commissioning::StationSettings kept;
    kept.taken = std::chrono::sys_days{std::chrono::year(2026) / 11 / 23} + 10h + 42min + 7s;
    kept.station = "CMU123A45AA001";
    kept.program = "firstlight-cli 0.1";
    commissioning::DeviceSettings plant{"plant", "plant", "", "", "", "2.9", {}, {}, {}};
    plant.settings = {{"grid_max_export_power", "Export limit", "5.000", "kW", "public", kept.taken},
                      {"ess_backup_soc", "Backup reserve", "20.0", "%", "public", kept.taken},
                      {"remote_ems_enable", "Remote control", "disabled", "", "public", kept.taken}};
    plant.tables = {{"outages", "Outages", {{{"days", "mon-fri"}, {"from", "22:00"}, {"to", "24:00"}}}, kept.taken}};
    plant.unread = {{"working_mode", "no answer"}};
    commissioning::DeviceSettings charger{"ac charger 2", "ac_charger", "", "EVA002A45AC001", "V1", "2.9", {}, {}, {}};
    charger.settings = {{"output_current", "Output current", "16.00", "A", "public", kept.taken}};
    kept.devices = {plant, charger};
    return kept;
}

}  // namespace firstlight::tests
