#pragma once

#include "station/station.h"
#include "station/watch.h"
#include "transport/link.h"
#include "transport/listener.h"
#include "transport/one_at_a_time.h"

#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// A station that somebody works with for a while: the link is opened, the devices are found, what is watched is read
/// again and again, and after a loss the link comes back by itself. Reads only; writes are jobs of their own.
namespace firstlight::station {

/// Counts of the link since it was opened, over the devices that were found: that nobody is at a unit id is no fault
/// of the link.
struct LinkQuality {
    std::uint64_t asked = 0, lost = 0;  ///< lost: silent and garbled
    std::chrono::milliseconds mean{};   ///< over the answers; 0 before the first
};

struct LiveState {
    enum class Phase {
        opening,
        finding,  ///< looking for the devices
        live,
        lost,  ///< tried again after `retry_in`
    };
    Phase phase = Phase::opening;
    transport::Endpoint endpoint;
    std::shared_ptr<const Discovery> discovery;  ///< from `live` on; stays through `lost`
    Progress progress;                           ///< of `finding`
    std::exception_ptr error;                    ///< of `lost`
    std::chrono::seconds retry_in{};
    LinkQuality quality;
};

/// Newest readings of one device.
struct DeviceReadings {
    std::string device;  ///< Device::name()
    std::vector<Reading> readings;
};

struct LiveOptions {
    transport::LinkOptions link;
    transport::ListenerOptions dial_in;  ///< at a listen: endpoint; its `link` is the one above
    DiscoveryOptions discovery;
    std::chrono::milliseconds refresh{2000};  ///< from the end of one round of reading to the next
    std::chrono::milliseconds first_retry = std::chrono::seconds(1), longest_retry = std::chrono::seconds(30);
};

/// All calls on the I/O thread, except the constructor.
class LiveStation {
  public:
    using StateSink = std::function<void(const LiveState&)>;
    using ReadingsSink = std::function<void(const DeviceReadings&)>;

    /// `profiles` must outlive it.
    LiveStation(const ProfileSet& profiles, transport::Endpoint endpoint, LiveOptions options, StateSink on_state,
                ReadingsSink on_readings);
    ~LiveStation();

    /// Until it is cancelled. Throws when the first opening or the first search fails: then nobody is there yet to come
    /// back to.
    awaitable<void> run();

    /// Replaces all that is read again and again.
    void watch(std::vector<WatchedPoints> watched);

    /// Link and station for one job, alone: reading of what is watched waits meanwhile.
    struct Hold {
        transport::Link& link;
        Station& station;
        transport::OneAtATime::Turn turn;
    };
    /// Throws why the link is lost (LinkError, NoStation) while it is.
    awaitable<Hold> hold();

  private:
    awaitable<void> open();
    awaitable<void> find();
    /// What became of one round of reading.
    struct Round {
        bool asked = false, answered = false;
        std::optional<transport::LinkFault> silence;
    };
    awaitable<void> read_round();
    awaitable<void> read_device(std::string name, std::set<std::string> points, Round& round);
    /// Cut short when what is watched changes.
    awaitable<void> pause_between_rounds();
    awaitable<void> come_back();
    void tell(LiveState::Phase phase);
    LinkQuality quality() const;

    const ProfileSet& profiles_;
    LiveOptions options_;
    StateSink on_state_;
    ReadingsSink on_readings_;
    LiveState state_;
    std::unique_ptr<transport::Link> link_;
    std::unique_ptr<Station> station_;
    std::map<std::string, std::set<std::string>> in_every_round_;
    std::vector<WatchedPoints> in_turn_;
    std::size_t turn_ = 0;
    bool watch_changed_ = false;
    transport::OneAtATime turns_;
};

}  // namespace firstlight::station
