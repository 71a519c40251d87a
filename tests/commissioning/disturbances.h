#pragma once

#include "tests/commissioning/house.h"

#include <functional>
#include <vector>

namespace firstlight::tests {

/// One way to disturb the house, and what the check must say of it.
struct Disturbed {
    const char* name;
    const char* check;
    const char* subject;
    commissioning::Verdict verdict;
    const char* said;  ///< part of the reason
    std::function<void(House&)> disturb;
};

/// Every check is disturbed until it fails and until it stays untested.
extern const std::vector<Disturbed> disturbances;

}  // namespace firstlight::tests
