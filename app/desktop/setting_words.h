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

/// "Set the clock: Time (UTC) 2026-11-26 13:09:00 UTC"; of a secret argument no value.
wxString command_words(const station::Command& command, const std::vector<station::Value>& arguments);

}  // namespace firstlight::app::desktop
