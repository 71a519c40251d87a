#include "commissioning/setting_writer.h"

#include "commissioning/hard_export.h"
#include "commissioning/records.h"
#include "commissioning/write_in_order.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

using station::Change;
using station::WriteResult;

/// Of a point with its unit; rows and arguments say theirs.
std::string with_unit_of(const PlannedWrite& write, const std::string& text) {
    const auto* point = std::get_if<PointWrite>(&write.what);
    return point ? with_unit(*point->point, text) : text;
}

/// "5.000 kW"; what stands for a value that could not be read has no unit.
std::string measured_of(const PlannedWrite& write, const Change& change) {
    const bool is_value = write.can_be_read_back() && change.result != WriteResult::unknown && !change.after.empty();
    return is_value ? with_unit_of(write, change.after) : change.after;
}

CheckResult result_of(const PlannedWrite& write) {
    CheckResult result;
    result.id = "settings";
    result.title = text::marked("Planned settings");
    result.subject = fmt::format("{} {}", write.device->name(), text::tr(write.label()));
    result.expected = with_unit_of(write, write.wanted);
    result.at = std::chrono::system_clock::now();
    return result;
}

CheckResult result_of(const PlannedWrite& write, const Change& change) {
    auto result = result_of(write);
    result.measured = measured_of(write, change);
    result.reason = change.detail;
    result.verdict = station::succeeded(*change.result) ? Verdict::pass : Verdict::fail;
    if (change.result == WriteResult::sent) {
        result.verdict = Verdict::not_tested;
        result.reason = text::tr("The device accepted the command; its effect cannot be read. Look at the device.");
    }
    if (change.result == WriteResult::unknown) result.verdict = Verdict::not_tested;
    if (!change.after.empty()) {
        result.evidence.push_back({change.device, change.point, write.label(), result.measured, change.at});
    }
    return result;
}

/// Which secret was written last is not known: the journal has no secrets.
bool carries_a_secret(const PlannedWrite& write) {
    if (const auto* one = std::get_if<PointWrite>(&write.what)) return one->point->secret;
    const auto* table = std::get_if<TableWrite>(&write.what);
    return table && std::ranges::any_of(table->rows, [&](const auto& row) {
               return station::sets_a_secret(*table->table, row);
           });
}

}  // namespace

void SettingWriter::tell(Step::Kind kind, std::string text) const {
    if (steps_) steps_({kind, "write", std::move(text), {}});
}

/// The last row of the journal about this device and point.
const Change* SettingWriter::last_change(const PlannedWrite& write) const {
    const Change* last = nullptr;
    for (const auto& [number, change] : visit_.changes) {
        const bool same_device = change.device_serial.empty() ? change.device == write.device->name()
                                                              : change.device_serial == write.device->serial;
        if (same_device && change.point == write.name()) last = &change;
    }
    return last;
}

/// Why a write of the plan need not, or must not, be made again; nothing when it is to be made.
std::optional<Change> SettingWriter::already_settled(const PlannedWrite& write) const {
    const auto* last = last_change(write);
    const auto* command = std::get_if<CommandWrite>(&write.what);
    const bool is_same = last && (last->wanted == write.wanted || (command && command->of_this_moment));
    if (!is_same || !last->result) return std::nullopt;
    if (station::succeeded(*last->result) && carries_a_secret(write)) return std::nullopt;
    if (station::succeeded(*last->result)) return *last;
    // A command whose answer was lost and that cannot be read back is never blindly sent again.
    if (*last->result == WriteResult::unknown && !write.can_be_read_back()) return *last;
    return std::nullopt;
}

awaitable<void> SettingWriter::save(CheckResult result) {
    std::function<void()> work = [&] { context_.store.save_check(visit_.id, result); };
    co_await transport::run_beside(context_.runtime, std::move(work));
}

awaitable<bool> SettingWriter::write_one(const PlannedWrite& write, station::ChangeJournal& journal) {
    const auto what = fmt::format("{}: {} = {}", station::name_for_people(write.device->name()),
                                  text::tr(write.label()), text::shown_value(write.wanted));
    auto change = already_settled(write);
    std::string refused;
    if (!change) {
        tell(Step::Kind::begins, what);
        try {
            change = co_await carry_out(station_, write, journal);
            wrote_ = wrote_ || change->result == WriteResult::proven;
        } catch (const station::ValueNotAccepted& error) {
            refused = error.detail();
        }
    }
    auto result = change ? result_of(write, *change) : result_of(write);
    if (!change) {
        result.verdict = Verdict::fail;
        result.reason = refused;
    }
    const bool done = change && station::succeeded(*change->result);
    const auto outcome = text::tr(change ? station::to_string(*change->result) : text::marked("not accepted"));
    tell(done ? Step::Kind::done : Step::Kind::failed,
         fmt::format("{}: {}{}{}", what, outcome, result.reason.empty() ? "" : ", ", result.reason));
    co_await save(std::move(result));
    co_return done;
}

awaitable<void> SettingWriter::reload() {
    std::function<void()> work = [&] {
        auto stored = context_.store.load(visit_.id);
        visit_.changes = std::move(stored.changes);
        visit_.checks = std::move(stored.checks);
        visit_.confirmations = std::move(stored.confirmations);
    };
    co_await transport::run_beside(context_.runtime, std::move(work));
}

awaitable<void> SettingWriter::write(std::vector<PlannedWrite> writes) {
    // Results of an earlier run give way; what the journal has settled is told again.
    std::function<void()> make_room = [&] { context_.store.save_checks(visit_.id, "settings", {}); };
    co_await transport::run_beside(context_.runtime, std::move(make_room));
    co_await write_each(std::move(writes));
}

awaitable<void> SettingWriter::write_after_checks(std::vector<PlannedWrite> writes) {
    if (writes.empty()) co_return;
    co_await reload();
    const auto reason = why_no_meter_proof(visit_);
    if (!reason) {
        co_await write_each(std::move(writes));
        co_return;
    }
    tell(Step::Kind::failed, *reason);
    co_await keep_unwritten(writes, *reason);
}

awaitable<void> SettingWriter::write_each(std::vector<PlannedWrite> writes) {
    const auto journal = journal_of(context_.runtime, context_.store, visit_.id);
    std::size_t done = 0;
    while (done < writes.size() && co_await write_one(writes[done], *journal)) ++done;
    all_done_ = all_done_ && done == writes.size();
    co_await leave_out(std::span(writes).subspan(std::min(done + 1, writes.size())));
    co_await reload();
}

awaitable<void> SettingWriter::leave_out(std::span<const PlannedWrite> writes) {
    co_await keep_unwritten(writes, text::tr("Not written, because an earlier setting of the plan failed."));
}

awaitable<void> SettingWriter::keep_unwritten(std::span<const PlannedWrite> writes, std::string reason) {
    for (const auto& write : writes) {
        auto result = result_of(write);
        result.reason = reason;
        co_await save(std::move(result));
    }
}

}  // namespace firstlight::commissioning
