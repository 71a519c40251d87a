#include "transport/scan_network.h"

#include <iphlpapi.h>
#include <winsock2.h>
#include <ws2tcpip.h>  // before iphlpapi.h

namespace firstlight::transport {

namespace {

constexpr ULONG first_guess = 16 * 1024;  // Microsoft's advice; the call says when it needs more

std::string utf8(const wchar_t* text) {
    const int size = WideCharToMultiByte(CP_UTF8, 0, text, -1, nullptr, 0, nullptr, nullptr);
    std::string bytes(size > 0 ? static_cast<std::size_t>(size) : 1, '\0');
    WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes.data(), size, nullptr, nullptr);
    bytes.pop_back();  // the closing zero
    return bytes;
}

}  // namespace

std::vector<OwnNetwork> own_networks() {
    ULONG size = first_guess;
    std::vector<IP_ADAPTER_ADDRESSES> memory;
    ULONG result = ERROR_BUFFER_OVERFLOW;
    while (result == ERROR_BUFFER_OVERFLOW) {
        memory.resize(size / sizeof(IP_ADAPTER_ADDRESSES) + 1);
        result = GetAdaptersAddresses(AF_INET, GAA_FLAG_SKIP_DNS_SERVER, nullptr, memory.data(), &size);
    }
    std::vector<OwnNetwork> networks;
    if (result != ERROR_SUCCESS) return networks;
    for (const auto* adapter = memory.data(); adapter != nullptr; adapter = adapter->Next) {
        if (adapter->OperStatus != IfOperStatusUp || adapter->IfType == IF_TYPE_SOFTWARE_LOOPBACK) continue;
        for (const auto* own = adapter->FirstUnicastAddress; own != nullptr; own = own->Next) {
            const auto* address = reinterpret_cast<const sockaddr_in*>(own->Address.lpSockaddr);
            networks.push_back(
                {utf8(adapter->FriendlyName), {ntohl(address->sin_addr.s_addr), int{own->OnLinkPrefixLength}}});
        }
    }
    return networks;
}

}  // namespace firstlight::transport
