#pragma once

#include "station/device.h"

#include <map>
#include <set>
#include <string>
#include <vector>

/// What somebody looks at for a while, and how it shares the few requests of a round of reading.
namespace firstlight::station {

/// Points (names) of one device that are read again and again.
struct WatchedPoints {
    std::string device;  ///< Device::name()
    std::set<std::string> points;
    /// Of all that are read in turn, one has its turn in each round; the others are read in every round.
    bool in_turn = false;
};

/// Shares `wanted` (points by device) out so that no round asks more than two requests, however many devices there
/// are: the request that brings the most points is made in every round, all others take turns. A firmware that refuses
/// a block that its version promises needs more until it is known.
std::vector<WatchedPoints> two_requests_a_round(const Discovery& discovery,
                                                const std::map<std::string, std::set<std::string>>& wanted);

}  // namespace firstlight::station
