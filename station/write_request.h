#pragma once

#include "station/session.h"

/// One write on its way to a device. Private to station/.
namespace firstlight::station {

struct Sent {
    enum class Fate {
        accepted,
        refused,   ///< the device answered with an exception
        not_sent,  ///< nothing left
        lost,      ///< it left, and its answer did not come: only a look at the device tells
    };
    Fate fate = Fate::accepted;
    std::string detail;  ///< in words, empty when accepted
};

/// Sends a write once, never again. After a lost answer a cut connection is opened again, so that one can look.
awaitable<Sent> send_once(Session& session, std::uint8_t unit, formats::Request request, bool secret);

}  // namespace firstlight::station
