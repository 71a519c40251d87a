#pragma once

#include "transport/endpoint.h"
#include "transport/link.h"
#include "transport/runtime.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// Who listens at the Modbus port in a network. Connections are opened and closed again; nothing is sent.
namespace firstlight::transport {

/// An IPv4 network: any of its addresses, and how many leading bits they share (0 to 32).
struct Network {
    std::uint32_t address = 0;  ///< 192.168.1.17 is 0xC0A80111
    int bits = 24;
    bool operator==(const Network&) const = default;
};
/// "192.168.1.0/24"
std::string to_string(const Network& network);
/// The address alone: "192.168.1.17"
std::string address_of(const Network& network);
/// Every address in it, without those of the network itself and of broadcasts.
std::vector<TcpEndpoint> hosts_of(const Network& network, std::uint16_t port);
/// The network itself, or the /24 around its address when it is larger.
Network narrowed(Network network);

struct OwnNetwork {
    std::string adapter;  ///< the system's name for it: "wlan0", "Ethernet"
    Network network;      ///< with this computer's own address
    bool operator==(const OwnNetwork&) const = default;
};
/// The IPv4 networks this computer is in, without loopback. Blocks for about a millisecond.
std::vector<OwnNetwork> own_networks();

struct NetworkProgress {
    int asked = 0, total = 0;
    std::vector<TcpEndpoint> found;
    Clock::duration left{};
};

struct NetworkScanOptions {
    Milliseconds connect_time{700};  ///< an address that takes longer counts as nobody
    int at_once = 16;                ///< connections that are tried at the same time
};

/// Those of `hosts` that take a connection, in their order. Cancellation leaves no connection open.
awaitable<std::vector<TcpEndpoint>> scan_network(std::vector<TcpEndpoint> hosts, NetworkScanOptions options,
                                                 std::function<void(const NetworkProgress&)> progress = {});

}  // namespace firstlight::transport
