#include "station/live_station.h"

#include <algorithm>
#include <utility>

namespace firstlight::station {

using Phase = LiveState::Phase;

LiveStation::LiveStation(const ProfileSet& profiles, transport::Endpoint endpoint, LiveOptions options,
                         StateSink on_state, ReadingsSink on_readings)
    : profiles_(profiles),
      options_(std::move(options)),
      on_state_(std::move(on_state)),
      on_readings_(std::move(on_readings)) {
    state_.endpoint = std::move(endpoint);
}

LiveStation::~LiveStation() = default;

LinkQuality LiveStation::quality() const {
    if (!link_) return {};
    const auto& all = link_->statistics().all;
    LinkQuality quality{all.asked, all.silent + all.garbled, {}};
    if (all.answered > 0)
        quality.mean =
            std::chrono::duration_cast<std::chrono::milliseconds>(all.total / static_cast<long>(all.answered));
    return quality;
}

void LiveStation::tell(Phase phase) {
    state_.phase = phase;
    state_.quality = quality();
    on_state_(state_);
}

awaitable<void> LiveStation::open() {
    tell(Phase::opening);
    link_ = co_await transport::open_link(state_.endpoint, options_.link);
    station_ = std::make_unique<Station>(*link_, profiles_);
}

awaitable<void> LiveStation::find() {
    tell(Phase::finding);
    auto options = options_.discovery;
    ProgressSink progress = [this](const Progress& now) {
        state_.progress = now;
        tell(Phase::finding);
    };
    co_await station_->discover(std::move(options), std::move(progress));
    state_.discovery = std::make_shared<const Discovery>(station_->discovery());
    tell(Phase::live);
}

awaitable<void> LiveStation::run() {
    {
        const auto turn = co_await turns_.take();
        co_await open();
        co_await find();
    }
    while (true) {
        std::exception_ptr failure;
        try {
            co_await read_round();
        } catch (const transport::LinkError&) {
            failure = std::current_exception();
        }
        if (failure) {
            state_.error = failure;
            co_await come_back();
        }
        co_await transport::sleep_for(options_.refresh);
    }
}

awaitable<void> LiveStation::read_round() {
    const auto watched = watched_;
    for (const auto& [name, points] : watched) {
        const auto turn = co_await turns_.take();
        const auto* device = station_->discovery().find(name);
        if (!device || points.empty()) continue;
        std::vector<const Point*> wanted;
        for (const auto& point : device->profile->points)
            if (point.readable() && points.contains(point.name)) wanted.push_back(&point);
        DeviceReadings readings{name, co_await station_->read(*device, std::move(wanted))};
        const auto lost = std::ranges::all_of(
            readings.readings, [](const Reading& reading) { return reading.quality == Quality::not_read; });
        on_readings_(readings);
        // What the readings say in words, the link says as an error.
        if (lost && !readings.readings.empty()) {
            transport::LinkFault fault{
                transport::LinkFailure::silent, device->unit, {}, {}, readings.readings.front().why};
            throw transport::LinkError(state_.endpoint, std::move(fault));
        }
    }
    tell(Phase::live);
}

awaitable<void> LiveStation::come_back() {
    const auto turn = co_await turns_.take();
    auto pause = options_.first_retry;
    while (true) {
        state_.retry_in = std::chrono::ceil<std::chrono::seconds>(pause);
        tell(Phase::lost);
        co_await transport::sleep_for(pause);
        pause = std::min(pause * 2, options_.longest_retry);
        try {
            co_await link_->reopen();
            // Another station may be at the address by now: the devices are looked for anew.
            co_await find();
            state_.error = nullptr;
            co_return;
        } catch (const transport::LinkError&) {
            state_.error = std::current_exception();
        } catch (const NoStation&) {
            state_.error = std::current_exception();
        }
    }
}

void LiveStation::watch(const std::string& device, std::set<std::string> points) {
    if (points.empty())
        watched_.erase(device);
    else
        watched_[device] = std::move(points);
}

awaitable<LiveStation::Hold> LiveStation::hold() {
    auto turn = co_await turns_.take();
    if (!station_)
        throw transport::LinkError(state_.endpoint, {transport::LinkFailure::closed, {}, {}, {}, "not connected"});
    co_return Hold{*link_, *station_, std::move(turn)};
}

}  // namespace firstlight::station
