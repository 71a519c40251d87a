#include "commissioning/own_journal.h"

#include "commissioning/commission.h"
#include "commissioning/hard_export.h"
#include "commissioning/new_visit.h"
#include "commissioning/records.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace firstlight::commissioning {

std::string open_visit(VisitStore& store, const KeepingVisit& keeping, const station::Discovery& found) {
    Visit visit;
    if (!keeping.id.empty()) visit = store.load(keeping.id);
    const bool is_new = keeping.id.empty() || visit.closed.has_value();
    if (is_new) visit = Visit{};
    const auto identity = identify(visit, found, {});
    if (!identity.proven) throw StationUnconfirmed(visit.id, found.anchor_serial);
    if (is_new) visit = begin_visit(store, keeping.purpose, keeping.program_version, keeping.installer);
    if (identity.adopt) {
        visit.anchor_serial = found.anchor_serial;
        store.save_header(visit);
    }
    if (visit.devices.empty()) store.save_devices(visit.id, records_of(found.devices), sentences_of(found.findings));
    return visit.id;
}

OwnJournal::OwnJournal(transport::Runtime& runtime, VisitStore& store, station::Discovery found, KeepingVisit keeping)
    : runtime_(runtime), store_(store), found_(std::move(found)), keeping_(std::move(keeping)) {}

transport::awaitable<void> OwnJournal::admit(const PlannedWrite& write) {
    if (!needs_meter_proof(write)) co_return;
    Visit visit;
    const auto& id = visit_.empty() ? keeping_.id : visit_;
    std::function<void()> load = [&] {
        if (!id.empty()) visit = store_.load(id);
    };
    co_await transport::run_beside(runtime_, std::move(load));
    if (visit.closed) visit = Visit{};  // another one begins, which has proven nothing yet
    if (const auto reason = why_no_meter_proof(visit))
        throw station::ValueNotAccepted(station::ValueNotAccepted::Reason::precondition, write.name(), write.wanted,
                                        *reason);
}

transport::awaitable<std::int64_t> OwnJournal::before(station::Change change) {
    if (!inner_) {
        std::function<void()> open = [this] { visit_ = open_visit(store_, keeping_, found_); };
        co_await transport::run_beside(runtime_, std::move(open));
        inner_ = journal_of(runtime_, store_, visit_);
        if (keeping_.opened) keeping_.opened(visit_);
    }
    co_return co_await inner_->before(std::move(change));
}

transport::awaitable<void> OwnJournal::after(std::int64_t row, station::Change change) {
    co_await inner_->after(row, std::move(change));
}

void OwnJournal::close() {
    if (visit_.empty() || visit_ == keeping_.id) return;
    auto visit = store_.load(visit_);
    const bool all_known = std::ranges::all_of(visit.changes, [](const auto& row) {
        return row.second.result && *row.second.result != station::WriteResult::unknown;
    });
    if (!all_known) return;
    visit.closed = std::chrono::system_clock::now();
    store_.save_header(visit);
}

}  // namespace firstlight::commissioning
