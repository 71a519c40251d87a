#pragma once

#include "commissioning/settings_comparison.h"
#include "station/device.h"

#include <memory>

/// What a restore may bring back. Never what is disruptive, of the grid or on site, never remote EMS, nothing that the
/// station lacks or does not allow, and nothing that belongs to another station or its people.
namespace firstlight::commissioning {

class RestoreRules {
  public:
    /// All must outlive it.
    RestoreRules(const StationSettings& wanted, const StationSettings& present, const station::ProfileSet& profiles)
        : wanted_(wanted), present_(present), profiles_(profiles) {}

    /// Null when this program does not know the family.
    const station::Profile* profile_of(const DeviceSettings& device) const;

    /// Each: why not, in words; empty: it may be.
    std::string why_not(const KeptSetting& wanted, const DeviceSettings& present) const;
    std::string why_not(const std::string& missing_table, const DeviceSettings& present) const;
    /// Of a row; both by the same name, an empty one is not there.
    std::string why_not(const station::RowTable& table, const Cells& wanted, const Cells& present) const;

    /// Takes back what another setting does not allow, as it is now or as it is restored with it: a precondition, the
    /// present range, what settings must keep beside each other.
    void demand_preconditions(std::vector<KeptDifference>& differences) const;

  private:
    std::string of_another_station(std::string_view setting_or_table) const;
    std::string unmet_precondition(const KeptDifference& difference,
                                   const std::vector<KeptDifference>& differences) const;
    /// Out of its range or in conflict with others; nothing when it is neither.
    std::string refused_beside(const KeptDifference& difference, const std::vector<KeptDifference>& differences) const;
    /// The devices of the present station, in their order there.
    station::Discovery present_station() const;
    /// As it will stand.
    std::optional<station::Value> expected(const DeviceSettings& device, const std::string& point,
                                           const std::vector<KeptDifference>& differences) const;
    const DeviceSettings* present_device(const std::string& name) const;
    /// The device itself, else the plant; nothing when neither has the point.
    std::pair<const DeviceSettings*, const station::Point*> look_up(const DeviceSettings& device,
                                                                    const std::string& point) const;

    const StationSettings& wanted_;
    const StationSettings& present_;
    const station::ProfileSet& profiles_;
};

}  // namespace firstlight::commissioning
