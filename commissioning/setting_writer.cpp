#include "commissioning/setting_writer.h"

#include "commissioning/records.h"

#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

using station::Change;
using station::WriteResult;

/// Whether a write reached what was wanted, as far as it can be known.
bool succeeded(WriteResult result) {
    return result == WriteResult::proven || result == WriteResult::unchanged || result == WriteResult::effect_seen
           || result == WriteResult::sent;
}

/// As it is printed: a choice and a special value ("none") have no unit.
std::string with_unit(const station::Point& point, const std::string& value) {
    const bool measured = !point.secret && point.choices.empty() && point.bits.empty() && !point.epoch
                          && !point.unit.empty() && !(point.special && value == point.special->second);
    return measured ? fmt::format("{} {}", value, station::unit_for_people(point.unit)) : value;
}

/// "5.000 kW"; what stands for a value that could not be read has no unit.
std::string measured_of(const station::Point& point, const Change& change) {
    const bool is_value = point.readable() && change.result != WriteResult::unknown && !change.after.empty();
    return is_value ? with_unit(point, change.after) : change.after;
}

CheckResult result_of(const PlannedWrite& write) {
    CheckResult result;
    result.id = "settings";
    result.title = "Planned settings";
    result.subject = fmt::format("{} {}", write.device->name(), write.point->label);
    result.expected = with_unit(*write.point, write.wanted);
    result.at = std::chrono::system_clock::now();
    return result;
}

CheckResult result_of(const PlannedWrite& write, const Change& change) {
    auto result = result_of(write);
    result.measured = measured_of(*write.point, change);
    result.reason = change.detail;
    result.verdict = succeeded(*change.result) ? Verdict::pass : Verdict::fail;
    if (change.result == WriteResult::sent) {
        result.verdict = Verdict::not_tested;
        result.reason = "The device accepted the command; its effect cannot be read. Look at the device.";
    }
    if (change.result == WriteResult::unknown) result.verdict = Verdict::not_tested;
    if (!change.after.empty()) {
        result.evidence.push_back({change.device, change.point, write.point->label, result.measured, change.at});
    }
    return result;
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
        if (same_device && change.point == write.point->name) last = &change;
    }
    return last;
}

/// Why a write of the plan need not, or must not, be made again; nothing when it is to be made.
std::optional<Change> SettingWriter::already_settled(const PlannedWrite& write) const {
    const auto* last = last_change(write);
    if (!last || !last->result || last->wanted != write.wanted) return std::nullopt;
    if (succeeded(*last->result)) return *last;
    // A command whose answer was lost and that cannot be read back is never blindly sent again.
    if (*last->result == WriteResult::unknown && !write.point->readable()) return *last;
    return std::nullopt;
}

awaitable<void> SettingWriter::save(CheckResult result) {
    std::function<void()> work = [&] { context_.store.save_check(visit_.id, result); };
    co_await transport::run_beside(context_.runtime, std::move(work));
}

awaitable<bool> SettingWriter::write_one(const PlannedWrite& write, station::ChangeJournal& journal) {
    const auto what = fmt::format("{}: {} = {}", write.device->name(), write.point->label, write.wanted);
    auto change = already_settled(write);
    std::string refused;
    if (!change) {
        tell(Step::Kind::begins, what);
        try {
            change = co_await station_.write(*write.device, *write.point, write.value, write.consent, journal);
        } catch (const station::ValueNotAccepted& error) {
            refused = error.detail();
        }
    }
    auto result = change ? result_of(write, *change) : result_of(write);
    if (!change) {
        result.verdict = Verdict::fail;
        result.reason = refused;
    }
    const bool done = change && succeeded(*change->result);
    const auto outcome = change ? station::to_string(*change->result) : std::string_view("not accepted");
    tell(done ? Step::Kind::done : Step::Kind::failed,
         fmt::format("{}: {}{}{}", what, outcome, result.reason.empty() ? "" : ", ", result.reason));
    co_await save(std::move(result));
    co_return done;
}

awaitable<void> SettingWriter::reload_changes() {
    std::function<void()> work = [&] { visit_.changes = context_.store.load(visit_.id).changes; };
    co_await transport::run_beside(context_.runtime, std::move(work));
}

awaitable<void> SettingWriter::write(std::vector<PlannedWrite> writes) {
    // Results of an earlier run give way; what the journal has settled is told again.
    std::function<void()> make_room = [&] { context_.store.save_checks(visit_.id, "settings", {}); };
    co_await transport::run_beside(context_.runtime, std::move(make_room));
    const auto journal = journal_of(context_.runtime, context_.store, visit_.id);
    std::size_t done = 0;
    while (done < writes.size() && co_await write_one(writes[done], *journal)) ++done;
    for (std::size_t left = done + 1; left < writes.size(); ++left) {
        auto result = result_of(writes[left]);
        result.reason = "Not written, because an earlier setting of the plan failed.";
        co_await save(std::move(result));
    }
    co_await reload_changes();
    writes.resize(done);
    written_ = std::move(writes);
}

awaitable<void> SettingWriter::look_again() {
    for (const auto& write : written_) co_await look_again_at(write);
}

awaitable<void> SettingWriter::look_again_at(const PlannedWrite& write) {
    if (!write.point->readable() || write.point->secret) co_return;
    const auto reading = co_await station_.read(*write.device, *write.point);
    keep_reading(*write.device, reading);
    if (reading.good() && station::to_text(*write.point, *reading.value) == write.wanted) co_return;
    auto result = result_of(write);
    result.measured = station::to_text(reading);
    result.verdict = reading.good() ? Verdict::fail : Verdict::not_tested;
    result.reason = reading.good()
                        ? fmt::format(
                              "The value held at first, later the station had {} again: an installer or "
                              "network-operator value may override it. Ask who sets it, change it there, then "
                              "check again.",
                              result.measured)
                        : fmt::format("It could not be read again: {}.", reading.why);
    result.evidence.push_back(
        {write.device->name(), write.point->name, write.point->label, result.measured, reading.at});
    tell(Step::Kind::failed, fmt::format("{}: {}", result.subject, result.reason));
    co_await save(std::move(result));
}

void SettingWriter::keep_reading(const station::Device& device, const station::Reading& reading) {
    const auto name = device.name();
    for (auto& record : visit_.readings) {
        if (record.device == name && record.point == reading.point->name) record = record_of(device, reading);
    }
    for (auto& read : snapshot_.devices) {
        if (read.device.name() != name) continue;
        for (auto& old : read.readings) {
            if (old.point && old.point->name == reading.point->name) old = reading;
        }
    }
}

}  // namespace firstlight::commissioning
