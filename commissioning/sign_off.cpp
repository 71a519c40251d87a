#include "commissioning/sign_off.h"

#include "commissioning/held_settings.h"
#include "commissioning/identity.h"
#include "text/text.h"

#include <algorithm>
#include <stdexcept>

namespace firstlight::commissioning {

namespace {

bool is_noted(const Visit& visit, const std::string& text, const std::string& by) {
    return std::ranges::any_of(visit.notes, [&](const Note& note) { return note.text == text && note.by == by; });
}

/// False as well when it cannot be told: what another station says must not stand in this visit.
bool is_its_station(const Visit& visit, const station::Discovery& found) {
    try {
        return identify(visit, found, {}).proven;
    } catch (const DifferentStation&) {
        return false;
    } catch (const StationUnconfirmed&) {
        return false;
    }
}

}  // namespace

awaitable<Visit> look_before_sign_off(CommissionContext context, std::string id, StepSink steps) {
    Visit visit;
    std::function<void()> load = [&] { visit = context.store.load(id); };
    co_await transport::run_beside(context.runtime, load);
    if (visit.changes.empty()) co_return visit;
    station::Station station(context.link, context.profiles);
    if (context.known)
        station.assume(*context.known);
    else
        co_await station.discover({});
    if (!is_its_station(visit, station.discovery())) co_return visit;
    station::Snapshot unused;
    HeldSettings held(context, station, visit, unused, steps);
    co_await held.look();
    std::function<void()> save = [&] { context.store.save_readings(id, visit.readings); };
    co_await transport::run_beside(context.runtime, std::move(save));
    co_await transport::run_beside(context.runtime, std::move(load));
    co_return visit;
}

bool is_often_taken_back(const PlannedWrite& write) {
    return std::holds_alternative<PointWrite>(write.what) && write.name().starts_with("grid_max_export_power");
}

std::vector<std::string> taken_back(const Visit& visit) {
    std::vector<std::string> sentences;
    for (const auto& check : visit.checks)
        if (check.id == "settings" && check.verdict == Verdict::fail)
            sentences.push_back(text::trf("{}: {} was set, now it is {}. {}", station::name_for_people(check.subject),
                                          check.expected, check.measured, check.reason));
    return sentences;
}

std::string why_not_closed(const Visit& visit, const SignOff& sign_off) {
    if (!sign_off.close) return {};
    if (sign_off.by.empty()) return text::tr("Give the name of who signs.");
    const auto counts = summarise(visit).counts;
    const auto failed = counts.find(Verdict::fail);
    if (failed != counts.end() && failed->second > 0 && sign_off.despite.empty())
        return text::tr("A check failed. Write why the visit is closed all the same, or leave it open.");
    return {};
}

Visit sign_off_visit(VisitStore& store, const std::string& id, const SignOff& sign_off) {
    auto visit = store.load(id);
    if (const auto reason = why_not_closed(visit, sign_off); !reason.empty()) throw std::invalid_argument(reason);
    const auto now = std::chrono::system_clock::now();
    for (const auto& text : {sign_off.remark, sign_off.despite})
        if (!text.empty() && !is_noted(visit, text, sign_off.by)) store.add_note(id, {text, sign_off.by, now});
    if (sign_off.close) {
        visit.closed = now;
        store.save_header(visit);
    }
    return store.load(id);
}

}  // namespace firstlight::commissioning
