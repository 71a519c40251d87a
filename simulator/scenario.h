#pragma once

#include "formats/modbus.h"
#include "station/profile.h"
#include "transport/endpoint.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// What a scenario file says: which house it is and which faults it has. The file format is in docs/scenarios.md.
namespace firstlight::simulator {

struct PvString {
    double peak_kw = 4;
    double volts = 400;     ///< at its working point
    double sunlight = 1;    ///< share of the sun that reaches it (shade, direction)
    bool reversed = false;  ///< wired with wrong polarity
};

struct Battery {
    int packs = 0;
    double capacity_kwh = 0;
    double charge_kw = 0, discharge_kw = 0;
    double soc = 50;  ///< %, at the start
    double soh = 98;  ///< %
};

struct Vehicle {
    bool plugged = false;
    double capacity_kwh = 60;
    double soc = 40;        ///< %, at the start
    double until_soc = 80;  ///< charging ends here
};

enum class OutputType { single_phase = 0, three_phase = 1, three_phase_neutral = 2, split_phase = 3 };

/// One device at one unit id. Fields that its family lacks keep their defaults.
struct Unit {
    std::uint8_t unit = 1;
    std::string profile;
    std::string model, serial, firmware;
    station::ProtocolVersion version;
    std::optional<station::ProtocolVersion> extension;
    std::set<std::string> missing_points;  ///< refused although the version has them
    double rated_kw = 10;
    OutputType output = OutputType::three_phase_neutral;
    int phase = 0;  ///< of a single-phase device: 0 A, 1 B, 2 C
    std::vector<PvString> strings;
    int mppts = 0;  ///< 0: one for each string
    Battery battery;
    double insulation_mohm = 1.6;
    int phases = 3;  ///< AC charger
    double breaker_a = 32;
    bool charging_allowed = true;
    Vehicle vehicle;
};

struct Grid {
    double rated_voltage = 230;
    double rated_frequency = 50;
    std::array<double, 3> voltage{231, 230, 229.5};
    double frequency = 50.01;
    double wander = 1;           ///< 0: constant voltage and frequency
    bool meter = true;           ///< gateway or power sensor connected
    double export_limit_kw = 0;  ///< 0: what the inverters can
    double import_limit_kw = 0;  ///< 0: three times 25 A
};

struct Sun {
    double hour = 12.5;  ///< time of day at the start
    double sunrise = 5.5, sunset = 21;
    double brightness = 0.75;  ///< of peak power at noon
    double clouds = 0.1;       ///< 0 none .. 1
};

struct Load {
    double base_kw = 0.45;
    double noise_kw = 0.3;
    std::array<double, 3> shares{0.45, 0.3, 0.25};
    double smart_kw = 0;           ///< first smart load
    double third_party_pv_kw = 0;  ///< peak of AC-coupled PV metered by the gateway
};

struct RaisedAlarm {
    std::uint8_t unit = 1;
    std::string point;
    int bit = 0;
};

/// A point's value from the file: pinned, or only the start value of a setting.
struct GivenValue {
    std::uint8_t unit = 1;
    std::string profile, point;
    double value = 0;
    bool pinned = true;
};

/// Those of single transactions first, up to `exception`.
enum class FaultKind {
    silent,
    slow,
    stall,
    late,
    drop,
    restart,
    garble,
    wrong_unit,
    wrong_transaction,
    exception,
    reversed_ct,
    swapped_ct,
    reversed_string,
    clock_wrong,
    limit_revert,
    echo,
    noise,
    second_master,
};

struct Fault {
    FaultKind kind = FaultKind::silent;
    std::optional<std::uint8_t> unit;  ///< only transactions with this unit; not set: all
    int every = 1;                     ///< every n-th of them
    int after = 0;                     ///< not before this many transactions of the station
    int times = 0;                     ///< at most so often; 0: no limit
    std::chrono::milliseconds time{0};
    std::chrono::milliseconds jitter{0};
    bool answers = true;    ///< stall: whether the answer comes in the end
    int number = 0;         ///< other unit, transaction offset, exception code, phase, string
    int second_number = 0;  ///< second phase
    double amount = 0;      ///< rate, seconds, value
    std::string point;
};

enum class OutOfRange { refuse, clamp, accept };

/// How the firmware behaves where the public documents leave it open.
struct Manners {
    bool unknown_units_answer = false;   ///< exception 11 instead of silence
    bool write_only_reads_fail = false;  ///< exception 2 instead of 0xFFFE
    OutOfRange out_of_range = OutOfRange::refuse;
    std::chrono::milliseconds answer_time{0}, answer_jitter{0};
    std::optional<formats::DeviceIdentification> identification;  ///< not set: exception 1
};

struct ServeTcp {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    bool rtu_frames = false;
};
struct ServeLine {
    std::string name;  ///< pty: symbolic link, may be empty; port: its name
    transport::SerialSettings settings;
};
struct ServeDial {
    std::string host;
    std::uint16_t port = 1502;
    std::chrono::milliseconds retry{5000};
};
struct Serve {
    std::vector<ServeTcp> tcp;
    std::vector<ServeLine> pty, ports;
    std::vector<ServeDial> dial;
};

struct Scenario {
    std::string name, description;
    std::uint32_t seed = 1;
    double speed = 1;                         ///< simulated seconds in a real one; 0: only VirtualStation::advance
    std::optional<std::int64_t> clock_start;  ///< epoch seconds; not set: the present
    int time_zone_min = 60;
    int history_days = 30;  ///< what the counters have counted before
    station::ProtocolVersion version{2, 9};
    std::optional<station::ProtocolVersion> extension;  ///< of the commissioning extension; not set: it has none
    int work_mode = 0;                                  ///< of the EMS while nobody controls it remotely
    double backup_soc = 0, charge_cutoff_soc = 100, discharge_cutoff_soc = 5;
    Grid grid;
    Sun sun;
    Load load;
    std::vector<Unit> units;  ///< the plant first, then as in the file
    std::vector<RaisedAlarm> alarms;
    std::vector<GivenValue> values;
    std::vector<Fault> faults;
    Manners manners;
    Serve serve;

    const Fault* fault(FaultKind kind) const;
};

}  // namespace firstlight::simulator
