#include "commissioning/write_in_order.h"

#include "station/errors.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

namespace firstlight::commissioning {

namespace {

bool is_as_seen(const PlannedWrite& write, const SeenValue& seen, const station::Reading& now) {
    if (!now.good()) return false;
    const auto* one = std::get_if<PointWrite>(&write.what);
    const bool is_there_already = one && one->point == seen.point && now.value == one->value;
    return is_there_already || now.raw == station::encode(*seen.point, seen.value);
}

station::ValueNotAccepted not_as_seen(const PlannedWrite& write, const SeenValue& seen, const station::Reading& now) {
    const auto label = text::tr(seen.point->label);
    const auto shown = [&](const std::string& value) { return text::shown_value(with_unit(*seen.point, value)); };
    const auto detail =
        now.quality == station::Quality::not_read
            ? text::trf("{} could not be read once more before it is written: {}", label, now.why)
            : text::trf("somebody else has changed {}: it was {} when it was shown, and is {} now", label,
                        shown(station::to_text(*seen.point, seen.value)),
                        now.good() ? shown(station::to_text(*seen.point, *now.value)) : station::to_text(now));
    return {station::ValueNotAccepted::Reason::precondition, write.name(), write.wanted, detail};
}

/// The first write that was decided on something that the station does not have any more, or that cannot be read.
awaitable<std::optional<WriteOutcome>> overtaken(station::Station& station, const std::vector<PlannedWrite>& writes) {
    std::map<const station::Device*, std::vector<const station::Point*>> points;
    for (const auto& write : writes)
        for (const auto& seen : write.seen) points[write.device].push_back(seen.point);
    std::map<std::pair<const station::Device*, const station::Point*>, station::Reading> now;
    for (auto& [device, wanted] : points) {
        for (auto& reading : co_await station.read(*device, wanted))
            now.insert_or_assign(std::pair(device, reading.point), std::move(reading));
    }
    for (const auto& write : writes)
        for (const auto& seen : write.seen) {
            const auto& reading = now.at({write.device, seen.point});
            if (!is_as_seen(write, seen, reading))
                co_return WriteOutcome{write, {}, std::make_exception_ptr(not_as_seen(write, seen, reading))};
        }
    co_return std::nullopt;
}

}  // namespace

awaitable<station::Change> carry_out(station::Station& station, const PlannedWrite& write,
                                     station::ChangeJournal& journal) {
    const auto& device = *write.device;
    if (const auto* table = std::get_if<TableWrite>(&write.what))
        co_return co_await station.write_table(device, *table->table, table->rows, table->generation, write.consent,
                                               journal);
    if (const auto* command = std::get_if<CommandWrite>(&write.what))
        co_return co_await station.carry_out(device, *command->command, command->arguments, write.consent, journal);
    const auto& point = std::get<PointWrite>(write.what);
    co_return co_await station.write(device, *point.point, point.value, write.consent, journal);
}

void put_conditions_first(std::vector<PlannedWrite>& writes) {
    std::vector<PlannedWrite> first, later;
    for (auto& write : writes) {
        const auto* one = std::get_if<PointWrite>(&write.what);
        const bool is_free = !one || one->point->preconditions.empty();
        (is_free ? first : later).push_back(std::move(write));
    }
    std::ranges::move(later, std::back_inserter(first));
    writes = std::move(first);
}

awaitable<std::vector<WriteOutcome>> write_in_order(station::Station& station, std::vector<PlannedWrite> writes,
                                                    OwnJournal& journal, OutcomeSink told) {
    std::vector<WriteOutcome> outcomes;
    if (auto refused = co_await overtaken(station, writes)) {
        outcomes.push_back(std::move(*refused));
        if (told) told(outcomes.back());
        co_return outcomes;
    }
    for (auto& write : writes) {
        WriteOutcome outcome{std::move(write), {}, {}};
        try {
            co_await journal.admit(outcome.write);
            outcome.change = co_await carry_out(station, outcome.write, journal);
        } catch (const station::ValueNotAccepted&) {
            outcome.error = std::current_exception();
        } catch (const station::ConsentMissing&) {
            outcome.error = std::current_exception();
        } catch (const transport::LinkError&) {
            outcome.error = std::current_exception();
        }
        outcomes.push_back(std::move(outcome));
        if (told) told(outcomes.back());
        if (!outcomes.back().done()) break;
    }
    co_return outcomes;
}

}  // namespace firstlight::commissioning
