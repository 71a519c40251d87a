#pragma once

#include "station/device.h"
#include "transport/link.h"

#include <map>
#include <set>

/// What discovery noticed, in words an installer can use.
namespace firstlight::station {

struct Noticed {
    std::vector<std::uint8_t> expected;
    std::vector<std::uint8_t> silent;             ///< did not answer
    std::vector<std::uint8_t> unknown;            ///< answered, but fit no profile
    std::map<std::uint8_t, std::string> strange;  ///< refusals other than "no such address"
    std::set<std::uint8_t> garbled;               ///< answers that were no frames
    std::set<std::uint8_t> slow;                  ///< answered only when given more time
};

void add_findings(Discovery& discovery, const Noticed& noticed, const transport::LinkStatistics& statistics);

/// The serial of the first device that has one: the inverter with the lowest unit id, or a charger-only site's charger.
std::string anchor_serial(const Discovery& discovery);

/// The unit after whose question the whole station fell silent for a time.
Finding stalling_unit(std::uint8_t unit);

}  // namespace firstlight::station
