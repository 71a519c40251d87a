#pragma once

#include "commissioning/cells.h"
#include "station/station.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// One job at one site: everything found, changed, tested and said. Survives a change of link and a crash.
namespace firstlight::commissioning {

using Time = std::chrono::system_clock::time_point;

struct Person {
    std::string name, company, role, phone, email, licence;
    bool operator==(const Person&) const = default;
};

struct Site {
    std::string customer, address, postcode, city, country, grid_reference, time_zone;
    bool operator==(const Site&) const = default;
};

/// A check's outcome. "Not tested" is never a pass.
enum class Verdict { pass, fail, warning, not_tested, not_applicable };
/// "passed", "failed", "warning", "not tested", "not applicable"
std::string_view to_string(Verdict verdict);

/// One figure a check rests on, as it was read.
struct Evidence {
    std::string device;  ///< Device::name()
    std::string point;
    std::string label;
    std::string value;  ///< text with unit
    Time at{};
    bool operator==(const Evidence&) const = default;
};

/// One acceptance check.
struct CheckResult {
    std::string id;  ///< "grid_voltage", stable
    std::string title;
    std::string subject;  ///< device or phase it speaks of; empty: the station
    std::string expected;
    std::string measured;
    Verdict verdict = Verdict::not_tested;
    std::string reason;  ///< why not passed, in words; next step included
    std::string rule;    ///< rule id with set and version, or "general knowledge, unverified", or empty
    bool unverified_limit = false;
    std::vector<Evidence> evidence;
    Time at{};
    bool operator==(const CheckResult&) const = default;
};

/// Set-up that the station does not offer over Modbus, done in the maker's app and confirmed by a person.
struct ManualConfirmation {
    std::string id, title, answer, by;
    Time at{};
    /// Name of the photo or scan that shows it, among the visit's documents (in a plan: where the file lies); empty: it
    /// was only typed.
    std::string photo{};
    bool operator==(const ManualConfirmation&) const = default;
};

struct Note {
    std::string text, by;
    Time at{};
    bool operator==(const Note&) const = default;
};

/// A data file that shaped the visit.
struct DataFile {
    std::string kind, id, version, sha256;
    bool from_user = false;
    bool operator==(const DataFile&) const = default;
};

/// One stretch of the visit over one link.
struct LinkSession {
    std::string endpoint;
    Time from{}, to{};
    double seconds_between_requests = 1;  ///< pace used; the maker's is 1
    std::uint64_t asked = 0, answered = 0, silent = 0, garbled = 0, late = 0;
    double mean_ms = 0, slowest_ms = 0;
    bool operator==(const LinkSession&) const = default;
};

struct DeviceRecord {
    std::string name, profile, model, serial, firmware, protocol_version;
    int unit = 0;
    bool operator==(const DeviceRecord&) const = default;
};

struct ReadingRecord {
    std::string device, point, label, group, value, unit, quality, why;  ///< value without unit, as printed
    std::optional<double> number;
    Time at{};
    std::string setting{};      ///< "public" or "extension": it can be set, in such a register; empty: measured
    std::vector<Cells> rows{};  ///< of a table, whose name is `point`; secrets left out
    bool operator==(const ReadingRecord&) const = default;
};

bool is_good(const ReadingRecord& reading);

struct Visit {
    std::string id;       ///< "20261123-104207-3F2A": unique, printable
    std::string purpose;  ///< "commissioning", "diagnosis"
    Time created{};
    std::optional<Time> closed;
    std::string anchor_serial;  ///< the station's identity
    std::vector<std::string> former_anchors;
    Site site;
    std::vector<Person> people;
    std::string program_version;
    std::string rule_set, rule_set_version;
    std::vector<DataFile> data_files;
    std::vector<LinkSession> links;
    std::vector<DeviceRecord> devices;
    std::vector<std::string> findings;                              ///< discovery's, in words
    std::vector<ReadingRecord> readings;                            ///< the last snapshot
    std::vector<CheckResult> checks;                                ///< the last of each id and subject
    std::vector<std::pair<std::int64_t, station::Change>> changes;  ///< journal rows in order
    std::vector<ManualConfirmation> confirmations;
    std::vector<Note> notes;
};

/// "20261123-104207-3F2A": UTC and four random hex digits.
std::string new_visit_id(Time now);

/// Counts of verdicts and the one-line verdict of the visit: fail beats warning beats not tested beats pass.
struct Summary {
    std::map<Verdict, int> counts;
    Verdict verdict = Verdict::not_tested;
    std::string sentence;
};
Summary summarise(const Visit& visit);
/// "3 passed, 1 failed (inverter 1 L2: 262.4 V)"
std::string outcome_of(const std::vector<CheckResult>& results);

}  // namespace firstlight::commissioning
