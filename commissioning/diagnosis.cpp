#include "commissioning/diagnosis.h"

#include "commissioning/records.h"
#include "text/text.h"
#include "transport/internet_route.h"

#include <algorithm>
#include <set>

namespace firstlight::commissioning {

namespace {

using station::Device;
using station::Finding;
using station::FindingKind;
using text::trf;

transport::UnitStatistics answers_of(const DiagnosisInput& input, std::uint8_t unit) {
    const auto found = input.statistics.units.find(unit);
    return found == input.statistics.units.end() ? transport::UnitStatistics{} : found->second;
}

const Device* device_at(const DiagnosisInput& input, std::uint8_t unit) {
    const auto found = std::ranges::find(input.discovery.devices, unit, &Device::unit);
    return found == input.discovery.devices.end() ? nullptr : &*found;
}

bool has_serial(const DiagnosisInput& input, const std::string& serial) {
    return std::ranges::find(input.discovery.devices, serial, &Device::serial) != input.discovery.devices.end();
}

const Device* present(const DiagnosisInput& input, const SoughtDevice& expected) {
    if (!expected.name.empty()) return input.discovery.find(expected.name);
    return expected.unit == 0 ? nullptr : device_at(input, expected.unit);
}

bool is_expected(const DiagnosisInput& input, std::uint8_t unit) {
    return std::ranges::find(input.expected, unit, &SoughtDevice::unit) != input.expected.end();
}

/// The plant is missed at this unit id.
bool lacks_plant(const DiagnosisInput& input, std::uint8_t unit) {
    return std::ranges::any_of(input.discovery.findings, [unit](const Finding& finding) {
        return finding.unit == unit && finding.kind == FindingKind::no_plant;
    });
}

/// Noise and strayed answers make a unit id look taken: a device is there when one was found or is expected, or when
/// something answered soundly.
bool somebody_is_at(const DiagnosisInput& input, std::uint8_t unit) {
    return device_at(input, unit) || is_expected(input, unit) || lacks_plant(input, unit)
           || answers_of(input, unit).answered > 0;
}

const Finding* finding_about(const DiagnosisInput& input, std::uint8_t unit) {
    const auto found = std::ranges::find(input.discovery.findings, unit, &Finding::unit);
    return found == input.discovery.findings.end() ? nullptr : &*found;
}

DeviceState state_of(FindingKind kind) {
    switch (kind) {
        case FindingKind::duplicate_serial:
            return DeviceState::duplicate;
        case FindingKind::silent_unit:
            return DeviceState::silent;
        case FindingKind::no_plant:
            return DeviceState::no_plant;
        case FindingKind::slow_unit:
            return DeviceState::slow;
        case FindingKind::shared_unit:
            return DeviceState::shared_unit;
        case FindingKind::unknown_device:
            return DeviceState::unknown;
    }
    return DeviceState::unknown;
}

const Device* double_of(const DiagnosisInput& input, const Device& device) {
    const auto found = std::ranges::find_if(input.discovery.devices, [&](const Device& other) {
        return other.unit != device.unit && !device.serial.empty() && other.serial == device.serial;
    });
    return found == input.discovery.devices.end() ? nullptr : &*found;
}

/// The newest firmware among the others of its family, when it is newer than the device's.
std::optional<std::string> newer_firmware(const DiagnosisInput& input, const Device& device) {
    const auto own = station::firmware_pack(device.firmware);
    if (!own) return std::nullopt;
    const Device* newest = nullptr;
    int pack = *own;
    for (const Device& other : input.discovery.devices) {
        const auto theirs = station::firmware_pack(other.firmware);
        if (other.profile != device.profile || !theirs || *theirs <= pack) continue;
        pack = *theirs;
        newest = &other;
    }
    return newest ? std::optional(newest->firmware) : std::nullopt;
}

/// A running state of "shutdown", in whichever family has one.
bool is_shut_down(const DiagnosisInput& input, const Device& device) {
    const auto* read = input.snapshot.find(device.name());
    const auto* state = read ? read->find("running_state") : nullptr;
    if (!state || !state->number()) return false;
    const auto* choice = station::find_choice(*state->point, *state->number());
    return choice && choice->name == "shutdown";
}

/// The serial number that should have been at this device's place.
std::string missing_serial_at(const DiagnosisInput& input, const Device& device) {
    for (const auto& expected : input.expected) {
        if (expected.serial.empty() || device.serial.empty() || present(input, expected) != &device) continue;
        if (expected.serial != device.serial && !has_serial(input, expected.serial)) return expected.serial;
    }
    return {};
}

void judge(DiagnosedDevice& row, const DiagnosisInput& input, const Device& device) {
    const auto is = [&row](DeviceState state, std::string detail) {
        row.state = state;
        row.detail = std::move(detail);
    };
    if (const auto serial = missing_serial_at(input, device); !serial.empty())
        return is(DeviceState::other_device,
                  trf("Serial number {} was expected here, {} was found.", serial, device.serial));
    if (const auto* other = double_of(input, device))
        return is(DeviceState::duplicate,
                  trf("{} has serial number {} too.", station::name_for_people(other->name()), device.serial));
    if (const auto* finding = finding_about(input, device.unit))
        return is(state_of(finding->kind), sentence_of(*finding));
    if (const auto newest = newer_firmware(input, device))
        return is(DeviceState::wrong_version, trf("It has {}, others of its kind have {}.", device.firmware, *newest));
    if (is_shut_down(input, device)) return is(DeviceState::not_powered, {});
    if (const auto lost = row.answers.silent + row.answers.garbled; lost > 0)
        is(DeviceState::lossy, trf("{} of {} answers lost.", lost, row.answers.asked));
}

DiagnosedDevice diagnosed(const DiagnosisInput& input, const Device& device) {
    DiagnosedDevice row;
    row.name = device.name();
    row.unit = device.unit;
    row.serial = device.serial;
    row.firmware = device.firmware;
    row.answers = answers_of(input, device.unit);
    judge(row, input, device);
    return row;
}

bool is_missing(const DiagnosisInput& input, const SoughtDevice& expected) {
    if (!expected.serial.empty() && has_serial(input, expected.serial)) return false;
    return present(input, expected) == nullptr;
}

DiagnosedDevice missing(const DiagnosisInput& input, const SoughtDevice& expected) {
    DiagnosedDevice row;
    row.unit = expected.unit;
    row.serial = expected.serial;
    row.name = !expected.name.empty()     ? expected.name
               : !expected.serial.empty() ? "serial " + expected.serial
                                          : "unit " + std::to_string(expected.unit);
    row.state = DeviceState::silent;
    row.answers = answers_of(input, expected.unit);
    if (const auto* finding = expected.unit == 0 ? nullptr : finding_about(input, expected.unit))
        row.detail = sentence_of(*finding);
    return row;
}

/// Units that only a finding knows.
void add_others(Diagnosis& diagnosis, const DiagnosisInput& input) {
    for (const Finding& finding : input.discovery.findings) {
        const bool told =
            std::ranges::find(diagnosis.devices, finding.unit, &DiagnosedDevice::unit) != diagnosis.devices.end();
        if (told || finding.unit == 0 || !somebody_is_at(input, finding.unit)) continue;
        DiagnosedDevice row;
        const bool plant = lacks_plant(input, finding.unit);
        row.name = plant ? "plant" : "unit " + std::to_string(finding.unit);
        row.unit = finding.unit;
        row.state = plant ? DeviceState::no_plant : state_of(finding.kind);
        row.detail = sentence_of(finding);
        row.answers = answers_of(input, finding.unit);
        diagnosis.devices.push_back(std::move(row));
    }
}

/// Damaged bytes at a unit id where nobody is speak of the line.
std::vector<Finding> fair_findings(const DiagnosisInput& input) {
    auto findings = input.discovery.findings;
    for (Finding& finding : findings) {
        if (finding.kind != FindingKind::shared_unit || somebody_is_at(input, finding.unit)) continue;
        finding.detail =
            trf("Damaged bytes came while unit {} was looked for, and nobody is known there: the line is disturbed. "
                "Check termination, bias and shield.",
                finding.unit);
        finding.unit = 0;
    }
    return findings;
}

/// Whoever holds the station open goes on with the devices it knew, also when the search was stopped in its middle.
class KnownDevices {
  public:
    explicit KnownDevices(station::Station& station) : station_(station), before_(station.discovery()) {}
    ~KnownDevices() {
        if (!before_.devices.empty()) station_.assume(std::move(before_));
    }
    KnownDevices(const KnownDevices&) = delete;
    KnownDevices& operator=(const KnownDevices&) = delete;

  private:
    station::Station& station_;
    station::Discovery before_;
};

}  // namespace

std::vector<SoughtDevice> expected_of(const Visit& visit) {
    std::vector<SoughtDevice> expected;
    for (const auto& device : visit.devices)
        expected.push_back({device.name, static_cast<std::uint8_t>(device.unit), device.serial});
    return expected;
}

std::vector<SoughtDevice> expected_of(const station::Discovery& discovery) {
    std::vector<SoughtDevice> expected;
    for (const auto& device : discovery.devices) expected.push_back({device.name(), device.unit, device.serial});
    return expected;
}

std::vector<SoughtDevice> expected_of(const std::vector<std::uint8_t>& units, const std::vector<std::string>& serials) {
    std::vector<SoughtDevice> expected;
    for (const auto unit : units) expected.push_back({{}, unit, {}});
    for (const auto& serial : serials) expected.push_back({{}, 0, serial});
    return expected;
}

bool Diagnosis::sound() const {
    return alarms.empty() && findings.empty()
           && std::ranges::all_of(devices, [](const auto& device) { return device.state == DeviceState::seen; });
}

std::vector<Finding> other_findings(const Diagnosis& diagnosis) {
    auto findings = diagnosis.findings;
    std::erase_if(findings, [&](const Finding& finding) {
        return std::ranges::find(diagnosis.devices, sentence_of(finding), &DiagnosedDevice::detail)
               != diagnosis.devices.end();
    });
    return findings;
}

Diagnosis assess(const DiagnosisInput& input) {
    Diagnosis diagnosis;
    diagnosis.at = std::chrono::system_clock::now();
    diagnosis.anchor_serial = input.discovery.anchor_serial;
    for (const Device& device : input.discovery.devices) diagnosis.devices.push_back(diagnosed(input, device));
    for (const auto& expected : input.expected)
        if (is_missing(input, expected)) diagnosis.devices.push_back(missing(input, expected));
    add_others(diagnosis, input);
    diagnosis.findings = fair_findings(input);
    diagnosis.alarms = active_alarms(input.snapshot);
    std::set<std::uint8_t> units;
    for (const auto& device : diagnosis.devices)
        if (units.insert(device.unit).second) diagnosis.link += device.answers;
    diagnosis.reconnects = input.statistics.reconnects;
    diagnosis.echo_seen = input.statistics.echo_seen;
    return diagnosis;
}

transport::awaitable<Diagnosis> diagnose(station::Station& station, std::vector<SoughtDevice> expected,
                                         station::DiscoveryOptions options, station::ProgressSink progress) {
    std::set<std::uint8_t> units;
    for (const auto& device : expected)
        if (device.unit != 0) units.insert(device.unit);
    options.expected.assign(units.begin(), units.end());
    const KnownDevices known(station);
    co_await station.discover(std::move(options), progress);
    const auto snapshot = co_await station.snapshot(progress);
    auto diagnosis = assess({station.discovery(), snapshot, station.link().statistics(), std::move(expected)});
    diagnosis.endpoint = transport::to_string(station.link().endpoint());
    diagnosis.internet = transport::has_internet_route();
    co_return diagnosis;
}

}  // namespace firstlight::commissioning
