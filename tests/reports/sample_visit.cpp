#include "sample_visit.h"

#include <fmt/format.h>

namespace firstlight::test {

using namespace commissioning;
using station::Change;
using station::WriteResult;

Time at(int seconds) {
    using namespace std::chrono;
    return sys_days{2026y / November / 23} + 10h + 42min + 7s + std::chrono::seconds(seconds);
}

namespace {

void add_people(Visit& visit) {
    visit.site = {"Jürgen Großmann & Söhne", "Lindenweg 4, Gebäude Ä", "80331", "München", "Deutschland",
                  "DE000562668020A6789",     "Europe/Berlin"};
    visit.people = {
        {"Ελένη Παπαδοπούλου", "Ήλιος Ενέργεια", "Installer", "+30 210 1234567", "eleni@example.org", "GR-4711"},
        {"Сергей Щербаков", "Энергия Плюс", "Electrician", "+49 89 5550100", "sergej@example.org", ""},
        {"王小明", "阳光能源有限公司", "Owner's agent", "+86 10 5550100", "", ""},
        {"鈴木 太郎", "株式会社ソーラー", "Trainee", "", "taro@example.org", "JP-9"},
    };
}

void add_devices(Visit& visit) {
    visit.devices = {
        {"plant", "plant", "", "", "", "2.8", 247},
        {"inverter 1", "inverter", "SigenStor EC 12.0 TP", "CMU123A45BC678", "V100R001C00SPC113B107G", "2.8", 1},
        {"inverter 2", "inverter", "SigenStor EC 5.0 SP", "CMU123A45BC679", "V100R001C00SPC112B107G", "2.7", 2},
        {"AC charger 3", "ac_charger", "", "", "", "", 3},
    };
    visit.findings = {"Unit 7 answered at the last visit and is silent now.",
                      "The serial CMU123A45BC679 was seen at two network addresses."};
}

CheckResult check(const char* id, const char* title, const char* subject, const char* expected, const char* measured,
                  Verdict verdict, const char* reason, const char* rule, bool unverified = false) {
    return {id, title, subject, expected, measured, verdict, reason, rule, unverified, {}, at(20)};
}

void add_checks(Visit& visit) {
    const char* voltage_rule = "vde-ar-n-4105-2018 v1: grid_voltage";
    visit.checks = {
        check("communication", "Communication quality", "", "at least 99 % answered", "182 of 182 answered",
              Verdict::pass, "", ""),
        check("identity", "Serial numbers", "", "2 expected serials", "2 found", Verdict::pass, "", ""),
        check("alarms", "Alarms", "inverter 1", "no alarm", "1002 grid over-voltage", Verdict::fail,
              "The grid voltage was above the limit within the last minutes. Measure the voltage at the connection "
              "point, then ask the network operator about the transformer's tap.",
              ""),
        check("grid_voltage", "Grid voltage", "L1", "207.0 to 253.0 V", "231.4 V", Verdict::pass, "", voltage_rule),
        check("grid_voltage", "Grid voltage", "L2", "207.0 to 253.0 V", "252.9 V", Verdict::warning,
              "Within 1 % of the upper limit. The inverter may switch off at noon. Check the cable's cross-section.",
              voltage_rule),
        check("grid_voltage", "Grid voltage", "L3", "207.0 to 253.0 V", "230.8 V", Verdict::pass, "", voltage_rule),
        check("grid_frequency", "Grid frequency", "", "49.8 to 50.2 Hz", "50.01 Hz", Verdict::pass, "",
              "general knowledge, unverified", true),
        check("insulation", "Insulation resistance", "inverter 1", "at least 1.0 MΩ", "", Verdict::not_tested,
              "It was night: the value is only measured when the sun has risen. Come back by day or read it remotely.",
              "iec-62446-1 v1: insulation"),
        check("phase_balance", "Phase balance", "inverter 2", "", "", Verdict::not_applicable,
              "A single-phase inverter has no phases to balance.", ""),
    };
    visit.checks[3].evidence = {{"inverter 1", "grid_voltage_l1", "Grid voltage L1", "231.4 V", at(11)}};
    visit.checks[4].evidence = {{"inverter 1", "grid_voltage_l2", "Grid voltage L2", "252.9 V", at(11)},
                                {"plant", "ems_mode", "Energy management mode", "self-consumption", at(12)}};
}

Change change(const char* point, const char* before, const char* wanted, const char* after, const char* unit,
              std::optional<WriteResult> result, const char* detail) {
    return {"inverter 1", "CMU123A45BC678",      1,     point, unit, before, wanted, after, result,
            detail,       "tcp:192.168.4.1:502", at(40)};
}

void add_changes(Visit& visit) {
    visit.changes = {
        {1, change("active_power_limit", "12.000", "10.000", "10.000", "kW", WriteResult::proven, "")},
        {2, change("backup_soc", "20.0", "20.0", "20.0", "%", WriteResult::unchanged, "")},
        {3, change("export_limit", "4.600", "0.000", "4.600", "kW", WriteResult::not_stuck,
                   "Read back twice, 0 s and 3 s after the write. Another controller may set it.")},
        {4, change("grid_code", "VDE-AR-N 4105", "AS 4777", "", "", WriteResult::refused,
                   "exception 2 (illegal data address)")},
        {5, change("alarm_clear", "", "clear", "", "", WriteResult::sent, "")},
        {6, change("wifi_key", "set", "changed", "", "", WriteResult::effect_seen, "")},
        {7, change("start_stop", "running", "stop", "", "", WriteResult::unknown, "the answer was lost")},
        {9, change("start_stop", "running", "start", "", "", std::nullopt, "")},
    };
}

ReadingRecord number(const char* device, std::string point, std::string label, const char* group, double value,
                     int decimals, const char* unit) {
    return {device,
            std::move(point),
            std::move(label),
            group,
            fmt::format("{:.{}f}", value, decimals),
            unit,
            "good",
            "",
            value,
            at(10)};
}

void add_readings(Visit& visit) {
    auto& readings = visit.readings;
    for (const char* device : {"plant", "inverter 1", "inverter 2", "AC charger 3"}) {
        const int salt = static_cast<int>(std::string(device).size());
        readings.push_back({device, "state", "Running state", "state", "running", "", "good", "", 1, at(9)});
        readings.push_back({device, "alarms", "Alarm word 1", "alarms",
                            "grid over-voltage, fan failure, insulation resistance low, DC surge protection tripped",
                            "", "good", "", 5, at(9)});
        for (int i = 1; i <= 24; ++i)
            readings.push_back(number(device, fmt::format("pv_voltage_{}", i), fmt::format("PV string {} voltage", i),
                                      "pv", 612.3 + i * 1.1 + salt, 1, "V"));
        for (int i = 1; i <= 24; ++i)
            readings.push_back(number(device, fmt::format("energy_{}", i), fmt::format("Energy counter {}", i),
                                      "energy", 12345.67 * i + salt, 2, "kWh"));
        readings.push_back(number(device, "temperature", "Inner temperature", "battery", -4.5, 1, "degC"));
        readings.push_back(number(device, "insulation", "Insulation resistance", "grid", 0, 3, "MOhm"));
        readings.push_back({device, "voltage_l2", "Grid voltage L2", "grid", "", "V", "not applicable",
                            "a single-phase inverter has no L2", std::nullopt, at(10)});
        readings.push_back({device, "grid_phase", "Phase control", "remote_ems", "", "", "unsupported",
                            "exception 2 (illegal data address)", std::nullopt, at(10)});
    }
}

void add_words(Visit& visit) {
    visit.confirmations = {
        {"wifi", "The station is in the owner's Wi-Fi network and reaches the maker's cloud", "yes, seen in the app",
         "Ελένη Παπαδοπούλου", at(200)},
        {"meter_direction", "Direction of the meter's clamps", "correct", "王小明", at(210), "clamps.jpg"},
    };
    std::string long_note = "客户希望晚上十点以后再充电，并且保留百分之三十的电量作为备用。请在下次检查时确认。";
    for (int i = 0; i < 12; ++i)
        long_note +=
            " Der Zählerschrank wurde geöffnet, die Klemmen wurden nachgezogen und die Überspannungsableiter "
            "geprüft; Проверено повторно, замечаний нет.";
    visit.notes = {{long_note, "Ελένη Παπαδοπούλου", at(220)}, {"Key to the cellar: neighbour.", "", at(230)}};
}

void add_sources(Visit& visit) {
    const std::string hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    visit.data_files = {
        {"profile", "plant", "1.2", hash, false},
        {"profile", "inverter", "1.3-local", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", true},
        {"rule_set", "vde-ar-n-4105-2018", "1", hash, false}};
    visit.links = {{"rtu:/dev/ttyUSB0:9600:8N1", at(0), at(30), 1, 40, 38, 1, 1, 0, 61.25, 480},
                   {"tcp:192.168.4.1:502", at(31), at(240), 0.25, 182, 182, 0, 0, 2, 23.4, 71.5}};
}

}  // namespace

Visit full_visit() {
    Visit visit;
    visit.id = "20261123-104207-3F2A";
    visit.purpose = "commissioning";
    visit.created = at(0);
    visit.closed = at(300);
    visit.anchor_serial = "CMU123A45BC678";
    visit.former_anchors = {"CMU000A00BC001"};
    visit.program_version = "firstlight-cli 0.1.0";
    visit.rule_set = "vde-ar-n-4105-2018";
    visit.rule_set_version = "1";
    add_people(visit);
    add_devices(visit);
    add_checks(visit);
    add_changes(visit);
    add_readings(visit);
    add_words(visit);
    add_sources(visit);
    return visit;
}

Visit empty_visit() {
    Visit visit;
    visit.id = "20261123-104207-0000";
    visit.purpose = "commissioning";
    visit.created = at(0);
    return visit;
}

}  // namespace firstlight::test
