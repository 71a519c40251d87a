#include "station/dial_in.h"

#include "station/station.h"

#include <utility>

namespace firstlight::station {

namespace {

awaitable<std::string> serial_of_caller(transport::Link& link, const ProfileSet& profiles) {
    Station station(link, profiles);
    DiscoveryOptions options;
    options.units = {1, 2, 3};
    try {
        const auto discovery = co_await station.discover(std::move(options));
        co_return discovery.anchor_serial;
    } catch (const NoStation&) {
        co_return std::string();  // turned away as one that tells no serial
    }
}

}  // namespace

awaitable<std::unique_ptr<transport::Link>> await_dial_in(transport::ListenEndpoint endpoint,
                                                          transport::ListenerOptions options,
                                                          const ProfileSet& profiles) {
    transport::IdentifyStation identify = [&profiles](transport::Link& link) {
        return serial_of_caller(link, profiles);
    };
    auto caller = co_await transport::await_station(std::move(endpoint), std::move(options), std::move(identify));
    co_return std::move(caller.link);
}

}  // namespace firstlight::station
