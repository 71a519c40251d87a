#pragma once

#include "commissioning/visit.h"

namespace firstlight::tests {

/// Seconds after the sample visits began.
commissioning::Time at(int seconds);

/// A visit with nothing in it, and the same with one of everything but changes.
commissioning::Visit small_visit();
commissioning::Visit full_visit();

/// A write that was not answered yet.
station::Change write_of(int number);

/// All but the changes, whose rows have other numbers in another file.
void check_same(const commissioning::Visit& a, const commissioning::Visit& b);

}  // namespace firstlight::tests
