#pragma once

#include "commissioning/settings.h"
#include "commissioning/visit.h"
#include "text/text.h"

#include <optional>
#include <string>
#include <string_view>

/// The hard export limit stops the inverter when it is exceeded. With a wrongly turned current transformer it stops for
/// nothing, or never: it is set only in a visit that has looked.
namespace firstlight::commissioning {

/// Id of the confirmation by hand that says how the current transformers sit.
inline constexpr std::string_view ct_verdict = "ct_verdict";
/// How its answer begins when they are right; a note follows: "correct: arrows towards the house".
inline constexpr std::string_view ct_right = "correct";

/// What the check of the meter calls its judgement of the direction.
inline constexpr const char* meter_direction = text::marked("direction");

/// Whether the write needs a looked-at meter: it sets the limit or switches it on.
bool needs_meter_proof(const PlannedWrite& write);
/// Why the visit does not allow it yet, with what to do; nothing when it does: its check "meter" has passed, without
/// any failed and with the direction tested, and a person has confirmed the current transformers, with a note and a
/// photo.
std::optional<std::string> why_no_meter_proof(const Visit& visit);

}  // namespace firstlight::commissioning
