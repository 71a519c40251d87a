#include "commissioning/held_settings.h"

#include "commissioning/records.h"
#include "commissioning/settings.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <array>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

using station::Change;
using station::WriteResult;

/// The plant's points that say who is in control.
constexpr std::array control_points = {"ems_work_mode", "remote_ems_enable", "remote_ems_mode"};

bool is_proven(const Change& change) {
    return change.result == WriteResult::proven || change.result == WriteResult::unchanged;
}

std::string clock_time(Time at) {
    return fmt::format("{:%H:%M:%S} UTC", fmt::gmtime(std::chrono::system_clock::to_time_t(at)));
}

std::string who_did(const HeldSettings::Standing& standing) {
    if (standing.now == standing.change.before) {
        return text::tr(
            "It is the value from before the write: another controller has set it back, or an installer or "
            "network-operator value in the station overrides it.");
    }
    return text::trf("It is neither the value written nor the one from before ({}): another controller sets it.",
                     standing.before);
}

Evidence evidence_of(const HeldSettings::Standing& standing) {
    return {standing.device, standing.change.point, standing.label, standing.measured, standing.at};
}

/// The last row of each device and point.
std::vector<Change> last_changes(const Visit& visit) {
    std::vector<Change> last;
    for (const auto& [number, change] : visit.changes) {
        std::erase_if(last,
                      [&](const Change& old) { return old.device == change.device && old.point == change.point; });
        last.push_back(change);
    }
    return last;
}

}  // namespace

std::string HeldSettings::Standing::subject() const {
    return fmt::format("{} {}", device, text::tr(label));
}

awaitable<void> HeldSettings::look() {
    std::vector<Standing> standing;
    const auto changes = last_changes(visit_);
    for (const auto& change : changes) {
        const auto* device = device_of(change, station_.discovery());
        if (!device || !is_proven(change) || lost_.contains({change.device, change.point})) continue;
        if (const auto* point = device->profile->find(change.point); point && point->readable() && !point->secret) {
            standing.push_back(co_await read_point(*device, *point, change));
        } else if (const auto* table = device->profile->find_table(change.point)) {
            standing.push_back(co_await read_rows(*device, *table, change));
        }
    }
    for (const auto& one : standing)
        if (!one.holds()) co_await keep_lost(one);
    co_await keep_held(standing);
}

awaitable<HeldSettings::Standing> HeldSettings::read_point(const station::Device& device, const station::Point& point,
                                                           const Change& change) {
    const auto reading = co_await station_.read(device, point);
    keep_reading(device, reading);
    std::optional<std::string> now;
    if (reading.good()) now = station::to_text(point, *reading.value);
    co_return Standing{change,
                       device.name(),
                       point.label,
                       with_unit(point, change.wanted),
                       with_unit(point, change.before),
                       station::to_text(reading),
                       std::move(now),
                       reading.why,
                       reading.at};
}

awaitable<HeldSettings::Standing> HeldSettings::read_rows(const station::Device& device, const station::RowTable& table,
                                                          const Change& change) {
    const auto reading = co_await station_.read_table(device, table);
    keep_record(record_of(device, table, reading));
    std::optional<std::string> now;
    if (reading.good()) now = station::to_text(table, reading.rows);
    auto measured = now.value_or(reading.why);
    co_return Standing{change,         device.name(), table.label, change.wanted, change.before, std::move(measured),
                       std::move(now), reading.why,   reading.at};
}

awaitable<void> HeldSettings::keep_lost(const Standing& standing) {
    const std::pair key(standing.change.device, standing.change.point);
    CheckResult result;
    result.id = "settings";
    result.title = text::marked("Planned settings");
    result.subject = standing.subject();
    result.expected = standing.expected;
    result.measured = standing.measured;
    result.at = std::chrono::system_clock::now();
    result.verdict = standing.now ? Verdict::fail : Verdict::not_tested;
    if (standing.now) {
        lost_.insert(key);
        const auto control = co_await who_controls();
        const auto held_until = seen_.contains(key) ? seen_.at(key) : standing.change.at;
        result.reason = text::trf(
            "The value held at first, later the station had {} again: it still stood at {} and no longer at {}. {} {} "
            "Ask who sets it, change it there, then check again.",
            result.measured, clock_time(held_until), clock_time(standing.at), who_did(standing), control);
    } else {
        result.reason = text::trf("It could not be read again: {}.", standing.why);
    }
    result.evidence.push_back(evidence_of(standing));
    if (steps_) steps_({Step::Kind::failed, "second_look", fmt::format("{}: {}", result.subject, result.reason), {}});
    std::function<void()> work = [&] { context_.store.save_check(visit_.id, result); };
    co_await transport::run_beside(context_.runtime, std::move(work));
}

/// The record of each setting that holds says when it was seen last: beside the proof, the latest look.
awaitable<void> HeldSettings::keep_held(const std::vector<Standing>& standing) {
    for (const auto& one : standing)
        if (one.holds()) seen_[{one.change.device, one.change.point}] = one.at;
    std::function<void()> work = [&] {
        const auto checks = context_.store.load(visit_.id).checks;
        for (const auto& one : standing) {
            const auto fits = [&](const CheckResult& check) {
                return check.id == "settings" && check.subject == one.subject() && check.verdict == Verdict::pass;
            };
            const auto found = std::ranges::find_if(checks, fits);
            if (!one.holds() || found == checks.end()) continue;
            auto check = *found;
            if (check.evidence.size() > 1) check.evidence.resize(1);
            check.evidence.push_back(evidence_of(one));
            context_.store.save_check(visit_.id, check);
        }
    };
    if (!standing.empty()) co_await transport::run_beside(context_.runtime, std::move(work));
}

awaitable<std::string> HeldSettings::who_controls() {
    std::string states;
    const auto plants = station_.discovery().of("plant");
    if (plants.empty()) co_return text::tr("The station does not tell who is in control.");
    std::vector<const station::Point*> points;
    for (const auto* name : control_points) {
        const auto* point = plants.front()->profile->find(name);
        if (point && station::applies(*point, *plants.front())) points.push_back(point);
    }
    const auto readings = co_await station_.read(*plants.front(), points);
    for (const auto& reading : readings) {
        if (!reading.good()) continue;
        states += fmt::format("{}{}: {}", states.empty() ? "" : ", ", text::tr(reading.point->label),
                              text::shown_value(station::to_text(reading)));
    }
    if (states.empty()) co_return text::tr("The station does not tell who is in control.");
    co_return text::trf("In control then: {}.", states);
}

void HeldSettings::keep_record(const ReadingRecord& newest) {
    for (auto& record : visit_.readings)
        if (record.device == newest.device && record.point == newest.point) record = newest;
}

void HeldSettings::keep_reading(const station::Device& device, const station::Reading& reading) {
    const auto name = device.name();
    keep_record(record_of(device, reading));
    for (auto& read : snapshot_.devices) {
        if (read.device.name() != name) continue;
        for (auto& old : read.readings) {
            if (old.point && old.point->name == reading.point->name) old = reading;
        }
    }
}

}  // namespace firstlight::commissioning
