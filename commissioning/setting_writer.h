#pragma once

#include "commissioning/commission.h"
#include "commissioning/settings.h"

#include <optional>
#include <span>
#include <vector>

/// Carries out the planned writes of a visit: each proven and journalled, none repeated that is settled already.
namespace firstlight::commissioning {

class SettingWriter {
  public:
    /// All must outlive it.
    SettingWriter(CommissionContext& context, station::Station& station, Visit& visit, const StepSink& steps)
        : context_(context), station_(station), visit_(visit), steps_(steps) {}

    /// Writes in order until one fails. Each outcome is a check "settings" of the visit.
    awaitable<void> write(std::vector<PlannedWrite> writes);
    /// What waits for the checks of this run (needs_meter_proof); what they do not allow is not tested, with the
    /// reason.
    awaitable<void> write_after_checks(std::vector<PlannedWrite> writes);
    /// What is not written because an earlier setting failed.
    awaitable<void> leave_out(std::span<const PlannedWrite> writes);
    /// Whether this run has changed a value, beside what the journal had settled before.
    bool wrote() const { return wrote_; }
    /// Whether every write so far is done.
    bool all_done() const { return all_done_; }

  private:
    void tell(Step::Kind kind, std::string text) const;
    const station::Change* last_change(const PlannedWrite& write) const;
    std::optional<station::Change> already_settled(const PlannedWrite& write) const;
    /// False when the rest of the plan must not follow.
    awaitable<bool> write_one(const PlannedWrite& write, station::ChangeJournal& journal);
    awaitable<void> write_each(std::vector<PlannedWrite> writes);
    awaitable<void> keep_unwritten(std::span<const PlannedWrite> writes, std::string reason);
    awaitable<void> save(CheckResult result);
    awaitable<void> reload();

    CommissionContext& context_;
    station::Station& station_;
    Visit& visit_;
    const StepSink& steps_;
    bool wrote_ = false, all_done_ = true;
};

}  // namespace firstlight::commissioning
