#include "commissioning/records.h"

#include "commissioning/setting_source.h"
#include "commissioning/settings_snapshot.h"
#include "text/text.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::commissioning {

namespace {

double milliseconds(transport::Clock::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

}  // namespace

std::vector<DeviceRecord> records_of(const std::vector<station::Device>& devices) {
    std::vector<DeviceRecord> records;
    for (const auto& device : devices) {
        records.push_back({device.name(), device.profile->family, device.model, device.serial, device.firmware,
                           device.version ? station::to_string(*device.version) : std::string(), device.unit});
    }
    return records;
}

std::string words_of(station::FindingKind kind) {
    using station::FindingKind;
    switch (kind) {
        case FindingKind::duplicate_serial:
            return text::marked("the same serial number at two places");
        case FindingKind::silent_unit:
            return text::marked("no answer");
        case FindingKind::slow_unit:
            return text::marked("slow answers");
        case FindingKind::shared_unit:
            return text::marked("two devices at one unit id");
        case FindingKind::no_plant:
            return text::marked("no plant unit");
        case FindingKind::unknown_device:
            return text::marked("a device that no profile fits");
    }
    return {};
}

std::string sentence_of(const station::Finding& finding) {
    if (finding.detail.empty()) return text::trf("Unit {}: {}.", finding.unit, text::tr(words_of(finding.kind)));
    auto sentence = finding.detail;
    sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence[0])));
    return sentence.ends_with('.') ? sentence : sentence + ".";
}

std::vector<std::string> sentences_of(const std::vector<station::Finding>& findings) {
    std::vector<std::string> sentences;
    for (const auto& finding : findings) sentences.push_back(sentence_of(finding));
    return sentences;
}

namespace {

/// What a point and a table have in common.
template <class Thing, class Reading>
ReadingRecord begun_record(const station::Device& device, const Thing& thing, const Reading& reading) {
    ReadingRecord record;
    record.device = device.name();
    record.point = thing.name;
    record.label = thing.label;
    record.group = thing.group;
    record.quality = station::to_string(reading.quality);
    record.why = reading.why;
    record.at = reading.at;
    return record;
}

}  // namespace

ReadingRecord record_of(const station::Device& device, const station::Reading& reading) {
    const auto& point = *reading.point;
    auto record = begun_record(device, point, reading);
    record.unit = station::unit_for_people(point.unit);
    record.setting = setting_source(*device.profile, point);
    if (!reading.good()) return record;
    record.value = point.secret ? text::marked("set") : station::to_text(point, *reading.value);
    if (!point.secret) record.number = reading.number();
    if (point.secret) record.unit.clear();
    // A time, a choice or a special value ("none") is printed without the point's unit.
    if (station::to_text(reading) == record.value) record.unit.clear();
    return record;
}

ReadingRecord record_of(const station::Device& device, const station::RowTable& table,
                        const station::TableReading& reading) {
    auto record = begun_record(device, table, reading);
    record.setting = "extension";
    if (!reading.good()) return record;
    record.value = station::to_text(table, reading.rows);
    for (const auto& row : reading.rows) record.rows.push_back(cells_of(table, row));
    return record;
}

std::vector<ReadingRecord> records_of(const station::Snapshot& snapshot) {
    std::vector<ReadingRecord> records;
    for (const auto& device : snapshot.devices) {
        for (const auto& reading : device.readings) records.push_back(record_of(device.device, reading));
    }
    return records;
}

std::string what_was_read(const station::Snapshot& snapshot) {
    using station::Quality;
    std::map<Quality, long long> counts;
    for (const auto& device : snapshot.devices) {
        for (const auto& reading : device.readings) ++counts[reading.quality];
    }
    const auto without = counts[Quality::not_available] + counts[Quality::malformed];
    std::vector<std::string> rest;
    const auto add = [&rest](long long count, std::string words) {
        if (count > 0) rest.push_back(std::move(words));
    };
    add(counts[Quality::unsupported],
        text::trf("{} not offered by this firmware or model", counts[Quality::unsupported]));
    add(counts[Quality::not_applicable], text::trf("{} not for this installation", counts[Quality::not_applicable]));
    add(without, text::trf("{} without a value now", without));
    add(counts[Quality::not_read], text::trf("{} not answered or refused", counts[Quality::not_read]));
    const auto good = text::trf("Values read: {}.", counts[Quality::good]);
    return rest.empty() ? good : text::trf("{} Other points: {}.", good, fmt::join(rest, ", "));
}

std::vector<DataFile> data_files_of(const station::Discovery& discovery, const station::ProfileSet& profiles,
                                    const RuleSet& rules) {
    std::vector<DataFile> files;
    std::set<std::string> known;
    for (const auto& device : discovery.devices) {
        const auto& profile = *device.profile;
        if (!known.insert(profile.family).second) continue;
        const auto add = [&](const std::string& id, const std::string& version, const std::string& sha256) {
            const bool from_user = std::ranges::find(profiles.from_user(), id) != profiles.from_user().end();
            files.push_back({"profile", id, version, sha256, from_user});
        };
        add(profile.family, profile.version, profile.sha256);
        for (const auto& extension : profiles.extensions())
            if (extension.extends == profile.family && discovery.extension)
                add(extension.id, extension.version, extension.sha256);
    }
    files.push_back({"rule_set", rules.id, rules.version, rules.sha256, rules.from_user});
    if (!rules.based_on.empty()) {
        files.push_back(
            {"rule_set", rules.based_on, rules.based_on_version, rules.based_on_sha256, rules.based_on_from_user});
    }
    return files;
}

LinkSession session_of(const transport::Link& link, const transport::UnitStatistics& counted, Time from, Time to) {
    LinkSession session;
    session.endpoint = to_string(link.endpoint());
    session.from = from;
    session.to = to;
    session.seconds_between_requests = std::chrono::duration<double>(link.pace().interval).count();
    session.asked = counted.asked;
    session.answered = counted.answered;
    session.silent = counted.silent;
    session.garbled = counted.garbled;
    session.late = counted.late;
    if (counted.answered > 0) session.mean_ms = milliseconds(counted.total) / static_cast<double>(counted.answered);
    session.slowest_ms = milliseconds(counted.slowest);
    return session;
}

}  // namespace firstlight::commissioning
