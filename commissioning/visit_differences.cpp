#include "commissioning/visit_differences.h"

#include "text/text.h"

#include <algorithm>
#include <map>

namespace firstlight::commissioning {

namespace {

/// Devices of both visits: which of the earlier ones is which of now.
class Pairs {
  public:
    Pairs(const Visit& earlier, const Visit& now) {
        for (const auto& device : now.devices)
            if (const auto* same = find_same(earlier, device)) pairs_.emplace_back(same, &device);
    }

    const DeviceRecord* before(const DeviceRecord& now) const {
        const auto found = std::ranges::find(pairs_, &now, &Pair::second);
        return found == pairs_.end() ? nullptr : found->first;
    }
    const DeviceRecord* now(const DeviceRecord& before) const {
        const auto found = std::ranges::find(pairs_, &before, &Pair::first);
        return found == pairs_.end() ? nullptr : found->second;
    }
    /// The name it had then; what is no device (a phase, the station) keeps its name.
    std::string earlier_name(const std::string& name_now) const {
        for (const auto& [before, now] : pairs_)
            if (now->name == name_now) return before->name;
        return name_now;
    }

  private:
    using Pair = std::pair<const DeviceRecord*, const DeviceRecord*>;

    static const DeviceRecord* find_same(const Visit& earlier, const DeviceRecord& device) {
        const auto found = std::ranges::find_if(earlier.devices, [&](const DeviceRecord& other) {
            return other.serial == device.serial && (!device.serial.empty() || other.name == device.name);
        });
        return found == earlier.devices.end() ? nullptr : &*found;
    }

    std::vector<Pair> pairs_;
};

std::vector<DeviceDifference> device_differences(const Visit& earlier, const Visit& now, const Pairs& pairs) {
    using Kind = DeviceDifference::Kind;
    std::vector<DeviceDifference> found;
    std::vector<const DeviceRecord*> replaced;
    for (const auto& device : now.devices) {
        if (const auto* before = pairs.before(device)) {
            if (!before->firmware.empty() && !device.firmware.empty() && before->firmware != device.firmware)
                found.push_back({Kind::firmware, device.name, before->firmware, device.firmware});
            continue;
        }
        const auto at_its_place = std::ranges::find_if(earlier.devices, [&](const DeviceRecord& other) {
            return other.name == device.name && pairs.now(other) == nullptr;
        });
        if (at_its_place == earlier.devices.end()) {
            found.push_back({Kind::added, device.name, {}, device.serial});
            continue;
        }
        replaced.push_back(&*at_its_place);
        found.push_back({Kind::replaced, device.name, at_its_place->serial, device.serial});
    }
    for (const auto& device : earlier.devices)
        if (pairs.now(device) == nullptr && std::ranges::find(replaced, &device) == replaced.end())
            found.push_back({Kind::removed, device.name, device.serial, {}});
    return found;
}

bool is_setting(const Visit& visit, const ReadingRecord& reading, const station::ProfileSet& profiles) {
    const auto device = std::ranges::find(visit.devices, reading.device, &DeviceRecord::name);
    if (device == visit.devices.end()) return false;
    const auto profile = profiles.find(device->profile);
    const auto* point = profile ? profile->find(reading.point) : nullptr;
    const bool is_table = profile && profile->find_table(reading.point) != nullptr;
    return is_table || (point != nullptr && point->writable() && !point->secret);
}

std::string printed(const ReadingRecord& reading) {
    const bool measured = reading.number.has_value() && !reading.unit.empty();
    return measured ? reading.value + " " + station::unit_for_people(reading.unit) : reading.value;
}

std::vector<SettingDifference> setting_differences(const Visit& earlier, const Visit& now, const Pairs& pairs,
                                                   const station::ProfileSet& profiles) {
    std::map<std::pair<std::string, std::string>, const ReadingRecord*> then;
    for (const auto& reading : earlier.readings)
        if (is_good(reading)) then[{reading.device, reading.point}] = &reading;
    std::vector<SettingDifference> found;
    for (const auto& reading : now.readings) {
        if (!is_good(reading) || !is_setting(now, reading, profiles)) continue;
        const auto before = then.find({pairs.earlier_name(reading.device), reading.point});
        if (before == then.end() || printed(*before->second) == printed(reading)) continue;
        found.push_back({reading.device, reading.label, printed(*before->second), printed(reading)});
    }
    return found;
}

std::vector<VerdictDifference> verdict_differences(const Visit& earlier, const Visit& now, const Pairs& pairs) {
    std::vector<VerdictDifference> found;
    for (const auto& check : now.checks) {
        const auto before = std::ranges::find_if(earlier.checks, [&](const CheckResult& other) {
            return other.id == check.id && other.subject == pairs.earlier_name(check.subject);
        });
        if (before == earlier.checks.end() || before->verdict == check.verdict) continue;
        found.push_back({check.title, check.subject, before->verdict, check.verdict, check.reason});
    }
    return found;
}

std::string or_without_number(const std::string& serial) {
    return serial.empty() ? text::tr("no serial number") : serial;
}

std::string words_of(const DeviceDifference& change) {
    using Kind = DeviceDifference::Kind;
    switch (change.kind) {
        case Kind::added:
            return text::trf("{} is new ({}).", change.device, or_without_number(change.now));
        case Kind::removed:
            return text::trf("{} is gone ({}).", change.device, or_without_number(change.before));
        case Kind::replaced:
            return text::trf("{} was replaced: {}, before {}.", change.device, or_without_number(change.now),
                             or_without_number(change.before));
        case Kind::firmware:
            return text::trf("{} has firmware {}, before {}.", change.device, change.now, change.before);
    }
    return {};
}

std::string words_of(const VerdictDifference& change) {
    const auto what = text::tr(change.title) + (change.subject.empty() ? "" : ", " + change.subject);
    return text::trf("{}: {}, before {}.", what, text::tr(to_string(change.now)), text::tr(to_string(change.before)));
}

}  // namespace

std::optional<std::string> visit_before(const Visit& visit, const std::vector<VisitHeader>& all) {
    const auto same_station = [&](const std::string& anchor) {
        return !anchor.empty()
               && (anchor == visit.anchor_serial
                   || std::ranges::find(visit.former_anchors, anchor) != visit.former_anchors.end());
    };
    const VisitHeader* newest = nullptr;
    for (const auto& other : all) {
        if (other.id == visit.id || other.created >= visit.created || !same_station(other.anchor_serial)) continue;
        if (newest == nullptr || other.created > newest->created) newest = &other;
    }
    return newest == nullptr ? std::nullopt : std::optional(newest->id);
}

VisitDifferences differences(const Visit& earlier, const Visit& now, const station::ProfileSet& profiles) {
    const Pairs pairs(earlier, now);
    return {earlier.id, earlier.created, device_differences(earlier, now, pairs),
            setting_differences(earlier, now, pairs, profiles), verdict_differences(earlier, now, pairs)};
}

std::vector<std::string> in_words(const VisitDifferences& differences) {
    std::vector<std::string> lines;
    for (const auto& change : differences.devices) lines.push_back(words_of(change));
    for (const auto& change : differences.verdicts) lines.push_back(words_of(change));
    for (const auto& change : differences.settings)
        lines.push_back(
            text::trf("{}, {}: {}, before {}.", text::tr(change.label), change.device, change.now, change.before));
    return lines;
}

}  // namespace firstlight::commissioning
