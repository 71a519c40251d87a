#pragma once

#include "commissioning/visit_store.h"

#include <optional>
#include <string>
#include <vector>

/// What changed at a station between two visits.
namespace firstlight::commissioning {

struct DeviceDifference {
    enum class Kind { added, removed, replaced, firmware };
    Kind kind = Kind::added;
    std::string device;  ///< DeviceRecord::name of the newer visit; of the earlier one when it was removed
    std::string before;  ///< serial number; firmware when that changed; empty when there was none
    std::string now;
    bool operator==(const DeviceDifference&) const = default;
};

struct SettingDifference {
    std::string device, label, before, now;  ///< values with unit, as printed
    bool operator==(const SettingDifference&) const = default;
};

struct VerdictDifference {
    std::string title, subject;
    Verdict before = Verdict::not_tested, now = Verdict::not_tested;
    std::string reason;  ///< why not passed now
    bool operator==(const VerdictDifference&) const = default;
};

struct VisitDifferences {
    std::string earlier_visit;  ///< id
    Time earlier{};
    std::vector<DeviceDifference> devices;
    std::vector<SettingDifference> settings;
    std::vector<VerdictDifference> verdicts;
    bool empty() const { return devices.empty() && settings.empty() && verdicts.empty(); }
};

/// Id of the newest earlier visit at the same station that found something: the same anchor, or one of the former ones.
std::optional<std::string> visit_before(const Visit& visit, const std::vector<VisitHeader>& all);

/// Devices are matched by serial number, those without one by name. A setting is a value that a profile lets us write;
/// it differs only when it was read well both times. A verdict differs only when the check was made both times.
VisitDifferences differences(const Visit& earlier, const Visit& now, const station::ProfileSet& profiles);

/// One line each, in the order that matters: devices, verdicts, settings.
std::vector<std::string> in_words(const VisitDifferences& differences);

}  // namespace firstlight::commissioning
