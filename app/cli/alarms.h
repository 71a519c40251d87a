#pragma once

#include "app/cli/output.h"
#include "station/device.h"

#include <string>
#include <vector>

namespace firstlight::app::cli {

/// One alarm that a device reports now.
struct ActiveAlarm {
    std::string device;
    const station::Point* word = nullptr;
    const station::Bit* bit = nullptr;
};

/// Every alarm bit that is set, device by device. The plant's words repeat those of its inverters: an alarm that an
/// inverter reports is not listed again for the plant.
std::vector<ActiveAlarm> active_alarms(const station::Snapshot& snapshot);

Json to_json(const ActiveAlarm& alarm);
/// Name, likely cause and next step.
std::string to_text(const ActiveAlarm& alarm);

}  // namespace firstlight::app::cli
