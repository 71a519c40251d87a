#include "commissioning/commission.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

// What became of writes whose row of the journal was left open.
namespace firstlight::commissioning {

namespace {

using station::Change;
using station::Device;
using station::WriteResult;

bool is_open(const Change& change) {
    return !change.result || change.result == WriteResult::unknown;
}

/// A row without any outcome that cannot be read back becomes "unknown", once.
struct Reconciled {
    Change change;
    bool changed = false;
    std::string sentence;
};

Reconciled left_unknown(Change change, const std::string& why) {
    Reconciled row{std::move(change), false, {}};
    row.sentence = text::trf("{} {} = {}: it is not known whether the write arrived ({}). Look at the device.",
                             row.change.device, row.change.point, row.change.wanted, why);
    if (row.change.result) return row;
    row.change.result = WriteResult::unknown;
    row.change.detail = why;
    row.changed = true;
    return row;
}

/// Left open: the next session asks again.
Reconciled left_open(Change change, const std::string& why) {
    Reconciled row{std::move(change), false, {}};
    row.sentence = text::trf("{} {} = {}: could not be read back ({}).", row.change.device, row.change.point,
                             row.change.wanted, why);
    return row;
}

Reconciled settled(Change change) {
    Reconciled row{std::move(change), true, {}};
    row.sentence =
        fmt::format("{} {} = {}: {}.", row.change.device, row.change.point, row.change.wanted, row.change.detail);
    return row;
}

/// What the station has now says about a write of which nothing was known.
Reconciled concluded(Change change, std::string now, bool is_wanted) {
    change.after = std::move(now);
    change.result = is_wanted ? WriteResult::proven : WriteResult::not_stuck;
    const auto shown = text::shown_value(change.after);
    change.detail = is_wanted ? text::tr("read back later: the write arrived")
                    : change.after == change.before
                        ? text::trf("read back later: the device has {}, the write did not arrive", shown)
                        : text::trf("read back later: the device has {}", shown);
    return settled(std::move(change));
}

bool is_wanted(const station::Point& point, const station::Reading& reading, const std::string& wanted) {
    if (station::to_text(point, *reading.value) == wanted) return true;
    try {
        return station::encode(point, station::parse_value(point, wanted)) == reading.raw;
    } catch (const station::ValueNotAccepted&) {
        return false;
    }
}

awaitable<Reconciled> reconcile_point(station::Station& station, const Device& device, const station::Point& point,
                                      Change change) {
    if (!point.readable() || point.secret)
        co_return left_unknown(std::move(change), text::tr("it cannot be read back"));
    const auto reading = co_await station.read(device, point);
    if (!reading.good()) co_return left_open(std::move(change), reading.why);
    const bool arrived = is_wanted(point, reading, change.wanted);
    co_return concluded(std::move(change), station::to_text(point, *reading.value), arrived);
}

/// A table is written as a whole: it has the wanted rows, or what was staged is not in force. Rows that look as wanted
/// prove no secret in them.
awaitable<Reconciled> reconcile_table(station::Station& station, const Device& device, const station::RowTable& table,
                                      Change change) {
    const auto reading = co_await station.read_table(device, table);
    if (!reading.good()) co_return left_open(std::move(change), reading.why);
    auto now = station::to_text(table, reading.rows);
    const bool arrived = now == change.wanted;
    if (arrived && table.has_secrets())
        co_return left_unknown(std::move(change),
                               text::tr("its rows are as wanted, a secret in them cannot be read back"));
    co_return concluded(std::move(change), std::move(now), arrived);
}

/// The device repeats the number of the last command with what became of it.
awaitable<Reconciled> reconcile_command(station::Station& station, const Device& device,
                                        const station::Command& command, Change change) {
    Change looked_up = co_await station.look_up(device, command, change);
    if (looked_up.result == WriteResult::unknown) co_return left_unknown(std::move(change), looked_up.detail);
    looked_up.detail =
        text::trf("looked up later: {}; {}", text::tr(station::to_string(*looked_up.result)), looked_up.detail);
    co_return settled(std::move(looked_up));
}

awaitable<Reconciled> reconcile_row(station::Station& station, Change change) {
    const auto* device = device_of(change, station.discovery());
    if (!device) co_return left_unknown(std::move(change), text::tr("the device was not found"));
    const auto& profile = *device->profile;
    if (const auto* point = profile.find(change.point))
        co_return co_await reconcile_point(station, *device, *point, std::move(change));
    if (const auto* table = profile.find_table(change.point))
        co_return co_await reconcile_table(station, *device, *table, std::move(change));
    if (const auto* command = profile.find_command(change.point))
        co_return co_await reconcile_command(station, *device, *command, std::move(change));
    co_return left_unknown(std::move(change), text::tr("the profile has no such point"));
}

/// Whether it is known what the device made of this write.
bool reached_device(const Change& change) {
    return !is_open(change) && change.result != WriteResult::refused && change.result != WriteResult::not_sent;
}

/// Whether the same was set again later: what the device has now tells of that write.
bool is_overtaken(const Visit& visit, std::int64_t number, const Change& change) {
    return std::ranges::any_of(visit.changes, [&](const auto& row) {
        const auto& [other, later] = row;
        return other > number && later.device == change.device && later.point == change.point && reached_device(later);
    });
}

}  // namespace

awaitable<std::vector<std::string>> reconcile(CommissionContext context, station::Station& station,
                                              const std::string& visit_id) {
    Visit visit;
    std::function<void()> load = [&] { visit = context.store.load(visit_id); };
    co_await transport::run_beside(context.runtime, std::move(load));
    const auto journal = journal_of(context.runtime, context.store, visit_id);
    std::vector<std::string> sentences;
    for (const auto& [number, change] : visit.changes) {
        if (!is_open(change)) continue;
        const bool overtaken = is_overtaken(visit, number, change);
        if (overtaken && change.result) continue;
        auto row = overtaken ? left_unknown(change, text::tr("it was set again later"))
                             : co_await reconcile_row(station, change);
        if (row.changed) co_await journal->after(number, row.change);
        sentences.push_back(std::move(row.sentence));
    }
    co_return sentences;
}

}  // namespace firstlight::commissioning
