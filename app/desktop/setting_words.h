#pragma once

#include "commissioning/write_in_order.h"

#include <utility>
#include <vector>

#include <wx/string.h>

namespace firstlight::app::desktop {

/// "Plant, Lights: Own effect", for a review.
wxString write_words(const commissioning::PlannedWrite& write);
/// What became of the writes, one line each, and whether all are done.
std::pair<wxString, bool> outcome_words(const std::vector<commissioning::WriteOutcome>& outcomes);

}  // namespace firstlight::app::desktop
