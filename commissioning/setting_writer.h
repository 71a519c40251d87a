#pragma once

#include "commissioning/commission.h"
#include "commissioning/settings.h"

#include <optional>
#include <vector>

/// Carries out the planned writes of a visit: each proven and journalled, none repeated that is settled already.
namespace firstlight::commissioning {

class SettingWriter {
  public:
    /// All must outlive it. Readings of `visit` and `snapshot` follow what was written.
    SettingWriter(CommissionContext& context, station::Station& station, Visit& visit, station::Snapshot& snapshot,
                  const StepSink& steps)
        : context_(context), station_(station), visit_(visit), snapshot_(snapshot), steps_(steps) {}

    /// Writes in order until one fails. Each outcome is a check "settings" of the visit.
    awaitable<void> write(std::vector<PlannedWrite> writes);
    /// Some stations take a value back after a while (facts: behaviour.md section 13): reads everything again that was
    /// written. What stands now is what counts.
    awaitable<void> look_again();

  private:
    void tell(Step::Kind kind, std::string text) const;
    const station::Change* last_change(const PlannedWrite& write) const;
    std::optional<station::Change> already_settled(const PlannedWrite& write) const;
    /// False when the rest of the plan must not follow.
    awaitable<bool> write_one(const PlannedWrite& write, station::ChangeJournal& journal);
    awaitable<void> look_again_at(const PlannedWrite& write);
    void keep_reading(const station::Device& device, const station::Reading& reading);
    awaitable<void> save(CheckResult result);
    awaitable<void> reload_changes();

    CommissionContext& context_;
    station::Station& station_;
    Visit& visit_;
    station::Snapshot& snapshot_;
    const StepSink& steps_;
    std::vector<PlannedWrite> written_;
};

}  // namespace firstlight::commissioning
