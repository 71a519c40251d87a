#pragma once

#include "commissioning/plan.h"
#include "commissioning/rule_set.h"
#include "commissioning/visit_store.h"

#include <vector>

namespace firstlight::app::cli {

/// Asks on the terminal what a plan file would say. Every answer is in the store before the next question; what the
/// visit already knows is offered as the answer.
commissioning::Plan interview(commissioning::Visit& visit, commissioning::VisitStore& store,
                              const std::vector<commissioning::RuleSet>& rule_sets);

/// What a visit already knows, as a plan: to go on without asking again.
commissioning::Plan plan_of(const commissioning::Visit& visit);

}  // namespace firstlight::app::cli
