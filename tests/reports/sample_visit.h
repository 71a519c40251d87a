#pragma once

#include "commissioning/visit.h"

/// Visits that reports are tested with.
namespace firstlight::test {

/// A full visit of a house: every verdict, every kind of write, five scripts, hundreds of readings, long texts.
commissioning::Visit full_visit();
/// Only an id and a time: nothing was found, read or checked.
commissioning::Visit empty_visit();

/// 2026-11-23 10:42:07 UTC and so many seconds.
commissioning::Time at(int seconds);

}  // namespace firstlight::test
