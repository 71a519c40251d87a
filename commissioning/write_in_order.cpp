#include "commissioning/write_in_order.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace firstlight::commissioning {

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
