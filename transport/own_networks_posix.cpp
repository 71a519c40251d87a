#include "transport/scan_network.h"

#include <bit>
#include <memory>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>

namespace firstlight::transport {

namespace {

std::uint32_t number(const sockaddr* address) {
    return ntohl(reinterpret_cast<const sockaddr_in*>(address)->sin_addr.s_addr);
}

}  // namespace

std::vector<OwnNetwork> own_networks() {
    ifaddrs* list = nullptr;
    std::vector<OwnNetwork> networks;
    if (getifaddrs(&list) != 0) return networks;
    const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> owner(list, freeifaddrs);
    for (const auto* entry = list; entry != nullptr; entry = entry->ifa_next) {
        const bool usable = (entry->ifa_flags & IFF_UP) != 0 && (entry->ifa_flags & IFF_LOOPBACK) == 0;
        if (!usable || entry->ifa_addr == nullptr || entry->ifa_netmask == nullptr) continue;
        if (entry->ifa_addr->sa_family != AF_INET) continue;
        networks.push_back({entry->ifa_name, {number(entry->ifa_addr), std::popcount(number(entry->ifa_netmask))}});
    }
    return networks;
}

}  // namespace firstlight::transport
