#include "commissioning/commission.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

using station::Change;
using station::WriteResult;

/// The journal of one visit: the blocking store runs beside the I/O thread.
class VisitJournal final : public station::ChangeJournal {
  public:
    VisitJournal(transport::Runtime& runtime, VisitStore& store, std::string visit_id)
        : runtime_(runtime), store_(store), visit_id_(std::move(visit_id)) {}

    awaitable<std::int64_t> before(Change change) override {
        std::int64_t row = 0;
        std::function<void()> work = [&] { row = store_.journal_before(visit_id_, change); };
        co_await transport::run_beside(runtime_, std::move(work));
        co_return row;
    }

    awaitable<void> after(std::int64_t id, Change change) override {
        std::function<void()> work = [&] { store_.journal_after(id, change); };
        co_await transport::run_beside(runtime_, std::move(work));
    }

  private:
    transport::Runtime& runtime_;
    VisitStore& store_;
    std::string visit_id_;
};

bool is_wanted(const station::Point& point, const station::Reading& reading, const std::string& wanted) {
    if (station::to_text(point, *reading.value) == wanted) return true;
    try {
        return station::encode(point, station::parse_value(point, wanted)) == reading.raw;
    } catch (const station::ValueNotAccepted&) {
        return false;
    }
}

/// What the value read now says about a write of which nothing was known. A value that could not be read says nothing.
bool conclude(Change& change, const station::Point& point, const station::Reading& reading) {
    if (!reading.good()) return false;
    change.after = station::to_text(point, *reading.value);
    if (is_wanted(point, reading, change.wanted)) {
        change.result = WriteResult::proven;
        change.detail = text::tr("read back later: the write arrived");
    } else {
        change.result = WriteResult::not_stuck;
        const auto now = text::shown_value(change.after);
        change.detail = change.after == change.before
                            ? text::trf("read back later: the device has {}, the write did not arrive", now)
                            : text::trf("read back later: the device has {}", now);
    }
    return true;
}

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

awaitable<Reconciled> reconcile_row(station::Station& station, Change change) {
    const auto* device = device_of(change, station.discovery());
    if (!device) co_return left_unknown(std::move(change), text::tr("the device was not found"));
    const auto* point = device->profile->find(change.point);
    if (!point) co_return left_unknown(std::move(change), text::tr("the profile has no such point"));
    if (!point->readable() || point->secret)
        co_return left_unknown(std::move(change), text::tr("it cannot be read back"));
    const auto reading = co_await station.read(*device, *point);
    Reconciled row{change, false, {}};
    row.changed = conclude(row.change, *point, reading);
    if (!row.changed) {
        // Left open: the next session asks again.
        row.sentence = text::trf("{} {} = {}: could not be read back ({}).", change.device, change.point, change.wanted,
                                 reading.why);
    } else {
        row.sentence = fmt::format("{} {} = {}: {}.", change.device, change.point, change.wanted, row.change.detail);
    }
    co_return row;
}

}  // namespace

const station::Device* device_of(const Change& change, const station::Discovery& discovery) {
    const auto fits = [&](const station::Device& device) {
        return change.device_serial.empty() || device.serial.empty() || device.serial == change.device_serial;
    };
    const auto* named = discovery.find(change.device);
    if (named && fits(*named)) return named;
    if (change.device_serial.empty()) return nullptr;
    const auto moved = std::ranges::find(discovery.devices, change.device_serial, &station::Device::serial);
    return moved == discovery.devices.end() ? nullptr : &*moved;
}

std::unique_ptr<station::ChangeJournal> journal_of(transport::Runtime& runtime, VisitStore& store,
                                                   std::string visit_id) {
    return std::make_unique<VisitJournal>(runtime, store, std::move(visit_id));
}

awaitable<std::vector<std::string>> reconcile(CommissionContext context, station::Station& station,
                                              const std::string& visit_id) {
    Visit visit;
    std::function<void()> load = [&] { visit = context.store.load(visit_id); };
    co_await transport::run_beside(context.runtime, std::move(load));
    const auto journal = journal_of(context.runtime, context.store, visit_id);
    std::vector<std::string> sentences;
    for (const auto& [number, change] : visit.changes) {
        if (!is_open(change)) continue;
        auto row = co_await reconcile_row(station, change);
        if (row.changed) co_await journal->after(number, row.change);
        sentences.push_back(std::move(row.sentence));
    }
    co_return sentences;
}

}  // namespace firstlight::commissioning
