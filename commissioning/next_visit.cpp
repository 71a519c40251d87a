#include "commissioning/next_visit.h"

#include "text/text.h"

#include <algorithm>
#include <array>
#include <map>

namespace firstlight::commissioning {

namespace {

/// Checks that speak of people's and the house's safety.
constexpr std::array<std::string_view, 6> safety_checks{"insulation", "grid_voltage", "grid_frequency",
                                                        "alarms",     "pv_strings",   "battery"};

bool concerns_safety(const CheckResult& check) {
    return std::ranges::find(safety_checks, check.id) != safety_checks.end();
}

std::string name_of(const CheckResult& check) {
    return text::tr(check.title) + (check.subject.empty() ? "" : ", " + check.subject);
}

std::string with_reason(const std::string& what, const std::string& reason) {
    return reason.empty() ? what + "." : what + ". " + reason;
}

/// "Grid voltage (3)": a title once, however many subjects passed.
void add_passed(const Visit& visit, StopHere& card) {
    std::vector<std::string> titles;
    std::map<std::string, std::pair<int, int>> counts;  // passed, all that apply
    for (const auto& check : visit.checks) {
        if (check.verdict == Verdict::not_applicable) continue;
        if (!counts.contains(check.title)) titles.push_back(check.title);
        auto& [passed, all] = counts[check.title];
        ++all;
        if (check.verdict == Verdict::pass) ++passed;
    }
    for (const auto& title : titles) {
        const auto [passed, all] = counts[title];
        if (passed == all)
            card.works.push_back(text::tr(title));
        else if (passed > 0)
            card.works.push_back(text::trf("{}: {} of {}", text::tr(title), passed, all));
    }
}

/// "PV strings, inverter 1 PV1; PV strings, inverter 1 PV2 and 3 more"
std::string names_of(const std::vector<const CheckResult*>& checks) {
    constexpr std::size_t most_names = 4;
    std::string names;
    for (std::size_t i = 0; i < std::min(checks.size(), most_names); ++i)
        names += (names.empty() ? "" : "; ") + name_of(*checks[i]);
    if (checks.size() <= most_names) return names;
    return text::trf("{} and {} more", names, checks.size() - most_names);
}

/// One line for each reason: what one night or one missing grid leaves untested is tested in one go.
void add_untested(const Visit& visit, StopHere& card) {
    std::vector<std::string> reasons;
    std::map<std::string, std::vector<const CheckResult*>> by_reason;
    for (const auto& check : visit.checks) {
        if (check.verdict != Verdict::not_tested) continue;
        if (!by_reason.contains(check.reason)) reasons.push_back(check.reason);
        by_reason[check.reason].push_back(&check);
    }
    for (const auto& reason : reasons)
        card.next.push_back(with_reason(text::trf("Test: {}", names_of(by_reason[reason])), reason));
}

void add_checks(const Visit& visit, StopHere& card) {
    for (const auto& check : visit.checks) {
        switch (check.verdict) {
            case Verdict::fail:
                if (concerns_safety(check))
                    card.not_safe.push_back(with_reason(text::trf("{}: failed", name_of(check)), check.reason));
                else
                    card.next.push_back(with_reason(text::trf("Mend: {}", name_of(check)), check.reason));
                break;
            case Verdict::not_tested:
                if (concerns_safety(check))
                    card.not_safe.push_back(text::trf("{}: not tested, so not proven safe.", name_of(check)));
                break;
            case Verdict::warning:
                card.next.push_back(with_reason(text::trf("Look again: {}", name_of(check)), check.reason));
                break;
            case Verdict::pass:
            case Verdict::not_applicable:
                break;
        }
    }
}

/// Of each point of a device, the last write counts.
std::vector<const station::Change*> last_changes(const Visit& visit) {
    std::vector<const station::Change*> last;
    for (const auto& [row, change] : visit.changes) {
        std::erase_if(
            last, [&c = change](const auto* other) { return other->device == c.device && other->point == c.point; });
        last.push_back(&change);
    }
    return last;
}

void add_changes(const Visit& visit, StopHere& card) {
    using station::WriteResult;
    int proven = 0;
    for (const auto* change : last_changes(visit)) {
        const auto name = change->point + ", " + change->device;
        switch (change->result.value_or(WriteResult::unknown)) {
            case WriteResult::proven:
            case WriteResult::unchanged:
            case WriteResult::effect_seen:
                ++proven;
                break;
            case WriteResult::sent:
                card.next.push_back(text::trf("Confirm that it had its effect: {}.", name));
                break;
            case WriteResult::refused:
            case WriteResult::not_stuck:
                card.next.push_back(
                    text::trf("Set again: {}. Wanted {}, the station did not take it.", name, change->wanted));
                break;
            case WriteResult::not_sent:
                card.next.push_back(text::trf("Set again: {}. Wanted {}, nothing was sent.", name, change->wanted));
                break;
            case WriteResult::unknown:
                card.not_safe.push_back(
                    text::trf("{}: {} was sent and the answer was lost. Read it back first.", name, change->wanted));
                break;
        }
    }
    if (proven > 0) card.works.push_back(text::trf("Settings read back: {}", proven));
}

void add_expected(const Visit& visit, const Preparation& preparation, StopHere& card) {
    if (visit.devices.empty()) return;
    for (const auto& row : count_expected(preparation.expected, visit.devices))
        if (row.found && *row.found < row.expected)
            card.next.push_back(
                text::trf("Find what is missing: {}, {} of {} answer.", row.family, *row.found, row.expected));
}

}  // namespace

StopHere stop_here(const Visit& visit, const Preparation& preparation) {
    StopHere card;
    add_passed(visit, card);
    if (visit.site.customer.empty()) card.next.push_back(text::tr("Ask who the owner is: the report has no name."));
    add_checks(visit, card);
    add_untested(visit, card);
    add_changes(visit, card);
    add_expected(visit, preparation, card);
    if (visit.checks.empty()) card.next.push_back(text::tr("Make the checks: none was made yet."));
    if (!visit.closed) card.next.push_back(text::tr("Sign off and close the visit."));
    return card;
}

}  // namespace firstlight::commissioning
