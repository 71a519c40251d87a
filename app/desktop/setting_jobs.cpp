#include "app/desktop/setting_jobs.h"

#include "commissioning/commission.h"
#include "reports/error_words.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace firstlight::app::desktop {

using transport::awaitable;

namespace {

const std::string& name_of(const SettingWrite& write) {
    return std::visit(
        [](const auto& one) -> const std::string& {
            using One = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<One, SettingWrite::OfPoint>) return one.point->name;
            if constexpr (std::is_same_v<One, SettingWrite::OfTable>) return one.table->name;
            if constexpr (std::is_same_v<One, SettingWrite::OfCommand>) return one.command->name;
        },
        write.what);
}

awaitable<station::Change> carry_out(station::Station& station, SettingWrite write, station::ChangeJournal& journal) {
    if (auto* one = std::get_if<SettingWrite::OfPoint>(&write.what))
        co_return co_await station.write(write.device, *one->point, std::move(one->value), write.consent, journal);
    if (auto* one = std::get_if<SettingWrite::OfTable>(&write.what))
        co_return co_await station.write_table(write.device, *one->table, std::move(one->rows), one->generation,
                                               write.consent, journal);
    auto& one = std::get<SettingWrite::OfCommand>(write.what);
    co_return co_await station.carry_out(write.device, *one.command, std::move(one.arguments), write.consent, journal);
}

SettingOutcome outcome_of(const SettingWrite& write, const station::Change& change) {
    using station::WriteResult;
    const WriteResult result = *change.result;
    const bool done = result == WriteResult::proven || result == WriteResult::unchanged
                      || result == WriteResult::effect_seen || result == WriteResult::sent;
    auto words = text::tr(station::to_string(result));
    if (!change.detail.empty() && !done) words += ": " + change.detail;
    return {name_of(write), write.device.name(), done, words};
}

/// What ranges refer to, and what commissioning::conflict_of looks at.
std::set<std::string> names_beside(const commissioning::SettingPage& page) {
    std::set<std::string> names{"ess_discharge_cutoff_soc",  "ess_backup_soc",  "ess_charge_cutoff_soc", "grid_status",
                                "household_breaker_current", "ai_mode_offered", "load_shedding_offered"};
    for (const auto& part : page.points)
        for (const auto& reference : station::range_references(*part.thing)) names.insert(reference);
    return names;
}

/// Numbers of the devices of the page, and of the plant.
awaitable<std::map<std::string, double>> read_beside(station::Station& station, commissioning::SettingPage page) {
    std::vector<const station::Device*> devices;
    for (const auto& part : page.points)
        if (std::ranges::find(devices, part.device) == devices.end()) devices.push_back(part.device);
    if (const auto* plant = station.discovery().find("plant")) devices.push_back(plant);
    std::map<std::string, double> numbers;
    for (const auto* device : devices) {
        std::vector<const station::Point*> points;
        for (const auto& name : names_beside(page)) {
            const auto* point = device->profile->find(name);
            if (point && point->readable() && !numbers.contains(name)) points.push_back(point);
        }
        if (points.empty()) continue;
        const auto readings = co_await station.read(*device, std::move(points));
        for (const auto& reading : readings)
            if (const auto number = reading.number()) numbers.emplace(reading.point->name, *number);
    }
    co_return numbers;
}

}  // namespace

awaitable<PageReadings> read_page(std::shared_ptr<station::LiveStation> live, commissioning::SettingPage page) {
    const auto hold = co_await live->hold();
    PageReadings readings;
    for (std::size_t at = 0; at < page.points.size();) {
        const station::Device* device = page.points[at].device;
        std::vector<const station::Point*> points;
        while (at < page.points.size() && page.points[at].device == device) points.push_back(page.points[at++].thing);
        std::vector<const station::Point*> readable;
        for (const auto* point : points)
            if (point->readable()) readable.push_back(point);
        auto read = co_await hold.station.read(*device, std::move(readable));
        auto next = read.begin();
        for (const auto* point : points) {
            if (point->readable()) {
                readings.points.push_back(std::move(*next++));
                continue;
            }
            station::Reading unread;
            unread.point = point;
            unread.why = text::tr("it can only be set");
            readings.points.push_back(std::move(unread));
        }
    }
    const bool writes = std::ranges::any_of(page.points, [](const auto& part) { return part.thing->writable(); });
    if (writes) readings.others = co_await read_beside(hold.station, page);
    for (const auto& part : page.tables)
        readings.tables.push_back(co_await hold.station.read_table(*part.device, *part.thing));
    co_return readings;
}

awaitable<std::vector<SettingOutcome>> write_settings(std::shared_ptr<station::LiveStation> live,
                                                      transport::Runtime& runtime, commissioning::VisitStore& store,
                                                      std::string visit, std::vector<SettingWrite> writes) {
    const auto hold = co_await live->hold();
    const auto journal = commissioning::journal_of(runtime, store, visit);
    std::vector<SettingOutcome> outcomes;
    for (SettingWrite& write : writes) {
        std::exception_ptr error;
        try {
            const auto change = co_await carry_out(hold.station, write, *journal);
            outcomes.push_back(outcome_of(write, change));
        } catch (const station::ValueNotAccepted&) {
            error = std::current_exception();
        } catch (const transport::LinkError&) {
            error = std::current_exception();
        }
        if (error)
            outcomes.push_back({name_of(write), write.device.name(), false, reports::describe(error).explanation});
        if (!outcomes.back().done) break;
    }
    co_return outcomes;
}

}  // namespace firstlight::app::desktop
