#pragma once

namespace firstlight::transport {

/// Whether this computer has a route out of its own networks. Asks its routing table only; nothing is sent.
bool has_internet_route();

}  // namespace firstlight::transport
