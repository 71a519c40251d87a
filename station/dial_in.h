#pragma once

#include "station/profile.h"
#include "transport/listener.h"

#include <memory>

namespace firstlight::station {

/// Waits until an allowed station dials in; it is known by the serial number of its first inverter. The link goes on
/// listening for its return as long as it lives. Throws LinkError (address in use, no such address).
transport::awaitable<std::unique_ptr<transport::Link>> await_dial_in(transport::ListenEndpoint endpoint,
                                                                     transport::ListenerOptions options,
                                                                     const ProfileSet& profiles);

}  // namespace firstlight::station
