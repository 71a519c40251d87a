#include "commissioning/held_settings.h"

#include "commissioning/records.h"
#include "commissioning/settings.h"
#include "text/text.h"

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

std::string who_did(const station::Point& point, const Change& change, const std::string& now) {
    if (now == change.before) {
        return text::tr(
            "It is the value from before the write: an installer or network-operator value in the station overrides "
            "it.");
    }
    return text::trf("It is neither the value written nor the one from before ({}): another controller sets it.",
                     with_unit(point, change.before));
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

awaitable<void> HeldSettings::look() {
    const auto changes = last_changes(visit_);
    for (const auto& change : changes) {
        const auto* device = device_of(change, station_.discovery());
        const auto* point = device ? device->profile->find(change.point) : nullptr;
        const bool can_tell = point && point->readable() && !point->secret;
        if (can_tell && is_proven(change) && !lost_.contains({change.device, change.point}))
            co_await look_at(*device, *point, change);
    }
}

awaitable<void> HeldSettings::look_at(const station::Device& device, const station::Point& point,
                                      const Change& change) {
    const std::pair key(change.device, change.point);
    const auto reading = co_await station_.read(device, point);
    keep_reading(device, reading);
    const auto now = reading.good() ? station::to_text(point, *reading.value) : std::string();
    if (reading.good() && now == change.wanted) {
        seen_[key] = reading.at;
        co_return;
    }
    CheckResult result;
    result.id = "settings";
    result.title = text::marked("Planned settings");
    result.subject = fmt::format("{} {}", device.name(), text::tr(point.label));
    result.expected = with_unit(point, change.wanted);
    result.measured = station::to_text(reading);
    result.at = std::chrono::system_clock::now();
    result.verdict = reading.good() ? Verdict::fail : Verdict::not_tested;
    if (reading.good()) {
        lost_.insert(key);
        const auto control = co_await who_controls();
        const auto held_until = seen_.contains(key) ? seen_.at(key) : change.at;
        result.reason = text::trf(
            "The value held at first, later the station had {} again: it still stood at {} and no longer at {}. {} {} "
            "Ask who sets it, change it there, then check again.",
            result.measured, clock_time(held_until), clock_time(reading.at), who_did(point, change, now), control);
    } else {
        result.reason = text::trf("It could not be read again: {}.", reading.why);
    }
    result.evidence.push_back({device.name(), point.name, point.label, result.measured, reading.at});
    if (steps_) steps_({Step::Kind::failed, "second_look", fmt::format("{}: {}", result.subject, result.reason), {}});
    std::function<void()> work = [&] { context_.store.save_check(visit_.id, result); };
    co_await transport::run_beside(context_.runtime, std::move(work));
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
        states += fmt::format("{}{}: {}", states.empty() ? "" : ", ", reading.point->label, station::to_text(reading));
    }
    if (states.empty()) co_return text::tr("The station does not tell who is in control.");
    co_return text::trf("In control then: {}.", states);
}

void HeldSettings::keep_reading(const station::Device& device, const station::Reading& reading) {
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
