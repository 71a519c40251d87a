#include "app/desktop/setting_jobs.h"

#include "commissioning/identity.h"
#include "commissioning/rating_rules.h"
#include "station/preconditions.h"
#include "store/database.h"
#include "text/text.h"

#include <algorithm>

namespace firstlight::app::desktop {

using transport::awaitable;

namespace {

/// Points to read, each once, device by device.
using Wanted = std::map<const station::Device*, std::vector<const station::Point*>>;

void want(Wanted& wanted, const station::Device& device, const station::Point& point) {
    auto& points = wanted[&device];
    if (point.readable() && std::ranges::find(points, &point) == points.end()) points.push_back(&point);
}

/// What decides over a setting: bounds of its range, its conditions, settings it must fit to.
void want_beside(Wanted& wanted, const station::Device& device, const station::Point& point,
                 const station::Discovery& found) {
    auto beside = commissioning::points_beside(device, point, found);
    for (const auto& name : station::range_references(point)) beside.push_back(station::locate(name, device, found));
    for (const auto& condition : point.preconditions) beside.push_back(station::locate(condition.point, device, found));
    for (const auto& [where, other] : beside)
        if (other && station::applies(*other, *where)) want(wanted, *where, *other);
}

/// What the grid has beside the limits: of the first inverter that tells it.
void want_grid(Wanted& wanted, const station::Discovery& found) {
    const auto* plant = found.find("plant");
    if (const auto* status = plant ? plant->profile->find("grid_status") : nullptr) want(wanted, *plant, *status);
    const auto inverters = found.of("inverter");
    if (inverters.empty()) return;
    for (const auto* name : {"output_type", "phase_a_voltage", "phase_b_voltage", "phase_c_voltage", "grid_frequency"})
        if (const auto* point = inverters.front()->profile->find(name)) want(wanted, *inverters.front(), *point);
}

}  // namespace

awaitable<station::LiveStation::Hold> hold_same(std::shared_ptr<station::LiveStation> live, Found found) {
    if (!live) throw commissioning::StationChanged(found->anchor_serial, std::nullopt);
    auto hold = co_await live->hold();
    const auto& now = hold.station.discovery();
    const bool is_same = now.anchor_serial == found->anchor_serial && now.devices.size() == found->devices.size();
    if (!is_same) throw commissioning::StationChanged(found->anchor_serial, now.anchor_serial);
    co_return hold;
}

station::Reading PageReadings::of(const station::Device& device, const station::Point& point) const {
    const auto found = points.find({device.name(), point.name});
    if (found != points.end()) return found->second;
    station::Reading unread;
    unread.point = &point;
    unread.why = text::tr("it can only be set");
    return unread;
}

bool keep_known(PageReadings& now, const PageReadings& before) {
    bool is_complete = true;
    for (auto& [place, reading] : now.points) {
        const auto old = before.points.find(place);
        const bool was_known = old != before.points.end() && old->second.quality != station::Quality::not_read;
        if (reading.quality != station::Quality::not_read || !was_known) continue;
        reading = old->second;
        is_complete = false;
    }
    for (std::size_t i = 0; i < before.tables.size(); ++i) {
        if (now.tables[i].good() || !before.tables[i].good()) continue;
        now.tables[i] = before.tables[i];
        is_complete = false;
    }
    return is_complete;
}

void keep_written(PageReadings& readings, const commissioning::SettingPage& page,
                  const std::vector<commissioning::WriteOutcome>& outcomes) {
    for (const auto& outcome : outcomes) {
        const auto* write = std::get_if<commissioning::PointWrite>(&outcome.write.what);
        const bool is_proven = outcome.change && outcome.change->result == station::WriteResult::proven;
        if (!write || !is_proven) continue;
        const auto found = readings.points.find({outcome.write.device->name(), write->point->name});
        if (found == readings.points.end()) continue;
        found->second.value = write->value;
        found->second.quality = station::Quality::good;
    }
    for (std::size_t i = 0; i < page.rows.size(); ++i)
        readings.tables[page.tables.size() + i] = commissioning::rows_of(
            page.rows[i], [&](const station::Point& point) { return readings.of(*page.rows[i].device, point); });
}

bool concerns(const std::vector<commissioning::WriteOutcome>& outcomes, const commissioning::PointRows& rows) {
    return std::ranges::any_of(outcomes, [&](const auto& outcome) {
        const auto* write = std::get_if<commissioning::PointWrite>(&outcome.write.what);
        return write && std::ranges::any_of(rows.points, [&](const auto& row) {
                   return std::ranges::find(row, write->point) != row.end();
               });
    });
}

std::string currency_of(const PageReadings& readings, const station::Discovery& found, const std::string& otherwise) {
    const auto* plant = found.find("plant");
    const auto* point = plant ? plant->profile->find("currency") : nullptr;
    const auto reading = point ? readings.of(*plant, *point) : station::Reading{};
    return reading.good() ? station::to_text(reading) : otherwise;
}

station::PointLookup ratings_beside(const PageReadings& readings, const station::Discovery& found) {
    std::map<std::string, double> numbers;
    const auto* plant = found.find("plant");
    for (const auto& [place, reading] : readings.points)
        if (plant && place.first == plant->name() && reading.number()) numbers.emplace(place.second, *reading.number());
    return [numbers = std::move(numbers)](const std::string& point) {
        const auto number = numbers.find(point);
        return number == numbers.end() ? std::nullopt : std::optional(number->second);
    };
}

awaitable<PageReadings> read_page(std::shared_ptr<station::LiveStation> live, Found found,
                                  commissioning::SettingPage page) {
    Wanted wanted;
    for (const auto& part : page.points) {
        want(wanted, *part.device, *part.thing);
        if (part.thing->writable()) want_beside(wanted, *part.device, *part.thing, *found);
    }
    if (std::ranges::any_of(page.points, [](const auto& part) { return commissioning::is_trip_limit(*part.thing); }))
        want_grid(wanted, *found);
    for (const auto& part : page.tables)
        for (const auto& name : commissioning::ratings_of(*part.thing)) {
            const auto [where, rating] = station::locate(name, *part.device, *found);
            if (rating && station::applies(*rating, *where)) want(wanted, *where, *rating);
        }
    for (const auto& rows : page.rows)
        for (const auto& row : rows.points)
            for (const auto* point : row) want(wanted, *rows.device, *point);
    const auto hold = co_await hold_same(live, found);
    PageReadings readings;
    for (auto& [device, points] : wanted) {
        if (points.empty()) continue;
        for (auto& reading : co_await hold.station.read(*device, std::move(points)))
            readings.points.emplace(std::pair(device->name(), reading.point->name), std::move(reading));
    }
    for (const auto& part : page.tables)
        readings.tables.push_back(co_await hold.station.read_table(*part.device, *part.thing));
    for (const auto& rows : page.rows)
        readings.tables.push_back(commissioning::rows_of(
            rows, [&](const station::Point& point) { return readings.of(*rows.device, point); }));
    co_return readings;
}

commissioning::KeepingVisit keeping_visit(ui::Workspace& workspace) {
    return {workspace.visit(), "commissioning", "firstlight " FIRSTLIGHT_VERSION, workspace.preferences().installer,
            ui::Bridge::latest<std::string>(workspace.alive(),
                                            [&workspace](const std::string& visit) { go_on_in(workspace, visit); })};
}

void go_on_in(ui::Workspace& workspace, const std::string& visit) {
    if (workspace.visit() != visit) workspace.open_visit(visit);
    workspace.visit_changed();
}

awaitable<WrittenSettings> write_settings(std::shared_ptr<station::LiveStation> live, transport::Runtime& runtime,
                                          commissioning::VisitStore& store, Found found,
                                          commissioning::KeepingVisit keeping,
                                          std::vector<commissioning::PlannedWrite> writes,
                                          commissioning::OutcomeSink told) {
    const auto hold = co_await hold_same(live, found);
    commissioning::OwnJournal journal(runtime, store, *found, std::move(keeping));
    WrittenSettings written;
    const auto keep = [&](const commissioning::WriteOutcome& outcome) {
        written.outcomes.push_back(outcome);
        if (told) told(outcome);
    };
    try {
        co_await commissioning::write_in_order(hold.station, std::move(writes), journal, keep);
    } catch (const store::StoreError&) {
        if (journal.visit().empty()) throw;
        written.error = std::current_exception();
    }
    written.visit = journal.visit();
    co_return written;
}

}  // namespace firstlight::app::desktop
