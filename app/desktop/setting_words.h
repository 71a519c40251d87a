#pragma once

#include "commissioning/write_in_order.h"
#include "station/value_text.h"

#include <string>
#include <utility>
#include <vector>

#include <wx/string.h>

namespace firstlight::app::desktop {

/// "Plant, Lights: Own effect", for a review.
wxString write_words(const commissioning::PlannedWrite& write);
/// The range for a field; without what a register can hold at most, which tells people nothing.
std::string range_words(const station::Point& point, station::Range range);
/// What became of the writes, one line each, and whether all are done.
std::pair<wxString, bool> outcome_words(const std::vector<commissioning::WriteOutcome>& outcomes);

}  // namespace firstlight::app::desktop
