#pragma once

#include "transport/link.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace firstlight::transport {

/// The link to a station that dialled in: read-only unless allowed otherwise, and opened again by waiting for the
/// same station.
class StationLink final : public Link {
  public:
    /// Waits until the station has dialled in again. Throws LinkError.
    using AwaitReturn = std::function<awaitable<std::unique_ptr<Link>>(std::string serial)>;

    StationLink(std::string serial, std::unique_ptr<Link> connection, bool allow_writes, AwaitReturn await_return);

    /// What must live as long as this link.
    void keep(std::shared_ptr<const void> what) { kept_ = std::move(what); }

    const Endpoint& endpoint() const override { return connection_->endpoint(); }
    awaitable<Answer> ask(std::uint8_t unit, formats::Request request, AskOptions options) override;
    awaitable<void> broadcast(formats::Request request) override;
    awaitable<void> reopen() override;
    awaitable<void> close() override { return connection_->close(); }
    const LinkStatistics& statistics() const override;
    Pace pace() const override { return connection_->pace(); }
    void set_pace(Pace pace) override { connection_->set_pace(pace); }
    void set_default_timeout(std::optional<std::uint8_t> unit, Milliseconds timeout) override;

  private:
    std::shared_ptr<const void> kept_;
    std::string serial_;
    std::unique_ptr<Link> connection_;
    bool allow_writes_;
    AwaitReturn await_return_;
    LinkStatistics before_;  ///< of earlier connections
    mutable LinkStatistics all_;
    std::map<std::optional<std::uint8_t>, Milliseconds> timeouts_;
};

}  // namespace firstlight::transport
