#include "commissioning/planned_work.h"

#include "commissioning/plan_target.h"
#include "commissioning/planned_rows.h"
#include "station/errors.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <type_traits>

namespace firstlight::commissioning {

namespace {

using station::Change;
using station::Profile;

struct Target {
    std::string device;
    std::shared_ptr<const Profile> profile;  ///< null: not known
};

template <class Item>
std::vector<Target> targets_of(const AreaInput& input, const Item& item) {
    std::vector<Target> targets;
    if (input.found) {
        for (const auto* device : find_devices(PlanTarget(input.plan, item), *input.found))
            targets.push_back({device->name(), device->profile});
        return targets;
    }
    for (const auto& device : input.visit.devices)
        if (means(item.device, device.name))
            targets.push_back({device.name, input.profiles ? input.profiles->find(device.profile) : nullptr});
    return targets;
}

/// As the journal would write what is planned; nothing when that cannot be told without the station.
using Wanted = std::optional<std::string>;

Wanted wanted_of(const Profile& profile, const PlannedSetting& planned) {
    const auto* point = profile.find(planned.point);
    if (!point || point->secret) return std::nullopt;
    return station::to_text(*point, station::parse_value(*point, planned.value));
}

Wanted wanted_of(const Profile& profile, const PlannedTable& planned) {
    const auto* table = profile.find_table(planned.table);
    if (!table) return std::nullopt;
    return station::to_text(*table, complete_rows(*table, planned.rows, {}));
}

Wanted wanted_of(const Profile& profile, const PlannedCommand& planned) {
    const auto* command = profile.find_command(planned.command);
    if (!command || names_this_moment(*command, planned.arguments)) return std::nullopt;
    return station::to_text(*command, arguments_of(*command, planned.arguments));
}

template <class Item>
Wanted wanted_of(const Target& target, const Item& item) {
    if (!target.profile) return std::nullopt;
    try {
        return wanted_of(*target.profile, item);
    } catch (const station::ValueNotAccepted&) {
        return std::nullopt;  // a row that leaves to the station what it has
    }
}

std::optional<double> as_number(const std::string& text) {
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// "20" and "20.0" are the same, and a choice's label may be that of the planned name.
bool may_be_meant(const std::string& written, const std::string& planned) {
    const auto a = as_number(written), b = as_number(planned);
    return !a || !b || *a == *b;
}

const std::string& name_of(const PlannedSetting& item) {
    return item.point;
}
const std::string& name_of(const PlannedTable& item) {
    return item.table;
}
const std::string& name_of(const PlannedCommand& item) {
    return item.command;
}

template <class Item>
bool is_same(const Change& change, const Wanted& wanted, const Item& item) {
    if (wanted) return change.wanted == *wanted;
    if constexpr (std::is_same_v<Item, PlannedSetting>) return may_be_meant(change.wanted, item.value);
    return true;
}

PlannedWork::State state_of(const Change& change) {
    return change.result && station::succeeded(*change.result) ? PlannedWork::State::held : PlannedWork::State::open;
}

template <class Item>
PlannedWork work_of(const AreaInput& input, const Target& target, const Item& item) {
    PlannedWork work{target.device, name_of(item)};
    const Change* last = nullptr;
    for (const auto& [row, change] : input.visit.changes)
        if (change.device == target.device && change.point == work.name) last = &change;
    if (last && is_same(*last, wanted_of(target, item), item)) work.state = state_of(*last);
    return work;
}

template <class Item>
void add(std::vector<PlannedWork>& work, const AreaInput& input, const std::vector<Item>& items) {
    for (const auto& item : items) {
        auto targets = targets_of(input, item);
        if (targets.empty()) targets.push_back({item.device, nullptr});
        for (const auto& target : targets) work.push_back(work_of(input, target, item));
    }
}

}  // namespace

std::vector<PlannedWork> planned_work(const AreaInput& input) {
    std::vector<PlannedWork> work;
    add(work, input, input.plan.settings);
    add(work, input, input.plan.tables);
    add(work, input, input.plan.commands);
    return work;
}

}  // namespace firstlight::commissioning
