#pragma once

#include "transport/discover_line.h"

#include <memory>

namespace firstlight::transport {

class ByteStream;

/// Listens until the time is over; with `until_sure` only until a sound frame shows that somebody else asks.
awaitable<LineTraffic> hear_line(RtuEndpoint endpoint, Clock::duration time, bool until_sure,
                                 std::function<void(const ListenProgress&)> progress);

/// Throws LinkError other_master when somebody talked; `traffic` says what was heard.
void refuse_if_used(const RtuEndpoint& endpoint, const LineTraffic& traffic);

/// Throws the line's failure as LinkError, if it failed.
void check_line(const RtuEndpoint& endpoint, const ByteStream& line);

}  // namespace firstlight::transport
