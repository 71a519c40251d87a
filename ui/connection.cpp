#include "ui/connection.h"

#include "text/text.h"

#include <algorithm>
#include <utility>

namespace firstlight::ui {

namespace {

constexpr std::chrono::milliseconds look_again{10}, patience{2000};

/// A port can be opened again only when its last user is gone. A job that holds on longer is not waited for: then the
/// port says that it is in use.
awaitable<void> wait_for_end(std::weak_ptr<station::LiveStation> live) {
    for (auto waited = look_again; !live.expired() && waited < patience; waited += look_again)
        co_await transport::sleep_for(look_again);
}

}  // namespace

Connection::Connection(Bridge& bridge, Profiles profiles) : bridge_(bridge), profiles_(std::move(profiles)) {}
Connection::~Connection() = default;

void Connection::open(transport::Endpoint endpoint, station::LiveOptions options) {
    close();
    alive_ = std::make_unique<Alive>();
    state_ = {};
    state_.endpoint = endpoint;
    phase_ = Phase::opening;
    const auto on_state = Bridge::latest<station::LiveState>(*alive_, [this](const auto& state) { state_came(state); });
    const auto on_readings = [this, watch = alive_->watch()](const station::DeviceReadings& readings) {
        post_to_ui([this, watch, readings] {
            if (!watch.expired()) readings_came(readings);
        });
    };
    live_ = std::make_shared<station::LiveStation>(profiles_(), std::move(endpoint), std::move(options), on_state,
                                                   on_readings);
    send_watches();
    auto run = [](std::shared_ptr<station::LiveStation> live,
                  std::function<awaitable<void>()> closed) -> awaitable<int> {
        co_await closed();
        co_await live->run();
        co_return 0;
    };
    job_ = bridge_.start<int>([run, live = live_, closed = until_closed()] { return run(live, closed); }, [](int) {},
                              [this](std::exception_ptr error) {
                                  state_.error = std::move(error);
                                  phase_ = Phase::failed;
                                  tell();
                              });
    tell();
}

void Connection::close() {
    job_.cancel();
    alive_.reset();
    closing_ = live_;
    bridge_.runtime().post([live = std::move(live_)] {});  // its link ends where it lived, on the I/O thread
    readings_.clear();
    state_ = {};
    if (std::exchange(phase_, Phase::none) != Phase::none) tell();
}

std::function<awaitable<void>()> Connection::until_closed() const {
    return [closing = closing_] { return wait_for_end(closing); };
}

void Connection::state_came(const station::LiveState& state) {
    if (phase_ == Phase::failed) return;
    state_ = state;
    switch (state.phase) {
        case station::LiveState::Phase::opening:
            phase_ = Phase::opening;
            break;
        case station::LiveState::Phase::finding:
            phase_ = Phase::finding;
            break;
        case station::LiveState::Phase::live:
            phase_ = Phase::live;
            break;
        case station::LiveState::Phase::lost:
            phase_ = Phase::lost;
            break;
    }
    tell();
}

void Connection::readings_came(const station::DeviceReadings& readings) {
    for (const auto& reading : readings.readings) {
        auto& kept = readings_[{readings.device, reading.point->name}];
        // A value that could not be read again keeps its last figure and its age.
        if (reading.quality != station::Quality::not_read || !kept.good()) kept = reading;
    }
    tell();
}

const station::Reading* Connection::reading(const std::string& device, const std::string& point) const {
    const auto found = readings_.find({device, point});
    return found == readings_.end() ? nullptr : &found->second;
}

station::Snapshot Connection::snapshot() const {
    station::Snapshot snapshot;
    snapshot.started = snapshot.ended = std::chrono::system_clock::now();
    if (!state_.discovery) return snapshot;
    for (const auto& device : state_.discovery->devices) {
        station::DeviceSnapshot of{device, {}};
        for (const auto& point : device.profile->points) {
            if (!point.readable()) continue;
            const auto* newest = reading(device.name(), point.name);
            if (newest != nullptr) {
                of.readings.push_back(*newest);
                continue;
            }
            station::Reading missing;
            missing.point = &point;
            missing.why = text::tr("not read yet");
            of.readings.push_back(std::move(missing));
        }
        snapshot.devices.push_back(std::move(of));
    }
    return snapshot;
}

std::optional<double> Connection::number(const std::string& device, const std::string& point) const {
    const auto* found = reading(device, point);
    return found ? found->number() : std::nullopt;
}

Connection::Subscription Connection::observe(Observer observer) {
    auto kept = std::make_shared<Observer>(std::move(observer));
    observers_.push_back(kept);
    return kept;
}

void Connection::tell() {
    std::erase_if(observers_, [](const auto& observer) { return observer.expired(); });
    const auto now = observers_;  // an observer may add or drop others
    for (const auto& observer : now)
        if (const auto alive = observer.lock()) (*alive)();
}

Connection::Watch Connection::watch(station::WatchedPoints points) {
    const int id = ++last_watch_;
    watches_[id] = std::move(points);
    send_watches();
    const auto drop = [this, id, alive = self_.watch()](void*) {
        if (alive.expired()) return;
        watches_.erase(id);
        send_watches();
    };
    return {this, drop};
}

Connection::Watch Connection::watch(const std::string& device, std::set<std::string> points) {
    return watch(station::WatchedPoints{device, std::move(points)});
}

void Connection::send_watches() {
    if (!live_) return;
    std::vector<station::WatchedPoints> watched;
    for (const auto& [id, points] : watches_) watched.push_back(points);
    bridge_.runtime().post([live = live_, watched = std::move(watched)] { live->watch(watched); });
}

}  // namespace firstlight::ui
