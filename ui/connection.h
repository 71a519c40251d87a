#pragma once

#include "station/live_station.h"
#include "ui/bridge.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace firstlight::ui {

/// The station that the window is connected to, seen from the UI thread: state, newest readings, jobs. One at a time.
class Connection {
  public:
    enum class Phase { none, opening, finding, live, lost, failed };
    using Observer = std::function<void()>;

    /// Asked for when a station is opened.
    using Profiles = std::function<const station::ProfileSet&()>;
    /// The bridge and what `profiles` answers must outlive it.
    Connection(Bridge& bridge, Profiles profiles);
    ~Connection();

    /// Closes what was open before.
    void open(transport::Endpoint endpoint, station::LiveOptions options);
    void close();
    /// A coroutine for the I/O thread that ends when what was closed last has let go of its port or socket, or after
    /// two seconds.
    std::function<awaitable<void>()> until_closed() const;

    Phase phase() const { return phase_; }
    /// Meaningful unless the phase is `none`.
    const station::LiveState& state() const { return state_; }
    /// Nothing before the devices were found; stays while the link is lost.
    std::shared_ptr<const station::Discovery> discovery() const { return state_.discovery; }
    /// Newest reading of a point by device and point name; nullptr when it was not read yet.
    const station::Reading* reading(const std::string& device, const std::string& point) const;
    std::optional<double> number(const std::string& device, const std::string& point) const;

    /// Every readable point of every device with its newest reading, as the checks take it; what was not read yet says
    /// so.
    station::Snapshot snapshot() const;

    /// Called on the UI thread after state or readings changed, while the returned handle lives.
    using Subscription = std::shared_ptr<Observer>;
    [[nodiscard]] Subscription observe(Observer observer);
    /// These points are read again and again while the handle lives.
    using Watch = std::shared_ptr<void>;
    [[nodiscard]] Watch watch(station::WatchedPoints points);
    [[nodiscard]] Watch watch(const std::string& device, std::set<std::string> points);

    /// A job over the station, alone on it. Null before it was opened.
    std::shared_ptr<station::LiveStation> live() const { return live_; }

  private:
    void state_came(const station::LiveState& state);
    void readings_came(const station::DeviceReadings& readings);
    void tell();
    void send_watches();

    Bridge& bridge_;
    Profiles profiles_;
    Phase phase_ = Phase::none;
    station::LiveState state_;
    std::map<std::pair<std::string, std::string>, station::Reading> readings_;
    std::vector<std::weak_ptr<Observer>> observers_;
    std::map<int, station::WatchedPoints> watches_;
    int last_watch_ = 0;
    std::shared_ptr<station::LiveStation> live_;
    std::weak_ptr<station::LiveStation> closing_;
    Job job_;
    std::unique_ptr<Alive> alive_;  // of this opening: what an earlier one still sends is dropped
    Alive self_;
};

}  // namespace firstlight::ui
