#include "commissioning/hard_export.h"

#include <algorithm>

namespace firstlight::commissioning {

bool needs_meter_proof(const PlannedWrite& write) {
    const auto* one = std::get_if<PointWrite>(&write.what);
    if (!one || !one->point->name.starts_with("hard_export_limit")) return false;
    const auto* number = std::get_if<double>(&one->value);
    const bool switches_off = !one->point->choices.empty() && number && *number == 0;
    return !switches_off;
}

std::optional<std::string> why_no_meter_proof(const Visit& visit) {
    const auto has = [&](Verdict verdict) {
        return std::ranges::any_of(visit.checks, [verdict](const CheckResult& check) {
            return check.id == "meter" && check.verdict == verdict;
        });
    };
    if (has(Verdict::fail) || !has(Verdict::pass))
        return text::tr("The check of the grid meter has not passed in this visit. Commission the station first.");
    const bool knows_direction = std::ranges::any_of(visit.checks, [](const CheckResult& check) {
        return check.id == "meter" && check.subject == meter_direction && check.verdict == Verdict::pass;
    });
    if (!knows_direction)
        return text::tr(
            "The direction of the grid meter is not tested in this visit. Switch on a large load and commission "
            "again.");
    const auto said = std::ranges::find(visit.confirmations, ct_verdict, &ManualConfirmation::id);
    if (said == visit.confirmations.end() || !said->answer.starts_with(ct_right))
        return text::tr(
            "Nobody has confirmed in this visit that the current transformers sit right. Look at them and confirm it.");
    if (said->photo.empty() || said->answer.size() <= ct_right.size())
        return text::tr(
            "That the current transformers sit right is confirmed without a note or without a photo. "
            "Confirm it again with both.");
    return std::nullopt;
}

}  // namespace firstlight::commissioning
