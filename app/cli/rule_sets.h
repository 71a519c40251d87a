#pragma once

#include "app/cli/commands.h"
#include "commissioning/rule_set.h"

#include <string>
#include <vector>

namespace firstlight::app::cli {

std::vector<commissioning::RuleSet> all_rule_sets(const CommonOptions& options);
/// Throws WrongUse naming those that there are.
commissioning::RuleSet find_rule_set(const CommonOptions& options, const std::string& id);

}  // namespace firstlight::app::cli
