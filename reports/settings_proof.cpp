#include "reports/settings_proof.h"

#include "reports/model_sections.h"
#include "reports/report_text.h"
#include "station/value.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace firstlight::reports {

using commissioning::Evidence;
using commissioning::ReadingRecord;
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

/// The latest look at what was written, which a check of the planned settings keeps.
const Evidence* last_look(const Visit& visit, const Change& change) {
    const Evidence* last = nullptr;
    for (const auto& check : visit.checks)
        for (const auto& figure : check.evidence)
            if (check.id == "settings" && figure.device == change.device && figure.point == change.point
                && (!last || last->at <= figure.at))
                last = &figure;
    return last;
}

/// What cannot be read back, or whose outcome is lost, is not known.
std::optional<bool> is_proven(const Change& change) {
    using station::WriteResult;
    if (!change.result || *change.result == WriteResult::sent || *change.result == WriteResult::unknown)
        return std::nullopt;
    return succeeded(change.result);
}

SettingProof proof_of(const ReadingRecord& reading, const Change* change) {
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
    proof.expected = change->wanted;
    proof.holds = change->wanted == reading.value;
    return proof;
}

SettingProof proof_of(const Visit& visit, const Change& change) {
    SettingProof proof{change.device,
                       change.point,
                       label_of(visit, change),
                       {},
                       change.wanted,
                       change.after,
                       station::unit_for_people(change.unit_of_measure),
                       change.source,
                       is_proven(change),
                       change.at};
    const auto* look = last_look(visit, change);
    if (!look || change.after.empty() || look->at < change.at) return proof;
    proof.read_back = look->value;
    proof.at = look->at;
    if (look->value != change.after) proof.holds = false;
    return proof;
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
            proofs.push_back(proof_of(reading, change == changes.end() ? nullptr : change->second));
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
