#pragma once

#include "app/cli/output.h"
#include "station/profile.h"
#include "transport/discover_line.h"

#include <cstdint>
#include <string>
#include <vector>

namespace firstlight::app::cli {

/// What was found out about a serial line.
struct LineFound {
    transport::RtuEndpoint endpoint;  ///< with the settings that answered
    std::string how;
    std::vector<transport::UnitFound> units;

    /// As --units takes them.
    std::string device_units() const;
};

/// Listens, finds the settings (those of `line` first), then the units (all, or those given). Throws LinkError: with
/// another master on the line nothing was sent; silent when no setting was answered.
LineFound find_on_line(const transport::RtuEndpoint& line, const station::ProfileSet& profiles,
                       const std::vector<std::uint8_t>& units, Output& output);

Json to_json(const LineFound& found);
std::string to_text(const LineFound& found);

}  // namespace firstlight::app::cli
