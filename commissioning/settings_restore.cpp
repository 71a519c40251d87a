#include "commissioning/settings_restore.h"

#include "commissioning/belongings.h"
#include "station/cell_text.h"
#include "station/row_table.h"
#include "text/text.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace firstlight::commissioning {

namespace {

using station::RowTable;

const station::Profile& profile_of(const DeviceSettings& device, const station::ProfileSet& profiles) {
    return profiles.at(device.profile);
}

/// What shows of a secret beside it is kept, but never written.
Cells as_planned(const RowTable& table, Cells cells) {
    std::erase_if(cells, [&](const auto& cell) {
        const auto* column = table.find(cell.first);
        return column && !station::is_given(*column);
    });
    return cells;
}

/// The station's rows with the chosen ones put in their places, added behind, or taken out.
PlannedTable table_with(const std::vector<const KeptDifference*>& chosen, const DeviceSettings& device,
                        const RowTable& table) {
    std::map<std::string, const Cells*> wanted;
    for (const auto* difference : chosen) wanted[difference->row] = &difference->cells;
    PlannedTable planned{device.name, table.name, {}, {}, 0};
    const auto& rows = device.find_table(table.name)->rows;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto found = wanted.find(row_name(table, rows[i], i + 1));
        if (found == wanted.end()) {
            planned.rows.push_back(as_planned(table, rows[i]));
            continue;
        }
        if (!found->second->empty()) planned.rows.push_back(as_planned(table, *found->second));
        wanted.erase(found);
    }
    for (const auto* difference : chosen)
        if (wanted.contains(difference->row)) planned.rows.push_back(as_planned(table, difference->cells));
    return planned;
}

/// Whether writing `later` needs what `first` writes.
bool needs(const PlannedSetting& later, const PlannedSetting& first, const StationSettings& present,
           const station::ProfileSet& profiles) {
    const auto device = std::ranges::find(present.devices, later.device, &DeviceSettings::name);
    const auto& conditions = profile_of(*device, profiles).at(later.point).preconditions;
    return std::ranges::find(conditions, first.point, &station::Precondition::point) != conditions.end();
}

std::vector<PlannedSetting> needed_first(const std::vector<PlannedSetting>& settings, const StationSettings& present,
                                         const station::ProfileSet& profiles) {
    std::vector<PlannedSetting> first, others;
    for (const auto& setting : settings) {
        const bool is_needed = std::ranges::any_of(
            settings, [&](const PlannedSetting& later) { return needs(later, setting, present, profiles); });
        (is_needed ? first : others).push_back(setting);
    }
    first.insert(first.end(), others.begin(), others.end());
    return first;
}

}  // namespace

Plan restore_plan(const std::vector<KeptDifference>& chosen, const StationSettings& present,
                  const station::ProfileSet& profiles) {
    Plan plan;
    plan.purpose = text::marked("restore settings");
    for (const auto& device : present.devices) {
        std::map<std::string, std::vector<const KeptDifference*>> rows;
        for (const auto& difference : chosen) {
            if (difference.device != device.name) continue;
            if (difference.row.empty())
                plan.settings.push_back({device.name, difference.name, difference.value, {}, 0});
            else
                rows[difference.name].push_back(&difference);
        }
        for (const auto& [name, differences] : rows)
            plan.tables.push_back(table_with(differences, device, *profile_of(device, profiles).find_table(name)));
    }
    plan.settings = needed_first(plan.settings, present, profiles);
    return plan;
}

StationSettings template_from(StationSettings settings, const std::string& name) {
    settings.name = name;
    settings.station.clear();
    for (auto& device : settings.devices) {
        for (auto* text : {&device.serial, &device.model, &device.firmware, &device.version}) text->clear();
        device.unread.clear();
        std::erase_if(device.settings, [](const auto& kept) { return belongs_to_one_station(kept.point); });
        std::erase_if(device.tables, [](const auto& kept) { return belongs_to_one_station(kept.table); });
    }
    std::erase_if(settings.devices,
                  [](const auto& device) { return device.settings.empty() && device.tables.empty(); });
    return settings;
}

void remember_seen(std::vector<PlannedWrite>& writes, const StationSettings& present) {
    for (auto& write : writes) {
        const auto* one = std::get_if<PointWrite>(&write.what);
        const auto device = std::ranges::find(present.devices, write.device->name(), &DeviceSettings::name);
        const auto* kept = one && device != present.devices.end() ? device->find(one->point->name) : nullptr;
        if (kept) write.seen = {{one->point, station::parse_cell(*one->point, kept->value)}};
    }
}

bool is_template_name(const std::string& name) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' || c == '-'
               || c == '_';
    };
    return !name.empty() && name.size() <= 60 && name.front() != ' ' && name.back() != ' '
           && std::ranges::all_of(name, is_plain);
}

std::filesystem::path template_file(const std::filesystem::path& folder, const std::string& name) {
    return folder / (name + ".json");
}

std::vector<std::string> list_templates(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    if (!std::filesystem::is_directory(folder)) return names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto stem = entry.path().stem().u8string();
        const std::string name(stem.begin(), stem.end());
        if (entry.path().extension() == ".json" && is_template_name(name)) names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
}

void save_template(const StationSettings& settings, const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    save_settings(settings, template_file(folder, settings.name));
}

StationSettings load_template(const std::filesystem::path& folder, const std::string& name) {
    auto settings = load_settings(template_file(folder, name));
    // Called by its file, which may have been renamed.
    settings.name = name;
    return settings;
}

}  // namespace firstlight::commissioning
