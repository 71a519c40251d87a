#pragma once

#include "commissioning/plan.h"
#include "commissioning/rule_set.h"
#include "commissioning/visit.h"
#include "ui/workspace.h"
#include "wizards/step.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace firstlight::wizards {

/// What the pages of the commissioning wizard share. `plan` is all that was asked; it is kept as a file of the visit.
struct CommissionWork {
    ui::Workspace& workspace;
    std::string visit;
    commissioning::Plan plan;
    bool look_first = true;                    ///< live values before the writing; the run checks them in any case
    std::optional<commissioning::Visit> done;  ///< as the last run left it, in this wizard or before
    bool running = false;                      ///< a run is on its way

    /// Never throws: an unknown rule set in the plan falls back to the country's.
    const commissioning::RuleSet& rules() const;
    std::shared_ptr<const station::Discovery> discovery() const { return workspace.connection().discovery(); }
    bool has(std::string_view profile) const;
    bool connected() const;
};
using WorkPointer = std::shared_ptr<CommissionWork>;

std::unique_ptr<Step> site_step(WorkPointer work);
std::unique_ptr<Step> station_step(WorkPointer work);
std::unique_ptr<Step> grid_step(WorkPointer work);
std::unique_ptr<Step> pv_step(WorkPointer work);
std::unique_ptr<Step> battery_step(WorkPointer work);
std::unique_ptr<Step> meter_step(WorkPointer work);
std::unique_ptr<Step> limits_step(WorkPointer work);
std::unique_ptr<Step> review_step(WorkPointer work);
std::unique_ptr<Step> run_step(WorkPointer work);
std::unique_ptr<Step> result_step(WorkPointer work);
std::unique_ptr<Step> sign_off_step(WorkPointer work);
std::unique_ptr<Step> report_step(WorkPointer work);

}  // namespace firstlight::wizards
