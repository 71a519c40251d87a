#pragma once

#include "transport/endpoint.h"

#include <optional>
#include <string>
#include <vector>

namespace firstlight::app::cli {

/// "tcp:192.168.1.0/24" or "tcp:192.168.1.0/24:1502" -> the addresses in it, without network and broadcast address.
/// Nothing when the text has no "/". Throws WrongUse for a net larger than /22 or an address that is none.
std::optional<std::vector<transport::TcpEndpoint>> parse_net(const std::string& text);

}  // namespace firstlight::app::cli
