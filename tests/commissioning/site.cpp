#include "tests/commissioning/site.h"

#include <algorithm>

namespace firstlight::tests {

using commissioning::CheckResult;
using commissioning::PlannedSetting;
using commissioning::Visit;
using commissioning::VisitStore;

namespace {

struct Killed {};

void put_text(ScriptedUnit& unit, const station::Device& device, const std::string& point, const std::string& text) {
    if (point.empty()) return;
    const auto& row = device.profile->at(point);
    unit.put(row.address, station::encode(row, text));
}

}  // namespace

std::map<std::uint8_t, ScriptedUnit> units_of(const House& house) {
    std::map<std::uint8_t, ScriptedUnit> units;
    for (const auto& read : house.snapshot.devices) {
        auto& unit = units[read.device.unit];
        for (const auto& point : read.device.profile->points) unit.put(point.address, formats::Words(point.count, 0));
        for (const auto& reading : read.readings) {
            if (reading.good()) unit.put(reading.point->address, station::encode(*reading.point, *reading.value));
        }
        const auto& profile = *read.device.profile;
        const auto& device = *house.discovery.find(read.device.name());
        put_text(unit, device, profile.model_point, "SigenStor EC 12.0 TP");
        put_text(unit, device, profile.serial_point, device.serial);
        put_text(unit, device, profile.firmware_point, device.firmware);
    }
    return units;
}

Site::Site(const std::filesystem::path& parent) : folder_(parent) {
    house.set("plant", "ess_rated_charge_power", 10);
    restart_with(house);
}

Visit Site::run(const commissioning::Plan& plan, const std::string& continued) {
    steps.clear();
    transport::Runtime runtime;
    const auto store = VisitStore::open(file());
    const auto& rules = choose_rule_set(shipped_rule_sets(), "generic", "");
    commissioning::CommissionContext context{runtime, link, shipped_profiles(), *store, rules, "0.1.0"};
    context.second_look = {};
    return runtime.run(
        commission(context, plan, continued, [this](const commissioning::Step& step) { steps.push_back(step); }));
}

std::vector<commissioning::VisitHeader> Site::visits() {
    return VisitStore::open(file())->list();
}

Visit Site::stored(const std::string& id) {
    return VisitStore::open(file())->load(id);
}

commissioning::Plan plan_with(std::vector<PlannedSetting> settings) {
    commissioning::Plan plan;
    plan.site.customer = "Ada";
    plan.people = {{"Bo", "Solar", "installer", "", "", ""}};
    plan.settings = std::move(settings);
    return plan;
}

const std::vector<PlannedSetting> three_settings = {
    {"plant", "remote_ems_enable", "enabled", "", 1},
    {"plant", "remote_ems_mode", "standby", "", 2},
    {"plant", "ess_max_charge_power", "5", "", 3},
};

const CheckResult* find_check(const Visit& visit, const std::string& id, const std::string& subject) {
    const auto found = std::ranges::find_if(
        visit.checks, [&](const CheckResult& check) { return check.id == id && check.subject == subject; });
    return found == visit.checks.end() ? nullptr : &*found;
}

}  // namespace firstlight::tests
