#pragma once

#include "app/cli/output.h"
#include "commissioning/diagnosis.h"

#include <string>

namespace firstlight::app::cli {

Json to_json(const commissioning::ActiveAlarm& alarm);
/// Name, likely cause and next step.
std::string to_text(const commissioning::ActiveAlarm& alarm);

}  // namespace firstlight::app::cli
