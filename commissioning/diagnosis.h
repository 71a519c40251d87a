#pragma once

#include "commissioning/visit.h"
#include "station/station.h"
#include "transport/link.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

/// What is wrong with a station right now: every device that must be there, the link to them, their alarms, and the
/// way to the Internet, which is another matter. Reads only.
namespace firstlight::commissioning {

/// A device that must be there.
struct SoughtDevice {
    std::string name;       ///< Device::name(); empty: not known
    std::uint8_t unit = 0;  ///< 0: not known
    std::string serial;     ///< empty: not known
};
/// The devices that the visit found last.
std::vector<SoughtDevice> expected_of(const Visit& visit);
/// Those that were found when the station was connected.
std::vector<SoughtDevice> expected_of(const station::Discovery& discovery);
/// From a plan or a command: unit ids and serial numbers that belong to nobody in particular.
std::vector<SoughtDevice> expected_of(const std::vector<std::uint8_t>& units, const std::vector<std::string>& serials);

enum class DeviceState {
    seen,           ///< answers, and nothing is wrong
    lossy,          ///< answers, some answers were lost
    slow,           ///< answers later than the others by far
    silent,         ///< expected and not found
    not_powered,    ///< answers and says itself that it is shut down; a silent device cannot tell
    duplicate,      ///< its serial number is at another unit id too
    shared_unit,    ///< two devices answer at its unit id
    wrong_version,  ///< older firmware than others of its family
    other_device,   ///< another serial number than expected
    unknown,        ///< answers Modbus, fits no profile
    no_plant,       ///< devices answer, the plant does not
};

struct DiagnosedDevice {
    std::string name;  ///< Device::name(), "unit 7" or "serial X" where that is all that is known
    std::uint8_t unit = 0;
    std::string serial, firmware;
    DeviceState state = DeviceState::seen;
    std::string detail;                 ///< what was seen, a sentence; may be empty
    transport::UnitStatistics answers;  ///< of its unit id
};

/// An alarm that a device reports now.
struct ActiveAlarm {
    std::string device, point, name, code;
    station::Severity severity = station::Severity::warning;
    std::string cause, next_step;
};

struct Diagnosis {
    Time at{};
    std::string endpoint, anchor_serial;
    std::vector<DiagnosedDevice> devices;
    std::vector<ActiveAlarm> alarms;
    /// Over the devices alone: that nobody is at a unit id is no fault of the link.
    transport::UnitStatistics link;
    std::uint64_t reconnects = 0;
    bool echo_seen = false;
    bool internet = false;                   ///< this computer has a route to it; the station needs none
    std::vector<station::Finding> findings;  ///< discovery's, without blaming units that nobody is at

    /// Nothing to do. The Internet does not count.
    bool sound() const;
};

/// Findings that stand with no device.
std::vector<station::Finding> other_findings(const Diagnosis& diagnosis);

/// What a diagnosis is made of.
struct DiagnosisInput {
    const station::Discovery& discovery;
    const station::Snapshot& snapshot;
    const transport::LinkStatistics& statistics;
    std::vector<SoughtDevice> expected;
};
Diagnosis assess(const DiagnosisInput& input);

/// Finds the devices anew, reads them all and assesses. `options.expected` is filled from `expected`. Throws what
/// Station::discover throws.
transport::awaitable<Diagnosis> diagnose(station::Station& station, std::vector<SoughtDevice> expected,
                                         station::DiscoveryOptions options, station::ProgressSink progress);

/// Every alarm bit that is set, device by device. The plant's words repeat those of its inverters: an alarm that an
/// inverter reports is not listed again for the plant.
std::vector<ActiveAlarm> active_alarms(const station::Snapshot& snapshot);

/// "answers", "no answer" ...
std::string words_of(DeviceState state);
/// "critical", "warning", "information"
std::string words_of(station::Severity severity);

/// Why, likely, and what to do. Both empty for `seen`.
struct Advice {
    std::string cause, next_step;
};
Advice advice_for(DeviceState state);

/// The diagnosis as the visit keeps it and the report shows it: results of the check "diagnosis", one for each device,
/// alarm, finding, the link and the Internet.
std::vector<CheckResult> results_of(const Diagnosis& diagnosis);
/// Of all results of a visit, those of its last diagnosis.
std::vector<CheckResult> last_diagnosis(const Visit& visit);
/// What differs from an earlier diagnosis, a sentence each; empty: nothing, or `before` is empty.
std::vector<std::string> changes_between(const std::vector<CheckResult>& before, const std::vector<CheckResult>& now);

}  // namespace firstlight::commissioning
