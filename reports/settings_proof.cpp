#include "reports/settings_proof.h"

#include "reports/model_sections.h"
#include "reports/report_text.h"
#include "station/value.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace firstlight::reports {

using commissioning::ReadingRecord;
using commissioning::Verdict;
using commissioning::Visit;
using station::Change;

namespace {

using Key = std::pair<std::string, std::string>;  ///< device and point

std::map<Key, const Change*> last_changes(const Visit& visit) {
    std::map<Key, const Change*> last;
    for (const auto& [number, change] : visit.changes) last[{change.device, change.point}] = &change;
    return last;
}

std::vector<std::string> devices_of(const Visit& visit) {
    std::vector<std::string> devices;
    const auto add = [&](const std::string& device) {
        if (std::ranges::find(devices, device) == devices.end()) devices.push_back(device);
    };
    for (const auto& reading : visit.readings) add(reading.device);
    for (const auto& [number, change] : visit.changes) add(change.device);
    return devices;
}

/// What cannot be read back, or whose outcome is lost, is not known.
std::optional<bool> is_proven(const Change& change) {
    using station::WriteResult;
    if (!change.result || *change.result == WriteResult::sent || *change.result == WriteResult::unknown)
        return std::nullopt;
    return succeeded(change.result);
}

/// A setting's value at one moment, as the journal and the readings have it: without unit.
struct Look {
    std::string value;
    commissioning::Time at{};
};

/// Evidence is printed with unit.
std::string without_unit(std::string value, const Change& change) {
    const auto unit = " " + station::unit_for_people(change.unit_of_measure);
    if (unit.size() > 1 && value.ends_with(unit)) value.erase(value.size() - unit.size());
    return value;
}

/// Of the reading, the proof of the write, and what the checks of planned settings have seen: the newest.
std::optional<Look> newest_look(const Visit& visit, const ReadingRecord* reading, const Change* change) {
    std::optional<Look> newest;
    const auto add = [&](std::string value, commissioning::Time at) {
        if (!newest || newest->at <= at) newest = Look{std::move(value), at};
    };
    if (reading) add(reading->value, reading->at);
    if (!change) return newest;
    if (is_proven(*change) && !change->after.empty()) add(change->after, change->at);
    for (const auto& check : visit.checks) {
        if (check.id != "settings" || check.verdict == Verdict::not_tested) continue;
        for (const auto& figure : check.evidence)
            if (figure.device == change->device && figure.point == change->point)
                add(without_unit(figure.value, *change), figure.at);
    }
    return newest;
}

/// What was read before the write says nothing about it.
std::optional<bool> still_holds(const Change& change, const std::optional<Look>& look) {
    if (!look || look->at < change.at) return is_proven(change);
    if (look->value == change.wanted) return true;
    // Of what can only be written, "after" says what it did.
    return is_proven(change) == true && look->value == change.after;
}

SettingProof proof_of(const Visit& visit, const ReadingRecord& reading, const Change* change) {
    SettingProof proof{reading.device,
                       reading.point,
                       reading.label,
                       reading.group,
                       {},
                       reading.value,
                       reading.unit,
                       reading.setting,
                       {},
                       reading.at};
    if (!change) return proof;
    const auto look = newest_look(visit, &reading, change);
    proof.expected = change->wanted;
    proof.read_back = look->value;
    proof.holds = still_holds(*change, look);
    proof.at = look->at;
    return proof;
}

SettingProof proof_of(const Visit& visit, const Change& change) {
    const auto look = newest_look(visit, nullptr, &change);
    return {change.device,
            change.point,
            label_of(visit, change),
            {},
            change.wanted,
            look ? look->value : change.after,
            station::unit_for_people(change.unit_of_measure),
            change.source,
            still_holds(change, look),
            look ? look->at : change.at};
}

}  // namespace

std::vector<SettingProof> settings_proof(const Visit& visit) {
    const auto changes = last_changes(visit);
    std::vector<SettingProof> proofs;
    for (const auto& device : devices_of(visit)) {
        std::set<std::string> read;
        for (const auto& reading : visit.readings) {
            if (reading.device != device || reading.setting.empty() || !is_good(reading)) continue;
            const auto change = changes.find({device, reading.point});
            proofs.push_back(proof_of(visit, reading, change == changes.end() ? nullptr : change->second));
            read.insert(reading.point);
        }
        for (const auto& [key, change] : changes)
            if (key.first == device && !read.contains(key.second)) proofs.push_back(proof_of(visit, *change));
    }
    for (const auto& said : visit.confirmations)
        proofs.push_back({{}, said.id, said.title, {}, {}, said.answer, {}, "by_hand", {}, said.at});
    return proofs;
}

}  // namespace firstlight::reports
