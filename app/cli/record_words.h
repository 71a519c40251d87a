#pragma once

#include <string>
#include <utility>

/// What the record command's arguments say.
namespace firstlight::app::cli {

/// "inverter 1:active_power" -> device and point. Throws WrongUse.
std::pair<std::string, std::string> parse_device_point(const std::string& text);

struct Condition {
    std::string point;  ///< "plant:grid_frequency"
    bool above = true;
    double limit = 0;
};
/// "plant:grid_frequency > 50.2", "plant:ess_soc<10". Throws WrongUse.
Condition parse_condition(const std::string& text);

}  // namespace firstlight::app::cli
