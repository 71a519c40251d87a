#include "tests/commissioning/disturbances.h"

namespace firstlight::tests {

using commissioning::Verdict;
using station::FindingKind;
using station::Quality;

namespace {

/// Of 16 A, behind a breaker of 20 A.
void add_charger(House& house) {
    house.add("ac_charger", 2);
    house.set("ac charger 2", "rated_current", 16);
    house.set("ac charger 2", "input_breaker_rated_current", 20);
}

}  // namespace

const std::vector<Disturbed> disturbances = {
    {"lost requests", "communication", "inverter 1", Verdict::fail, "termination",
     [](House& h) { h.asked(1, 100, 4, 3); }},
    {"one lost request of few", "communication", "inverter 1", Verdict::not_tested, "too few",
     [](House& h) { h.asked(1, 20, 1); }},
    {"a lost request of many", "communication", "inverter 1", Verdict::pass, "", [](House& h) { h.asked(1, 100, 1); }},
    {"nothing asked", "communication", "inverter 1", Verdict::not_tested, "Nothing was asked",
     [](House& h) { h.asked(1, 0, 0); }},
    {"a silent unit", "communication", "unit 3", Verdict::fail, "address",
     [](House& h) { h.find(FindingKind::silent_unit, 3); }},
    {"a slow unit", "communication", "unit 3", Verdict::warning, "slow",
     [](House& h) { h.find(FindingKind::slow_unit, 3, "2 s"); }},

    {"a serial twice", "identity", "inverter 1", Verdict::fail, "inverter 1 and inverter 2",
     [](House& h) {
         h.add("inverter", 2);
         h.device("inverter 2").serial = h.device("inverter 1").serial;
     }},
    {"a serial that is missing", "identity", "CMU999", Verdict::fail, "No device",
     [](House& h) { h.expected_serials = {"CMU000A00AA001", "CMU999"}; }},
    {"a serial too many", "identity", "inverter 1", Verdict::warning, "list",
     [](House& h) { h.expected_serials = {"CMU999"}; }},
    {"an expected serial", "identity", "inverter 1", Verdict::pass, "",
     [](House& h) { h.expected_serials = {"CMU000A00AA001"}; }},
    {"no serial", "identity", "inverter 1", Verdict::not_tested, "Serial",
     [](House& h) { h.device("inverter 1").serial.clear(); }},
    {"two devices at one unit", "identity", "unit 1", Verdict::fail, "address of its own",
     [](House& h) { h.find(FindingKind::shared_unit, 1, "two"); }},

    {"old firmware", "versions", "inverter 1", Verdict::fail, "Update",
     [](House& h) { h.device("inverter 1").firmware = "V100R001C00SPC108B107G"; }},
    {"firmware without pack", "versions", "inverter 1", Verdict::not_tested, "SPC",
     [](House& h) { h.device("inverter 1").firmware = "V2"; }},
    {"mixed firmware", "versions", "inverters together", Verdict::fail, "same firmware",
     [](House& h) {
         h.add("inverter", 2);
         h.device("inverter 2").firmware = "V100R001C00SPC113B001";
     }},
    {"like firmware", "versions", "inverters together", Verdict::pass, "", [](House& h) { h.add("inverter", 2); }},
    {"no protocol version", "versions", "Modbus protocol", Verdict::not_tested, "probe",
     [](House& h) { h.discovery.version.reset(); }},

    {"a critical alarm", "alarms", "inverter 1: insulation resistance too low", Verdict::fail, "measure each string",
     [](House& h) { h.set("inverter 1", "alarm_1_pcs_a", 2); }},
    {"a general alarm", "alarms", "inverter 1: communication disturbed", Verdict::warning, "termination",
     [](House& h) { h.set("inverter 1", "alarm_2_pcs_b", 2); }},
    {"an alarm of the plant", "alarms", "plant: no communication with meter", Verdict::fail, "address",
     [](House& h) { h.set("plant", "alarm_6_plant_a", 2); }},
    {"an unknown alarm", "alarms", "inverter 1: unknown bit 6 of Inverter alarms, part 2", Verdict::warning, "profile",
     [](House& h) { h.set("inverter 1", "alarm_2_pcs_b", 64); }},
    {"a word that was not read", "alarms", "inverter 1", Verdict::not_tested, "late",
     [](House& h) { h.lose("inverter 1", "alarm_3_ess", Quality::not_read, "late"); }},
    {"a word the firmware lacks", "alarms", "plant", Verdict::pass, "",
     [](House& h) { h.lose("plant", "alarm_7_plant_b", Quality::unsupported); }},

    {"high voltage", "grid_voltage", "inverter 1 L2", Verdict::fail, "terminals",
     [](House& h) { h.set("inverter 1", "phase_b_voltage", 253.01); }},
    {"voltage at the limit", "grid_voltage", "inverter 1 L2", Verdict::pass, "",
     [](House& h) { h.set("inverter 1", "phase_b_voltage", 253); }},
    {"a missing phase", "grid_voltage", "inverter 1 L3", Verdict::fail, "breaker",
     [](House& h) { h.set("inverter 1", "phase_c_voltage", 0); }},
    {"a phase that was not read", "grid_voltage", "inverter 1 L1", Verdict::not_tested, "gone",
     [](House& h) { h.lose("inverter 1", "phase_a_voltage", Quality::not_read, "gone"); }},
    {"off grid", "grid_voltage", "", Verdict::not_tested, "off grid",
     [](House& h) { h.set("plant", "grid_status", 1); }},
    {"an unknown output type", "grid_voltage", "inverter 1", Verdict::not_tested, "output type",
     [](House& h) { h.set("inverter 1", "output_type", 4); }},
    {"voltage between phases", "grid_voltage", "inverter 1 L2-L3", Verdict::fail, "terminals",
     [](House& h) {
         h.set("inverter 1", "output_type", 1);
         h.set("inverter 1", "voltage_ab", 400);
         h.set("inverter 1", "voltage_bc", 450);
         h.set("inverter 1", "voltage_ca", 400);
     }},
    {"split phase, one leg", "grid_voltage", "inverter 1 L1", Verdict::pass, "",
     [](House& h) {
         h.rules = "us_rule21_240v";
         h.set("inverter 1", "output_type", 3);
         h.set("inverter 1", "phase_a_voltage", 120);
     }},
    {"split phase, both legs low", "grid_voltage", "inverter 1 L1", Verdict::fail, "terminals",
     [](House& h) {
         h.rules = "us_rule21_240v";
         h.set("inverter 1", "output_type", 3);
         h.set("inverter 1", "phase_a_voltage", 200);
     }},
    {"the German lower limit", "grid_voltage", "inverter 1 L1", Verdict::pass, "",
     [](House& h) {
         h.rules = "de_vde_ar_n_4105_2018";
         h.set("inverter 1", "phase_a_voltage", 196);
     }},

    {"low frequency", "grid_frequency", "inverter 1", Verdict::fail, "grid code",
     [](House& h) { h.set("inverter 1", "grid_frequency", 49.2); }},
    {"no frequency", "grid_frequency", "inverter 1", Verdict::fail, "sees no grid",
     [](House& h) { h.set("inverter 1", "grid_frequency", 0); }},
    {"frequency not read", "grid_frequency", "inverter 1", Verdict::not_tested, "gone",
     [](House& h) { h.lose("inverter 1", "grid_frequency", Quality::not_read, "gone"); }},

    {"a phase apart", "phase_balance", "inverter 1", Verdict::fail, "neutral",
     [](House& h) { h.set("inverter 1", "phase_b_voltage", 245); }},
    {"single phase", "phase_balance", "inverter 1", Verdict::not_applicable, "single",
     [](House& h) { h.set("inverter 1", "output_type", 0); }},
    {"a phase not read for the balance", "phase_balance", "inverter 1", Verdict::not_tested, "gone",
     [](House& h) { h.lose("inverter 1", "phase_b_voltage", Quality::not_read, "gone"); }},
    {"no voltage at all", "phase_balance", "inverter 1", Verdict::not_tested, "no grid voltage",
     [](House& h) {
         for (const auto* phase : {"phase_a_voltage", "phase_b_voltage", "phase_c_voltage"}) h.set("inverter 1", phase, 0);
     }},

    {"a trip limit as the rule set has it", "grid_code", "plant Overvoltage, stage 2", Verdict::pass, "",
     [](House& h) { h.rules = "de_vde_ar_n_4105_2018"; }},
    {"another trip limit", "grid_code", "plant Overvoltage, stage 2", Verdict::fail, "network operator",
     [](House& h) {
         h.rules = "de_vde_ar_n_4105_2018";
         h.set("plant", "grid_limit_overvoltage_2", 264.5);
     }},
    {"another trip time", "grid_code", "plant Overvoltage, stage 2", Verdict::fail, "network operator",
     [](House& h) {
         h.rules = "de_vde_ar_n_4105_2018";
         h.set("plant", "grid_limit_overvoltage_2_time", 0.2);
     }},
    {"a trip limit that cannot be read", "grid_code", "plant Overvoltage, stage 2", Verdict::not_tested,
     "Expected by rule set de_vde_ar_n_4105_2018, not read",
     [](House& h) {
         h.rules = "de_vde_ar_n_4105_2018";
         h.lose("plant", "grid_limit_overvoltage_2", Quality::unsupported);
     }},
    {"a trip time that cannot be read", "grid_code", "plant Overvoltage, stage 2", Verdict::not_tested, "not read",
     [](House& h) {
         h.rules = "de_vde_ar_n_4105_2018";
         h.lose("plant", "grid_limit_overvoltage_2_time", Quality::not_read, "gone");
     }},
    {"a rule set without trip limits", "grid_code", "plant", Verdict::not_applicable, "names no trip limits",
     [](House&) {}},

    {"a large breaker", "breakers", "plant", Verdict::pass, "", [](House&) {}},
    {"a small breaker", "breakers", "plant", Verdict::warning, "this breaker trips",
     [](House& h) { h.set("plant", "station_breaker_current", 10); }},
    {"a breaker that nobody typed", "breakers", "plant", Verdict::not_tested, "is not set",
     [](House& h) { h.set("plant", "station_breaker_current", 0); }},
    {"a breaker beside an unknown inverter", "breakers", "plant", Verdict::not_tested, "gone",
     [](House& h) {
         h.lose("inverter 1", "max_apparent_power", Quality::not_read, "gone");
     }},
    {"no breaker is told", "breakers", "plant", Verdict::not_applicable, "type plates",
     [](House& h) { h.lose("plant", "station_breaker_current", Quality::unsupported); }},
    {"an empty register of the breaker", "breakers", "plant", Verdict::not_tested, "is not set",
     [](House& h) { h.lose("plant", "station_breaker_current", Quality::not_available); }},
    {"a charger's breaker", "breakers", "ac charger 2", Verdict::pass, "",
     [](House& h) { add_charger(h); }},
    {"a charging current above the breaker", "breakers", "ac charger 2", Verdict::fail, "Lower the limit",
     [](House& h) {
         add_charger(h);
         h.set("ac charger 2", "output_current", 16);
         h.set("ac charger 2", "breaker_current", 13);
     }},
    {"a breaker larger than the charger says", "breakers", "ac charger 2", Verdict::fail, "One of both is wrong",
     [](House& h) {
         add_charger(h);
         h.set("ac charger 2", "breaker_current", 200);
     }},
    {"the breaker that was set counts", "breakers", "ac charger 2", Verdict::warning, "this breaker trips",
     [](House& h) {
         add_charger(h);
         h.set("ac charger 2", "breaker_current", 13);
     }},

    {"low insulation", "insulation", "inverter 1", Verdict::fail, "IEC 62446-1",
     [](House& h) { h.set("inverter 1", "insulation_resistance", 0.685); }},
    {"low insulation at night", "insulation", "inverter 1", Verdict::warning, "by day",
     [](House& h) {
         h.set("inverter 1", "insulation_resistance", 0.685);
         h.set("inverter 1", "pv_1_voltage", 0);
         h.set("inverter 1", "pv_2_voltage", 0);
     }},
    {"insulation alarm", "insulation", "inverter 1", Verdict::fail, "reports",
     [](House& h) { h.set("inverter 1", "alarm_1_pcs_a", 2); }},
    {"good insulation is no proof", "insulation", "inverter 1", Verdict::pass, "does not replace", [](House&) {}},
    {"insulation not read", "insulation", "inverter 1", Verdict::not_tested, "gone",
     [](House& h) { h.lose("inverter 1", "insulation_resistance", Quality::not_read, "gone"); }},

    {"a reversed string", "pv_strings", "inverter 1 PV2", Verdict::fail, "polarity",
     [](House& h) { h.set("inverter 1", "pv_2_voltage", -398); }},
    {"a reversed string by alarm", "pv_strings", "inverter 1 PV alarms", Verdict::fail, "polarity",
     [](House& h) { h.set("inverter 1", "alarm_1_pcs_a", 64); }},
    {"a string too long", "pv_strings", "inverter 1 PV1", Verdict::fail, "shorten",
     [](House& h) { h.set("inverter 1", "pv_1_voltage", 1105); }},
    {"a string without voltage", "pv_strings", "inverter 1 PV2", Verdict::warning, "open connector",
     [](House& h) { h.set("inverter 1", "pv_2_voltage", 3); }},
    {"strings that differ", "pv_strings", "inverter 1 strings together", Verdict::warning, "same modules",
     [](House& h) { h.set("inverter 1", "pv_2_voltage", 350); }},
    {"one string only", "pv_strings", "inverter 1 strings together", Verdict::not_applicable, "Fewer than two",
     [](House& h) { h.set("inverter 1", "pv_string_count", 1); }},
    {"night", "pv_strings", "inverter 1 PV1", Verdict::not_tested, "no light",
     [](House& h) {
         h.set("inverter 1", "pv_1_voltage", 2);
         h.set("inverter 1", "pv_2_voltage", 0);
     }},
    {"no string input", "pv_strings", "inverter 1", Verdict::not_applicable, "no PV",
     [](House& h) { h.set("inverter 1", "pv_string_count", 0); }},
    {"string count not read", "pv_strings", "inverter 1", Verdict::not_tested, "gone",
     [](House& h) { h.lose("inverter 1", "pv_string_count", Quality::not_read, "gone"); }},

    {"an empty battery", "battery", "inverter 1 state of charge", Verdict::warning, "Charge",
     [](House& h) { h.set("inverter 1", "ess_soc", 2); }},
    {"an aged battery", "battery", "inverter 1 state of health", Verdict::fail, "new battery",
     [](House& h) { h.set("inverter 1", "ess_soh", 88); }},
    {"a hot battery", "battery", "inverter 1 temperature", Verdict::fail, "ventilation",
     [](House& h) { h.set("inverter 1", "ess_average_cell_temperature", 55); }},
    {"cells apart", "battery", "inverter 1 cell voltages", Verdict::fail, "rest",
     [](House& h) { h.set("inverter 1", "ess_min_cell_voltage", 3.1); }},
    {"cell voltages the firmware lacks", "battery", "inverter 1 cell voltages", Verdict::not_tested, "",
     [](House& h) { h.lose("inverter 1", "ess_max_cell_voltage", Quality::unsupported, "exception 2"); }},
    {"no battery", "battery", "inverter 1 packs", Verdict::not_applicable, "sees no battery",
     [](House& h) { h.set("inverter 1", "battery_pack_count", 0); }},
    {"an inverter for PV alone", "battery", "inverter 1 packs", Verdict::not_applicable, "not made for",
     [](House& h) { h.lose("inverter 1", "battery_pack_count", Quality::not_applicable, "PV model"); }},
    {"packs not read", "battery", "inverter 1 packs", Verdict::not_tested, "gone",
     [](House& h) { h.lose("inverter 1", "battery_pack_count", Quality::not_read, "gone"); }},

    {"no meter", "meter", "presence", Verdict::fail, "RS485", [](House& h) { h.set("plant", "grid_sensor_status", 0); }},
    {"meter state not read", "meter", "presence", Verdict::not_tested, "gone",
     [](House& h) { h.lose("plant", "grid_sensor_status", Quality::not_read, "gone"); }},
    {"a reversed meter", "meter", "direction", Verdict::fail, "wrong way",
     [](House& h) {
         h.set("plant", "grid_active_power", -8);
         h.set("plant", "ess_power", 0);
     }},
    {"too little power to judge the meter", "meter", "direction", Verdict::not_tested, "larger than",
     [](House& h) { h.set("plant", "grid_active_power", 0.1); }},
    {"vehicles that feed the house", "meter", "direction", Verdict::pass, "",
     [](House& h) {
         h.add("dc_charger", 1);
         h.set("dc charger 1", "output_power", -6);
         h.set("plant", "grid_active_power", -8);
     }},
    {"a meter that does not see all", "meter", "energy balance", Verdict::warning, "add up",
     [](House& h) { h.set("plant", "total_load_power", 4); }},
    {"a meter that fits only turned round", "meter", "energy balance", Verdict::fail, "reversed",
     [](House& h) { h.set("plant", "total_load_power", 7); }},
    {"load not reported", "meter", "energy balance", Verdict::not_tested, "load",
     [](House& h) { h.lose("plant", "total_load_power", Quality::unsupported); }},
    {"phases that do not add up", "meter", "sum of phases", Verdict::fail, "clamp",
     [](House& h) { h.set("plant", "grid_phase_b_active_power", 1); }},
    {"no phases on split phase", "meter", "sum of phases", Verdict::not_tested, "split",
     [](House& h) {
         for (const auto* phase :
              {"grid_phase_a_active_power", "grid_phase_b_active_power", "grid_phase_c_active_power"}) {
             h.set("plant", phase, 0);
         }
     }},
    {"meter off grid", "meter", "direction", Verdict::not_tested, "off grid",
     [](House& h) { h.set("plant", "grid_status", 2); }},

    {"a slow clock", "clock", "plant", Verdict::fail, "Set the station's time",
     [](House& h) { h.set("plant", "system_time", 1795430527 - 400); }},
    {"a wrong time zone", "clock", "plant", Verdict::fail, "time zone",
     [](House& h) { h.set("plant", "system_time", 1795430527 + 3605); }},
    {"clock not read", "clock", "plant", Verdict::not_tested, "gone",
     [](House& h) { h.lose("plant", "system_time", Quality::not_read, "gone"); }},
};

}  // namespace firstlight::tests
