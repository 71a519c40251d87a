#pragma once

#include "commissioning/checks.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the checks share: results that begin untested, evidence as it was read, and limits from the rule set.
namespace firstlight::commissioning {

/// One device and what was read of it. Without a snapshot every reading is missing.
struct Subject {
    const station::Device* device = nullptr;
    const station::DeviceSnapshot* snapshot = nullptr;

    std::string name() const { return device->name(); }
    const station::Reading* find(std::string_view point) const;
    std::optional<double> number(std::string_view point) const;
};

/// Devices of a family as discovery found them, each with its snapshot.
std::vector<Subject> subjects_of(const CheckInput& input, std::string_view profile);
std::vector<Subject> all_subjects(const CheckInput& input);
/// The plant unit, when it was found.
std::optional<Subject> plant_of(const CheckInput& input);

/// Begins "not tested".
CheckResult begin(const CheckInput& input, std::string_view check, std::string subject);
CheckResult not_tested(CheckResult result, std::string reason);
CheckResult not_applicable(CheckResult result, std::string reason);

/// Adds the reading to the evidence; a missing one is left out.
void add_evidence(CheckResult& result, const Subject& subject, std::string_view point);
/// "Grid frequency was not read: unit 1 does not answer."
std::string why_missing(const Subject& subject, std::string_view point);
/// Whether the firmware has no such register or the value means nothing on this device: nothing to test then.
bool is_absent(const Subject& subject, std::string_view point);

/// Compares with a rule: fills expected, rule and verdict; outside the limits `outside` and its reason. A rule that
/// the set lacks leaves the result untested.
CheckResult judge(CheckResult result, const CheckInput& input, std::string_view rule, double value, Verdict outside,
                  const std::string& reason);

/// For a kind of device that discovery did not find: not applicable, or not tested when a unit is silent that may be
/// it.
CheckResult none_found(const CheckInput& input, std::string_view check, std::string_view kind);

/// Why grid values mean nothing now: the station is off grid. Nothing when it is on grid or does not say.
std::optional<std::string> off_grid(const CheckInput& input);

}  // namespace firstlight::commissioning
