#include "commissioning/plan_lines.h"

#include "commissioning/plan_target.h"
#include "station/value.h"
#include "text/text.h"

namespace firstlight::commissioning {

namespace {

using station::Device;

std::string wanted_of(const station::Point* point, const PlannedSetting& setting) {
    if (!setting.secret.empty()) return text::trf("from the secret store: {}", setting.secret);
    if (!point) return setting.value;
    return point->secret ? text::tr("changed") : station::shown(*point, setting.value);
}

/// Cells in the order of the columns; what is secret is left out, or named by its entry.
std::string shown_cells(const std::vector<station::Point>& columns, const Cells& cells, const Cells& secrets = {}) {
    std::string words;
    const auto add = [&](const station::Point& column, const std::string& value) {
        words += (words.empty() ? "" : ", ") + text::tr(column.label) + " " + value;
    };
    for (const auto& column : columns) {
        const auto cell = cells.find(column.name);
        if (cell != cells.end() && !column.secret) add(column, station::shown(column, cell->second));
        if (const auto entry = secrets.find(column.name); entry != secrets.end())
            add(column, text::trf("from the secret store: {}", entry->second));
    }
    return words;
}

std::string wanted_of(const station::RowTable* table, const PlannedTable& planned) {
    auto words = planned.rows.empty() ? text::tr("no rows")
                                      : text::trf_n("{} row", "{} rows", static_cast<long long>(planned.rows.size()));
    if (!table) return words;
    for (std::size_t i = 0; i < planned.rows.size(); ++i)
        words +=
            "\n"
            + shown_cells(table->columns, planned.rows[i], i < planned.secrets.size() ? planned.secrets[i] : Cells());
    return words;
}

std::string wanted_of(const station::Command* command, const PlannedCommand& planned) {
    if (!command || planned.arguments.empty()) return text::tr("is carried out");
    return shown_cells(command->arguments, planned.arguments);
}

/// One line for each device that the item means, or one that says that there is none.
template <class Item, class Find>
void add(std::vector<PlanLine>& lines, const Plan& plan, const Item& item, const std::string& name,
         const station::Discovery* found, const Find& find) {
    std::vector<const Device*> devices;
    if (found) devices = find_devices(PlanTarget(plan, item), *found);
    if (devices.empty()) devices.push_back(nullptr);
    for (const auto* device : devices) {
        const auto* thing = device ? find(*device->profile) : nullptr;
        PlanLine line{device, item.device, name, thing ? text::tr(thing->label) : name, wanted_of(thing, item)};
        if (thing) line.risk = thing->risk;
        lines.push_back(std::move(line));
    }
}

}  // namespace

std::vector<PlanLine> lines_of(const Plan& plan, const station::Discovery* found) {
    std::vector<PlanLine> lines;
    for (const auto& one : plan.settings)
        add(lines, plan, one, one.point, found,
            [&](const station::Profile& profile) { return profile.find(one.point); });
    for (auto& line : lines) line.is_point = true;
    for (const auto& one : plan.tables)
        add(lines, plan, one, one.table, found,
            [&](const station::Profile& profile) { return profile.find_table(one.table); });
    for (const auto& one : plan.commands)
        add(lines, plan, one, one.command, found,
            [&](const station::Profile& profile) { return profile.find_command(one.command); });
    return lines;
}

}  // namespace firstlight::commissioning
