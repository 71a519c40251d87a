#include "commissioning/area_kinds.h"

#include "commissioning/planned_work.h"
#include "text/text.h"

#include <algorithm>
#include <set>

#include <fmt/ranges.h>

namespace firstlight::commissioning {

namespace {

using Results = std::vector<const CheckResult*>;

template <class Ids>
Results results_of(const Visit& visit, const Ids& ids) {
    Results results;
    for (const auto& result : visit.checks)
        if (std::ranges::find(ids, result.id) != ids.end()) results.push_back(&result);
    return results;
}

const CheckResult* first(const Results& results, Verdict verdict) {
    const auto found = std::ranges::find(results, verdict, &CheckResult::verdict);
    return found == results.end() ? nullptr : *found;
}

/// "Grid voltage, inverter 1 L2: failed. The voltage is too high."
std::string words_of(const CheckResult& result) {
    auto words = text::tr(result.title);
    if (!result.subject.empty()) words += ", " + station::name_for_people(result.subject);
    words += ": " + text::tr(to_string(result.verdict)) + ".";
    return result.reason.empty() ? words : words + " " + result.reason;
}

/// Profile and serial number of all devices that answer now, or else did in this visit.
std::vector<std::pair<std::string, std::string>> devices_of(const AreaInput& input) {
    std::vector<std::pair<std::string, std::string>> devices;
    if (input.found)
        for (const auto& device : input.found->devices) devices.emplace_back(device.profile->id, device.serial);
    else
        for (const auto& device : input.visit.devices) devices.emplace_back(device.profile, device.serial);
    return devices;
}

}  // namespace

Seen look_at_checks(const AreaInput& input, const AreaKind& kind) {
    const auto results = results_of(input.visit, kind.checks);
    if (results.empty()) return {AreaState::to_do, text::tr("Not checked yet.")};
    const auto beside = results_of(input.visit, kind.beside);
    for (const auto verdict : {Verdict::fail, Verdict::warning})
        for (const auto* of : {&results, &beside})
            if (const auto* result = first(*of, verdict)) return {AreaState::attention, words_of(*result)};
    if (const auto* result = first(results, Verdict::not_tested)) return {AreaState::to_do, words_of(*result)};
    const auto passed = std::ranges::count(results, Verdict::pass, &CheckResult::verdict);
    if (passed == 0) return {AreaState::not_needed, words_of(*results.front())};
    return {AreaState::done, text::trf_n("{} check passed.", "{} checks passed.", passed)};
}

Seen look_at_inverters(const AreaInput& input, const AreaKind& kind) {
    const auto devices = devices_of(input);
    const auto is_inverter = [](const auto& device) { return device.first == "inverter"; };
    if (!devices.empty() && std::ranges::none_of(devices, is_inverter))
        return {AreaState::not_needed, text::tr("This station has no inverter.")};
    return look_at_checks(input, kind);
}

Seen look_at_site(const AreaInput& input, const AreaKind& /*kind*/) {
    const auto& site = input.plan.site.customer.empty() ? input.visit.site : input.plan.site;
    if (site.customer.empty()) return {AreaState::to_do, text::tr("The customer's name is missing.")};
    auto words = site.customer;
    for (const auto* part : {&site.address, &site.city})
        if (!part->empty()) words += ", " + *part;
    return {AreaState::done, words};
}

Seen look_at_devices(const AreaInput& input, const AreaKind& kind) {
    const auto devices = devices_of(input);
    if (devices.empty()) return {AreaState::to_do, text::tr("No device was found yet. Connect to the station.")};
    std::set<std::string> serials;
    for (const auto& device : devices) serials.insert(device.second);
    std::vector<std::string> missing;
    for (const auto& serial : input.plan.expected_serials)
        if (!serials.contains(serial)) missing.push_back(serial);
    if (!missing.empty())
        return {AreaState::attention, text::trf("These serial numbers do not answer: {}.", fmt::join(missing, ", "))};
    auto seen = look_at_checks(input, kind);
    const auto count = static_cast<long long>(devices.size());
    if (seen.state != AreaState::attention)
        seen.why = text::trf_n("{} device found.", "{} devices found.", count) + " " + seen.why;
    return seen;
}

Seen look_at_limits(const AreaInput& input, const AreaKind& kind) {
    const auto results = results_of(input.visit, kind.checks);
    if (const auto* lost = first(results, Verdict::fail)) return {AreaState::attention, words_of(*lost)};
    using State = PlannedWork::State;
    const auto work = planned_work(input);
    if (const auto failed = std::ranges::find(work, State::open, &PlannedWork::state); failed != work.end())
        return {AreaState::attention, text::trf("{}, {}: the last write is not proven.",
                                                station::name_for_people(failed->device), failed->name)};
    const auto open = std::ranges::count(work, State::to_write, &PlannedWork::state);
    const auto proven = std::ranges::count(work, State::held, &PlannedWork::state);
    if (open > 0)
        return {AreaState::to_do, text::trf_n("{} setting is to be written.", "{} settings are to be written.", open)};
    if (proven == 0) return {AreaState::not_needed, text::tr("No setting is planned.")};
    return {AreaState::done,
            text::trf_n("{} setting is written and proven.", "{} settings are written and proven.", proven)};
}

Seen look_at_sign_off(const AreaInput& input, const AreaKind& /*kind*/) {
    if (input.visit.closed) return {AreaState::done, text::tr("The visit is closed.")};
    if (!was_checked(input.visit)) return {AreaState::to_do, text::tr("The checks have not run yet.")};
    if (summarise(input.visit).verdict == Verdict::fail)
        return {AreaState::to_do,
                text::tr("A check failed: mend it and run again, or close the visit with the reason.")};
    return {AreaState::to_do, text::tr("The checks have run. Sign the visit off.")};
}

}  // namespace firstlight::commissioning
