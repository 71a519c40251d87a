#include "commissioning/check_results.h"
#include "commissioning/check_runs.h"
#include "commissioning/records.h"
#include "text/text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

using station::FindingKind;

/// So few lost requests say nothing about a line, whatever share they are.
constexpr std::string_view grid_outage = "1010";  // the maker's number of the alarm, at plant and inverter alike
constexpr std::uint64_t chance_losses = 2;

double milliseconds(transport::Clock::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

std::string counts_of(const transport::UnitStatistics& unit, std::uint64_t lost, double share) {
    auto words = text::trf("{} of {} requests lost ({:.1f} %)", lost, unit.asked, share);
    if (unit.answered > 0) {
        words += ", "
                 + text::trf("answers in {:.0f} ms on average, {:.0f} ms at most",
                             milliseconds(unit.total) / static_cast<double>(unit.answered), milliseconds(unit.slowest));
    }
    return words;
}

CheckResult communication_of(const CheckInput& input, const Subject& subject) {
    auto result = begin(input, "communication", subject.name());
    const auto counted = input.statistics.units.find(subject.device->unit);
    if (counted == input.statistics.units.end() || counted->second.asked == 0) {
        return not_tested(std::move(result), text::tr("Nothing was asked of this unit over this link."));
    }
    const auto& unit = counted->second;
    const auto lost = unit.silent + unit.garbled;
    const double share = 100.0 * static_cast<double>(lost) / static_cast<double>(unit.asked);
    result.measured = counts_of(unit, lost, share);
    result = judge(std::move(result), input, "communication_loss", share, Verdict::fail,
                   text::trf("{} silent, {} damaged, {} late. Check cable, termination and bias, or the station's "
                             "network signal, then check again.",
                             unit.silent, unit.garbled, unit.late));
    if (result.verdict != Verdict::fail || lost > chance_losses) return result;
    return not_tested(std::move(result),
                      text::trf("{} silent, {} damaged, {} late: too few requests to tell a bad connection from "
                                "chance. Read the station again, then check again.",
                                unit.silent, unit.garbled, unit.late));
}

CheckResult finding_result(const CheckInput& input, std::string_view check, const station::Finding& finding,
                           Verdict verdict, const char* next_step) {
    auto result = begin(input, check, text::trf("unit {}", finding.unit));
    result.measured = text::tr(words_of(finding.kind));
    result.verdict = verdict;
    // A detail of whole sentences says what to do itself.
    result.reason = sentence_of(finding);
    if (!finding.detail.ends_with('.')) result.reason += " " + text::tr(next_step);
    return result;
}

CheckResult version_of(const CheckInput& input, const Subject& subject) {
    auto result = begin(input, "versions", subject.name());
    const auto& device = *subject.device;
    add_evidence(result, subject, device.profile->firmware_point);
    result.measured = device.firmware;
    if (device.firmware.empty())
        return not_tested(std::move(result), why_missing(subject, device.profile->firmware_point));
    const auto pack = station::firmware_pack(device.firmware);
    if (!pack) return not_tested(std::move(result), text::tr("The firmware's name has no SPC number to compare."));
    result =
        judge(std::move(result), input, "firmware_pack", *pack, Verdict::fail,
              text::tr("The firmware is older than what this program was made for. Update it in the maker's app."));
    if (const auto* rule = input.rules.find("firmware_pack"); rule && rule->low) {
        result.expected = text::trf("SPC{} or newer", *rule->low);
    }
    return result;
}

CheckResult mixed_versions(const CheckInput& input, const std::vector<Subject>& inverters) {
    auto result = begin(input, "versions", text::marked("inverters together"));
    result.expected = text::tr("the same firmware in all inverters");
    std::set<std::string> versions;
    for (const auto& inverter : inverters) {
        add_evidence(result, inverter, inverter.device->profile->firmware_point);
        if (inverter.device->firmware.empty()) {
            return not_tested(std::move(result),
                              text::trf("The firmware of {} was not read.", station::name_for_people(inverter.name())));
        }
        versions.insert(inverter.device->firmware);
    }
    result.measured = fmt::format("{}", fmt::join(versions, ", "));
    result.verdict = versions.size() == 1 ? Verdict::pass : Verdict::fail;
    if (versions.size() > 1)
        result.reason = text::tr("Inverters of one station need the same firmware. Update the older ones.");
    return result;
}

CheckResult protocol_version(const CheckInput& input) {
    auto result = begin(input, "versions", text::marked("Modbus protocol"));
    result.expected = text::tr("known");
    if (!input.discovery.version) {
        return not_tested(std::move(result),
                          text::tr("No probe of the protocol version answered, so points may be missing."));
    }
    result.measured = fmt::format("V{}", station::to_string(*input.discovery.version));
    result.verdict = Verdict::pass;
    return result;
}

using SerialOwners = std::map<std::string, std::vector<std::string>>;

SerialOwners serial_owners(const CheckInput& input) {
    SerialOwners owners;
    for (const auto& device : input.discovery.devices) {
        if (!device.serial.empty()) owners[device.serial].push_back(device.name());
    }
    return owners;
}

bool expects(const CheckInput& input, const std::string& serial) {
    return std::ranges::find(input.expected_serials, serial) != input.expected_serials.end();
}

CheckResult serial_of(const CheckInput& input, const Subject& subject, const SerialOwners& owners) {
    auto result = begin(input, "identity", subject.name());
    const auto& device = *subject.device;
    result.expected = text::tr("a serial number of its own");
    result.measured = device.serial;
    add_evidence(result, subject, device.profile->serial_point);
    if (device.serial.empty()) return not_tested(std::move(result), why_missing(subject, device.profile->serial_point));
    if (const auto& all = owners.at(device.serial); all.size() > 1) {
        result.verdict = Verdict::fail;
        result.reason = text::trf(
            "The same serial number is read from {}. Two units share an address, or one device "
            "is reached twice. Give each its own address in the maker's app.",
            fmt::join(all, text::tr(" and ")));
    } else if (!input.expected_serials.empty() && !expects(input, device.serial)) {
        result.verdict = Verdict::warning;
        result.reason =
            text::tr("This serial number is not on the list of expected ones. Compare it with the type plate.");
    } else {
        result.verdict = Verdict::pass;
    }
    return result;
}

std::vector<CheckResult> missing_serials(const CheckInput& input, const SerialOwners& owners) {
    std::vector<CheckResult> results;
    for (const auto& serial : input.expected_serials) {
        if (owners.contains(serial)) continue;
        auto result = begin(input, "identity", serial);
        result.expected = text::tr("this serial number is found");
        result.measured = text::tr("not found");
        result.verdict = Verdict::fail;
        result.reason = text::tr(
            "No device of this station has the serial number. Check that it is on, wired and has its own address.");
        results.push_back(std::move(result));
    }
    return results;
}

/// Bits that a device shows itself are not told again by the plant's word, which is the OR of all inverters' words.
bool told_by_inverter(const CheckInput& input, const Subject& subject, const station::Reading& word, int position) {
    if (subject.device->profile->id != "plant") return false;
    const auto inverters = subjects_of(input, "inverter");
    return std::ranges::any_of(inverters, [&](const Subject& inverter) {
        const auto value = inverter.number(word.point->name);
        return value && (static_cast<unsigned>(*value) >> position & 1U);
    });
}

CheckResult alarm_result(const CheckInput& input, const Subject& subject, const station::Reading& word,
                         const station::Bit& bit) {
    auto result = begin(input, "alarms", fmt::format("{}: {}", subject.name(), text::tr(bit.name)));
    result.expected = text::tr("no alarm");
    result.measured = bit.code.empty() ? text::tr(bit.name) : fmt::format("{} ({})", text::tr(bit.name), bit.code);
    result.verdict = bit.severity == station::Severity::critical ? Verdict::fail : Verdict::warning;
    result.reason = fmt::format("{}{}{}", text::tr(bit.cause), bit.cause.empty() || bit.next_step.empty() ? "" : " ",
                                text::tr(bit.next_step));
    add_evidence(result, subject, word.point->name);
    // A house whose grid is not switched on yet has no fault.
    if (bit.code == grid_outage && off_grid(input))
        return not_tested(std::move(result),
                          text::tr("The station is off grid, and this alarm says so. Check again when "
                                   "it is back on the grid."));
    return result;
}

CheckResult unknown_bit(const CheckInput& input, const Subject& subject, const station::Reading& word, int position) {
    station::Bit bit;
    bit.position = position;
    bit.name = text::trf("unknown bit {} of {}", position, text::tr(word.point->label));
    bit.cause = text::tr("The firmware reports something this program's profile does not know.");
    bit.next_step = text::tr("Look it up in the maker's app and update the profile.");
    return alarm_result(input, subject, word, bit);
}

bool is_alarm_word(const station::Point& point) {
    return std::ranges::any_of(point.bits, [](const auto& bit) { return bit.alarm; });
}

struct AlarmWords {
    int read = 0, absent = 0;
    std::string missing;  ///< why the first of those that should have been read is missing
};

void add_alarms_of(const CheckInput& input, const Subject& subject, const station::Reading& word,
                   std::vector<CheckResult>& results) {
    const auto value = static_cast<unsigned>(word.number().value_or(0));
    for (int position = 0; position < 16; ++position) {
        if (!(value >> position & 1U) || told_by_inverter(input, subject, word, position)) continue;
        const auto bit = std::ranges::find(word.point->bits, position, &station::Bit::position);
        if (bit == word.point->bits.end()) {
            results.push_back(unknown_bit(input, subject, word, position));
        } else if (bit->alarm && bit->severity != station::Severity::information) {
            results.push_back(alarm_result(input, subject, word, *bit));
        }
    }
}

void add_alarms_of(const CheckInput& input, const Subject& subject, std::vector<CheckResult>& results) {
    auto result = begin(input, "alarms", subject.name());
    result.expected = text::tr("no alarm");
    AlarmWords words;
    const auto before = results.size();
    for (const auto& point : subject.device->profile->points) {
        if (!is_alarm_word(point)) continue;
        const auto* word = subject.find(point.name);
        add_evidence(result, subject, point.name);
        if (word && word->good()) {
            ++words.read;
            add_alarms_of(input, subject, *word, results);
        } else if (is_absent(subject, point.name)) {
            ++words.absent;
        } else if (words.missing.empty()) {
            words.missing = why_missing(subject, point.name);
        }
    }
    if (words.read + words.absent == 0 && words.missing.empty()) return;
    if (!words.missing.empty()) {
        results.push_back(not_tested(std::move(result), words.missing));
    } else if (words.read == 0) {
        results.push_back(not_tested(std::move(result), text::tr("The firmware has none of the known alarm words.")));
    } else if (results.size() == before) {
        result.measured = text::tr("no alarm");
        result.verdict = Verdict::pass;
        results.push_back(std::move(result));
    }
}

/// A deviation of whole quarter hours is a wrong time zone rather than a wrong clock.
std::string clock_advice(double deviation, double limit) {
    const double quarters = std::round(deviation / 900.0);
    if (quarters != 0 && std::abs(deviation - quarters * 900.0) <= limit) {
        return text::tr(
            "The difference is a whole number of quarter hours: the time zone is likely wrong. Set time zone and "
            "time in the maker's app, and check this computer's.");
    }
    return text::tr(
        "Set the station's time in the maker's app, or give it a time server; check this computer's clock too.");
}

}  // namespace

std::vector<CheckResult> check_communication(const CheckInput& input) {
    std::vector<CheckResult> results;
    std::set<std::uint8_t> units;
    for (const auto& subject : all_subjects(input)) {
        if (units.insert(subject.device->unit).second) results.push_back(communication_of(input, subject));
    }
    for (const auto& finding : input.discovery.findings) {
        if (finding.kind == FindingKind::silent_unit) {
            results.push_back(
                finding_result(input, "communication", finding, Verdict::fail,
                               text::marked("Check that the device is on, connected and has this address.")));
        } else if (finding.kind == FindingKind::slow_unit) {
            results.push_back(finding_result(input, "communication", finding, Verdict::warning,
                                             text::marked("A slow unit delays all others. Check its network signal.")));
        }
    }
    if (results.empty())
        results.push_back(not_tested(begin(input, "communication", ""), text::tr("No device was found.")));
    return results;
}

std::vector<CheckResult> check_identity(const CheckInput& input) {
    std::vector<CheckResult> results;
    const auto owners = serial_owners(input);
    bool nameless = false;
    for (const auto& subject : all_subjects(input)) {
        if (!subject.device->serial_point()) {
            nameless = nameless || subject.device->profile->id != "plant";
            continue;
        }
        results.push_back(serial_of(input, subject, owners));
    }
    std::ranges::move(missing_serials(input, owners), std::back_inserter(results));
    for (const auto& finding : input.discovery.findings) {
        if (finding.kind == FindingKind::shared_unit) {
            results.push_back(
                finding_result(input, "identity", finding, Verdict::fail,
                               text::marked("Give each device an address of its own in the maker's app.")));
        } else if (finding.kind == FindingKind::unknown_device) {
            results.push_back(finding_result(input, "identity", finding, Verdict::warning,
                                             text::marked("No profile fits this device. Note what it is.")));
        } else if (finding.kind == FindingKind::no_plant) {
            results.push_back(finding_result(input, "identity", finding, Verdict::warning,
                                             text::marked("Connect to the inverter that has the Modbus server role.")));
        }
    }
    if (results.empty() && nameless) {
        results.push_back(
            not_applicable(begin(input, "identity", ""), text::tr("These devices have no register for a serial "
                                                                  "number. Note it from the type plate.")));
    } else if (results.empty()) {
        results.push_back(not_tested(begin(input, "identity", ""), text::tr("No device was found.")));
    }
    return results;
}

std::vector<CheckResult> check_versions(const CheckInput& input) {
    std::vector<CheckResult> results;
    const auto inverters = subjects_of(input, "inverter");
    // The number of a pack counts for inverters alone: gateways and batteries have series of their own.
    for (const auto& inverter : inverters) results.push_back(version_of(input, inverter));
    if (inverters.size() > 1) results.push_back(mixed_versions(input, inverters));
    if (plant_of(input)) results.push_back(protocol_version(input));
    if (results.empty()) {
        results.push_back(none_found(input, "versions", text::marked("inverter")));
    }
    return results;
}

std::vector<CheckResult> check_alarms(const CheckInput& input) {
    std::vector<CheckResult> results;
    for (const auto& subject : all_subjects(input)) add_alarms_of(input, subject, results);
    if (results.empty())
        results.push_back(not_applicable(begin(input, "alarms", ""), text::tr("No device here reports alarms.")));
    return results;
}

std::vector<CheckResult> check_clock(const CheckInput& input) {
    const auto plant = plant_of(input);
    if (!plant) return {none_found(input, "clock", text::marked("plant unit with a clock"))};
    auto result = begin(input, "clock", plant->name());
    add_evidence(result, *plant, "system_time");
    add_evidence(result, *plant, "system_time_zone");
    const auto station_time = plant->number("system_time");
    if (!station_time) return {not_tested(std::move(result), why_missing(*plant, "system_time"))};
    const auto read_at = std::chrono::duration<double>(plant->find("system_time")->at.time_since_epoch()).count();
    const double deviation = *station_time - read_at;
    result.measured = std::abs(deviation) < 1 ? text::tr("less than 1 s apart")
                                              : (deviation < 0 ? text::trf("{:.0f} s behind", -deviation)
                                                               : text::trf("{:.0f} s ahead", deviation));
    const auto* rule = input.rules.find("clock_deviation");
    const auto advice = clock_advice(deviation, rule ? rule->high.value_or(0) : 0);
    return {judge(std::move(result), input, "clock_deviation", std::abs(deviation), Verdict::fail, advice)};
}

}  // namespace firstlight::commissioning
