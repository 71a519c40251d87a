#pragma once

#include "commissioning/preparation.h"
#include "commissioning/visit.h"

#include <string>
#include <vector>

namespace firstlight::commissioning {

/// The "stop here" card: what to know when the work ends for today. One line each, in words.
struct StopHere {
    std::vector<std::string> works;     ///< passed checks and proven settings
    std::vector<std::string> not_safe;  ///< what must not be relied on: failed or untested protection, lost writes
    std::vector<std::string> next;      ///< what the second visit needs
    bool operator==(const StopHere&) const = default;
};

/// Derived from checks, changes and what was expected; "not tested" is never among what works.
StopHere stop_here(const Visit& visit, const Preparation& preparation = {});

}  // namespace firstlight::commissioning
