#include "commissioning/check_results.h"

#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

Subject subject_of(const CheckInput& input, const station::Device& device) {
    return {&device, input.snapshot.find(device.name())};
}

std::string title_of(std::string_view check) {
    const auto& checks = all_checks();
    return std::ranges::find(checks, check, &Check::id)->title;
}

}  // namespace

const station::Reading* Subject::find(std::string_view point) const {
    return snapshot ? snapshot->find(point) : nullptr;
}

std::optional<double> Subject::number(std::string_view point) const {
    const auto* reading = find(point);
    return reading ? reading->number() : std::nullopt;
}

std::vector<Subject> subjects_of(const CheckInput& input, std::string_view profile) {
    std::vector<Subject> subjects;
    for (const auto* device : input.discovery.of(profile)) subjects.push_back(subject_of(input, *device));
    return subjects;
}

std::vector<Subject> all_subjects(const CheckInput& input) {
    std::vector<Subject> subjects;
    for (const auto& device : input.discovery.devices) subjects.push_back(subject_of(input, device));
    return subjects;
}

std::optional<Subject> plant_of(const CheckInput& input) {
    const auto plants = subjects_of(input, "plant");
    return plants.empty() ? std::nullopt : std::optional(plants.front());
}

CheckResult begin(const CheckInput& input, std::string_view check, std::string subject) {
    CheckResult result;
    result.id = check;
    result.title = title_of(check);
    result.subject = std::move(subject);
    result.at = input.now;
    return result;
}

CheckResult not_tested(CheckResult result, std::string reason) {
    result.verdict = Verdict::not_tested;
    result.reason = std::move(reason);
    return result;
}

CheckResult not_applicable(CheckResult result, std::string reason) {
    result.verdict = Verdict::not_applicable;
    result.reason = std::move(reason);
    return result;
}

void add_evidence(CheckResult& result, const Subject& subject, std::string_view point) {
    const auto* reading = subject.find(point);
    if (!reading || !reading->point) return;
    const bool hidden = reading->point->secret && reading->good();
    result.evidence.push_back({subject.name(), reading->point->name, reading->point->label,
                               hidden ? text::marked("set") : station::to_text(*reading), reading->at});
}

std::string why_missing(const Subject& subject, std::string_view point) {
    const auto* reading = subject.find(point);
    if (!reading || !reading->point) {
        return text::trf("{} of {} was not read. Read the station again.", point,
                         station::name_for_people(subject.name()));
    }
    const auto state = text::tr(station::to_string(reading->quality));
    const auto label = text::tr(reading->point->label);
    if (reading->why.empty()) return fmt::format("{}: {}.", label, state);
    return fmt::format("{}: {}, {}.", label, state, reading->why);
}

bool is_absent(const Subject& subject, std::string_view point) {
    const auto* reading = subject.find(point);
    return reading
           && (reading->quality == station::Quality::unsupported || reading->quality == station::Quality::not_applicable
               || reading->quality == station::Quality::not_available);
}

CheckResult judge(CheckResult result, const CheckInput& input, std::string_view rule, double value, Verdict outside,
                  const std::string& reason) {
    const auto* limits = input.rules.find(rule);
    if (!limits) {
        return not_tested(std::move(result), text::trf("Rule set {} has no limit for {}.", input.rules.id, rule));
    }
    result.expected = limits->range();
    result.rule = input.rules.cite(*limits);
    result.unverified_limit = limits->confidence == Confidence::unverified;
    result.verdict = limits->allows(value) ? Verdict::pass : outside;
    if (result.verdict != Verdict::pass) result.reason = reason;
    return result;
}

CheckResult none_found(const CheckInput& input, std::string_view check, std::string_view kind) {
    auto result = begin(input, check, "");
    for (const auto& finding : input.discovery.findings) {
        if (finding.kind != station::FindingKind::silent_unit) continue;
        return not_tested(std::move(result), text::trf("No {} answered, but unit {} is silent and may be one. "
                                                       "Bring the unit back, then check again.",
                                                       text::tr(kind), finding.unit));
    }
    return not_applicable(std::move(result), text::trf("This station has no {}.", text::tr(kind)));
}

std::optional<std::string> off_grid(const CheckInput& input) {
    const auto plant = plant_of(input);
    if (!plant || plant->number("grid_status").value_or(0) == 0) return std::nullopt;
    return text::tr(
        "The station is off grid, so this is no value of the grid. Check again when it is back on the grid.");
}

}  // namespace firstlight::commissioning
