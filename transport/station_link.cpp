#include "transport/station_link.h"

#include <algorithm>
#include <utility>

namespace firstlight::transport {

namespace {

LinkFault refuses_writes() {
    return {LinkFailure::not_accepted,
            {},
            {},
            {},
            "this link is read-only: the station dialled in over a connection "
            "that is not encrypted",
            true};
}

void add(LinkStatistics& to, const LinkStatistics& more) {
    to.all += more.all;
    for (const auto& [unit, counts] : more.units) to.units[unit] += counts;
    to.bytes_sent += more.bytes_sent;
    to.bytes_received += more.bytes_received;
    to.stray_bytes += more.stray_bytes;
    to.reconnects += more.reconnects;
}

}  // namespace

StationLink::StationLink(std::string serial, std::unique_ptr<Link> connection, bool allow_writes,
                         AwaitReturn await_return)
    : serial_(std::move(serial)),
      connection_(std::move(connection)),
      allow_writes_(allow_writes),
      await_return_(std::move(await_return)) {}

awaitable<Answer> StationLink::ask(std::uint8_t unit, formats::Request request, AskOptions options) {
    if (formats::is_write(request) && !allow_writes_) {
        auto fault = refuses_writes();
        fault.unit = unit;
        co_return fault;
    }
    co_return co_await connection_->ask(unit, std::move(request), options);
}

awaitable<void> StationLink::broadcast(formats::Request request) {
    if (!allow_writes_) throw LinkError(endpoint(), refuses_writes());
    co_await connection_->broadcast(std::move(request));
}

awaitable<void> StationLink::reopen() {
    co_await connection_->close();
    auto again = co_await await_return_(serial_);
    add(before_, connection_->statistics());
    ++before_.reconnects;
    again->set_pace(connection_->pace());
    for (const auto& [unit, timeout] : timeouts_) again->set_default_timeout(unit, timeout);
    connection_ = std::move(again);
}

const LinkStatistics& StationLink::statistics() const {
    all_ = before_;
    add(all_, connection_->statistics());
    return all_;
}

void StationLink::set_default_timeout(std::optional<std::uint8_t> unit, Milliseconds timeout) {
    timeouts_[unit] = timeout;
    connection_->set_default_timeout(unit, timeout);
}

}  // namespace firstlight::transport
