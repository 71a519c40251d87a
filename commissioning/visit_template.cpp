#include "commissioning/visit_template.h"

#include "commissioning/belongings.h"
#include "commissioning/drafts.h"
#include "station/errors.h"

#include <algorithm>

namespace firstlight::commissioning {

namespace {

/// The profile of the device that the change went to.
const station::Point* point_of(const Visit& visit, const station::Change& change, const station::ProfileSet& profiles) {
    const auto device = std::ranges::find(visit.devices, change.device, &DeviceRecord::name);
    if (device == visit.devices.end()) return nullptr;
    const auto profile = profiles.find(device->profile);
    return profile ? profile->find(change.point) : nullptr;
}

/// The journal has a choice's label; a plan has its name.
std::optional<std::string> as_typed(const station::Point& point, const std::string& printed) {
    for (const auto& choice : point.choices)
        if (choice.label == printed) return choice.name;
    try {
        station::parse_value(point, printed);
        return printed;
    } catch (const station::ValueNotAccepted&) {
        return std::nullopt;
    }
}

bool holds(const station::Change& change) {
    return change.result == station::WriteResult::proven || change.result == station::WriteResult::unchanged;
}

std::vector<PlannedSetting> proven_settings(const Visit& visit, const station::ProfileSet& profiles) {
    std::vector<PlannedSetting> settings;
    for (const auto& [row, change] : visit.changes) {
        const auto* point = point_of(visit, change, profiles);
        if (!holds(change) || point == nullptr || point->secret || !point->readable()) continue;
        if (belongs_to_one_station(change.point)) continue;
        const auto value = as_typed(*point, change.wanted);
        if (!value) continue;
        std::erase_if(settings, [&c = change](const PlannedSetting& earlier) {
            return earlier.device == c.device && earlier.point == c.point;
        });
        settings.push_back({change.device, change.point, *value, {}, 0});
    }
    return settings;
}

}  // namespace

Plan template_of(const Visit& visit, const std::optional<Plan>& draft, const station::ProfileSet& profiles) {
    Plan plan;
    plan.from_template = visit.id;
    plan.purpose = visit.purpose;
    plan.people = visit.people;
    plan.rule_set = visit.rule_set;
    if (!draft) {
        plan.settings = proven_settings(visit, profiles);
        return plan;
    }
    if (!draft->people.empty()) plan.people = draft->people;
    if (!draft->rule_set.empty()) plan.rule_set = draft->rule_set;
    plan.settings = draft->settings;
    std::erase_if(plan.settings, [](const auto& planned) { return belongs_to_one_station(planned.point); });
    for (auto& setting : plan.settings) setting.confirm.clear();
    plan.tables = draft->tables;
    std::erase_if(plan.tables, [](const auto& planned) { return belongs_to_one_station(planned.table); });
    for (auto& table : plan.tables) table.confirm.clear();
    return plan;
}

Visit duplicate_visit(VisitStore& store, const std::filesystem::path& drafts, const station::ProfileSet& profiles,
                      const std::string& source, const std::string& program_version) {
    const auto plan = template_of(store.load(source), load_draft(drafts, source), profiles);
    Visit visit;
    visit.created = std::chrono::system_clock::now();
    visit.id = new_visit_id(visit.created);
    visit.purpose = plan.purpose;
    visit.program_version = program_version;
    visit.people = plan.people;
    visit.rule_set = plan.rule_set;
    store.create(visit);
    save_draft(drafts, visit.id, plan, profiles);
    return visit;
}

}  // namespace firstlight::commissioning
