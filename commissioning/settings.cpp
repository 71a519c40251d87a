#include "commissioning/settings.h"

#include "commissioning/plan_target.h"
#include "commissioning/planned_rows.h"
#include "commissioning/row_rules.h"
#include "commissioning/setting_rules.h"
#include "station/applicability.h"
#include "station/consent.h"
#include "text/text.h"

#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

using station::Device;
using station::Point;
using station::ValueNotAccepted;

std::optional<double> number_from(const station::Snapshot& snapshot, const Device& device, const std::string& point) {
    for (const auto& name : {device.name(), std::string("plant")}) {
        const auto* readings = snapshot.find(name);
        if (!readings) continue;
        if (const auto value = readings->number(point)) return value;
    }
    return std::nullopt;
}

/// Refused before the first write, as it stands in the plan.
void refuse(const PlannedWrite& write, ValueNotAccepted::Reason reason, const std::string& place,
            const std::string& why) {
    throw ValueNotAccepted(reason, place, write.wanted, why);
}

/// With the consent that the plan gives. Throws station::ConsentMissing when its risk demands more.
PlannedWrite agreed(const PlanTarget& target, PlannedWrite write) {
    write.consent = consent_of(target, *write.device);
    station::demand_consent(*write.device, write.name(), write.risk(), write.consent);
    return write;
}

PlannedWrite prepare(const PlanTarget& target, const PlannedSetting& setting, const Device& device,
                     const station::Snapshot& snapshot, const Secrets& secrets) {
    const auto* point = device.profile->find(setting.point);
    if (!point) fail(target, text::trf("{} has no point \"{}\"", device.name(), setting.point));
    if (!point->writable()) {
        throw ValueNotAccepted(ValueNotAccepted::Reason::not_writable, point->name,
                               station::shown(*point, setting.value), text::tr("this point can only be read"));
    }
    if (!station::applies(*point, device)) {
        refuse_as_not_offered(device, point->name, station::shown(*point, setting.value),
                              station::not_asked(*point, device).why);
    }
    auto value = station::parse_value(*point, value_of(target.plan, setting, *point, secrets));
    station::encode(*point, value);
    const station::PointLookup lookup = [&](const std::string& name) { return number_from(snapshot, device, name); };
    station::check_range(*point, value, station::resolve_range(*point, lookup));
    return agreed(target, planned_write(device, *point, std::move(value)));
}

PlannedWrite prepare(const PlanTarget& target, const PlannedTable& planned, const Device& device,
                     const LiveTables& tables, const Secrets& secrets) {
    const auto* table = device.profile->find_table(planned.table);
    if (!table) fail(target, text::trf("{} has no table \"{}\"", device.name(), planned.table));
    const auto count = text::trf_n("{} row", "{} rows", static_cast<long long>(planned.rows.size()));
    if (table->log) {
        throw ValueNotAccepted(ValueNotAccepted::Reason::not_writable, table->name, count,
                               text::tr("this table is the station's own record"));
    }
    if (!station::applies(*table, device))
        refuse_as_not_offered(device, table->name, count, station::why_not_applicable(table->since, device));
    const auto live = tables.find({device.name(), table->name});
    if (live == tables.end() || !live->second.good()) {
        throw ValueNotAccepted(ValueNotAccepted::Reason::precondition, table->name, count,
                               text::trf("the table could not be read: {}",
                                         live == tables.end() ? text::tr("it was not asked for") : live->second.why));
    }
    auto rows = complete_rows(*table, planned.rows, live->second.rows, secret_cells_of(planned, secrets));
    TableWrite write{table, std::move(rows), live->second.generation};
    return agreed(target, planned_write(device, std::move(write)));
}

PlannedWrite prepare(const PlanTarget& target, const PlannedCommand& planned, const Device& device) {
    const auto* command = device.profile->find_command(planned.command);
    if (!command) fail(target, text::trf("{} has no command \"{}\"", device.name(), planned.command));
    if (!station::applies(*command, device))
        refuse_as_not_offered(device, command->name, {}, station::why_not_applicable(command->since, device));
    CommandWrite write{command, arguments_of(*command, planned.arguments),
                       names_this_moment(*command, planned.arguments)};
    return agreed(target, planned_write(device, std::move(write)));
}

/// A table is written as a whole, so once.
void refuse_if_planned_twice(const Plan& plan, const PlannedTable& planned, const std::vector<PlannedWrite>& writes,
                             const Device& device) {
    for (const auto& write : writes) {
        const auto* table = std::get_if<TableWrite>(&write.what);
        if (table && write.device == &device && table->table->name == planned.table)
            fail(PlanTarget(plan, planned), text::trf("{} of {} is planned twice", planned.table, device.name()));
    }
}

template <class Use>
decltype(auto) visit_shape(const PlannedWrite& write, const Use& use) {
    if (const auto* table = std::get_if<TableWrite>(&write.what)) return use(*table->table);
    if (const auto* command = std::get_if<CommandWrite>(&write.what)) return use(*command->command);
    return use(*std::get<PointWrite>(write.what).point);
}

/// Values as they will stand after the plan: of the device itself, else of the plant.
std::optional<station::Value> planned_value(const std::vector<PlannedWrite>& writes, const station::Snapshot& snapshot,
                                            const Device& device, const std::string& name) {
    for (const std::string& of : {device.name(), std::string("plant")}) {
        for (const auto& write : writes) {
            const auto* one = std::get_if<PointWrite>(&write.what);
            if (one && one->point->name == name && write.device->name() == of) return one->value;
        }
        const auto* known = snapshot.find(of);
        if (const auto* reading = known ? known->find(name) : nullptr) return value_beside(*reading);
    }
    return std::nullopt;
}

/// What single values and rows cannot show: how they stand beside each other.
void refuse_conflicts(const std::vector<PlannedWrite>& writes, const station::Discovery& discovery,
                      const station::Snapshot& snapshot) {
    using Reason = ValueNotAccepted::Reason;
    const OtherValues others = [&](const Device& device, const std::string& name) {
        return planned_value(writes, snapshot, device, name);
    };
    for (const auto& write : writes) {
        if (const auto* one = std::get_if<PointWrite>(&write.what))
            if (const auto conflict = conflict_of(*write.device, *one->point, one->value, others, discovery))
                refuse(write, conflict->reason, one->point->name, conflict->words);
        if (const auto* one = std::get_if<CommandWrite>(&write.what))
            if (const auto conflict = conflict_of(*one->command, one->arguments, discovery))
                refuse(write, Reason::precondition, one->command->name, *conflict);
        if (const auto* one = std::get_if<TableWrite>(&write.what))
            for (const auto& problem : problems_of(*one->table, one->rows, numbers_beside(others, *write.device)))
                if (problem.refused)
                    refuse(write, Reason::not_a_value,
                           station::place(*one->table, problem.row + 1, *one->table->find(problem.column)),
                           problem.words);
    }
}

}  // namespace

const std::string& PlannedWrite::name() const {
    return visit_shape(*this, [](const auto& shape) -> const std::string& { return shape.name; });
}

const std::string& PlannedWrite::label() const {
    return visit_shape(*this, [](const auto& shape) -> const std::string& { return shape.label; });
}

station::RiskClass PlannedWrite::risk() const {
    return visit_shape(*this, [](const auto& shape) { return shape.risk; });
}

bool PlannedWrite::can_be_read_back() const {
    if (const auto* write = std::get_if<PointWrite>(&what)) return write->point->readable();
    return std::holds_alternative<TableWrite>(what);
}

PlannedWrite planned_write(const Device& device, const Point& point, station::Value value) {
    auto wanted = point.secret ? text::marked("changed") : station::to_text(point, value);
    return {&device, PointWrite{&point, std::move(value)}, std::move(wanted), {}};
}

PlannedWrite planned_write(const Device& device, TableWrite write) {
    auto wanted = station::to_text(*write.table, write.rows);
    return {&device, std::move(write), std::move(wanted), {}};
}

PlannedWrite planned_write(const Device& device, CommandWrite write) {
    auto wanted = station::to_text(*write.command, write.arguments);
    return {&device, std::move(write), std::move(wanted), {}};
}

std::string with_unit(const Point& point, const std::string& value) {
    const bool measured = !point.secret && point.choices.empty() && point.bits.empty() && !point.epoch
                          && !point.unit.empty() && !(point.special && value == point.special->second);
    return measured ? fmt::format("{} {}", value, station::unit_for_people(point.unit)) : value;
}

transport::awaitable<LiveTables> read_planned_tables(const Plan& plan, station::Station& station) {
    LiveTables tables;
    for (const auto& planned : plan.tables) {
        for (const auto* device : find_devices(PlanTarget(plan, planned), station.discovery())) {
            const auto* table = device->profile->find_table(planned.table);
            if (!table) continue;
            auto reading = co_await station.read_table(*device, *table);
            tables.insert_or_assign({device->name(), table->name}, std::move(reading));
        }
    }
    co_return tables;
}

std::vector<PlannedWrite> prepare_writes(const Plan& plan, const station::Discovery& discovery,
                                         const station::Snapshot& snapshot, const LiveTables& tables,
                                         const Secrets& secrets) {
    std::vector<PlannedWrite> writes;
    for (const auto& setting : plan.settings) {
        const PlanTarget target(plan, setting);
        for (const auto* device : devices_of(target, discovery))
            writes.push_back(prepare(target, setting, *device, snapshot, secrets));
    }
    for (const auto& planned : plan.tables) {
        const PlanTarget target(plan, planned);
        for (const auto* device : devices_of(target, discovery)) {
            refuse_if_planned_twice(plan, planned, writes, *device);
            writes.push_back(prepare(target, planned, *device, tables, secrets));
        }
    }
    for (const auto& planned : plan.commands) {
        const PlanTarget target(plan, planned);
        for (const auto* device : devices_of(target, discovery)) writes.push_back(prepare(target, planned, *device));
    }
    refuse_conflicts(writes, discovery, snapshot);
    return writes;
}

}  // namespace firstlight::commissioning
