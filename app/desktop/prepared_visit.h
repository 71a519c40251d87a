#pragma once

#include "commissioning/plan.h"
#include "commissioning/preparation.h"
#include "ui/workspace.h"

#include <string>

namespace firstlight::app::desktop {

/// All that is written down about a visit before anybody drives out.
struct Prepared {
    commissioning::Visit visit;
    commissioning::Plan plan;
    commissioning::Preparation preparation;
};

/// Blocking. Throws what the store and the files throw.
Prepared load_prepared(ui::Workspace& workspace, const std::string& visit);
/// Site and rule set into the visit too, the serial numbers into the plan.
void save_prepared(ui::Workspace& workspace, const Prepared& prepared);

}  // namespace firstlight::app::desktop
