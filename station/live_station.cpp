#include "station/live_station.h"

#include "station/dial_in.h"
#include "text/text.h"

#include <algorithm>
#include <utility>

namespace firstlight::station {

using Phase = LiveState::Phase;

namespace {
constexpr std::chrono::milliseconds wake_up{50};
}

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
    LinkQuality quality;
    if (!link_ || !state_.discovery) return quality;
    transport::UnitStatistics sum;
    std::set<std::uint8_t> counted;
    const auto& units = link_->statistics().units;  // once: every call may build them anew
    for (const auto& device : state_.discovery->devices) {
        const auto found = units.find(device.unit);
        if (found == units.end() || !counted.insert(device.unit).second) continue;
        sum += found->second;
    }
    quality = {sum.asked, sum.silent + sum.garbled, {}};
    if (sum.answered > 0)
        quality.mean =
            std::chrono::duration_cast<std::chrono::milliseconds>(sum.total / static_cast<long>(sum.answered));
    return quality;
}

void LiveStation::tell(Phase phase) {
    state_.phase = phase;
    state_.quality = quality();
    on_state_(state_);
}

awaitable<void> LiveStation::open() {
    tell(Phase::opening);
    if (const auto* listening = std::get_if<transport::ListenEndpoint>(&state_.endpoint)) {
        auto dial_in = options_.dial_in;
        dial_in.link = options_.link;
        link_ = co_await await_dial_in(*listening, std::move(dial_in), profiles_);
    } else {
        link_ = co_await transport::open_link(state_.endpoint, options_.link);
    }
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
    state_.error = nullptr;
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
        co_await pause_between_rounds();
    }
}

awaitable<void> LiveStation::read_round() {
    const auto in_every_round = in_every_round_;
    const auto in_turn = in_turn_.empty() ? WatchedPoints() : in_turn_[turn_++ % in_turn_.size()];
    watch_changed_ = false;
    Round round;
    for (const auto& [name, points] : in_every_round) co_await read_device(name, points, round);
    if (!in_turn.points.empty()) co_await read_device(in_turn.device, in_turn.points, round);
    if (!round.asked) {
        // Nobody watches anything: one point tells whether the station is still there.
        const auto& first = state_.discovery->devices.front();
        co_await read_device(first.name(), {first.profile->recognition.probe}, round);
    }
    // One silent device is its own matter; the link is lost when nobody answers.
    if (round.silence && !round.answered) throw transport::LinkError(state_.endpoint, std::move(*round.silence));
    tell(Phase::live);
}

awaitable<void> LiveStation::read_device(std::string name, std::set<std::string> points, Round& round) {
    const auto turn = co_await turns_.take();
    const auto* device = station_->discovery().find(name);
    if (!device) co_return;
    std::vector<const Point*> wanted;
    for (const auto& point : device->profile->points)
        if (point.readable() && points.contains(point.name)) wanted.push_back(&point);
    if (wanted.empty()) co_return;
    round.asked = true;
    const DeviceReadings readings{std::move(name), co_await station_->read(*device, std::move(wanted))};
    on_readings_(readings);
    const auto not_read = [](const Reading& reading) { return reading.quality == Quality::not_read; };
    if (std::ranges::all_of(readings.readings, not_read))
        round.silence =
            transport::LinkFault{transport::LinkFailure::silent, device->unit, {}, {}, readings.readings.front().why};
    else
        round.answered = true;
}

awaitable<void> LiveStation::pause_between_rounds() {
    const auto end = transport::Clock::now() + options_.refresh;
    while (!watch_changed_ && transport::Clock::now() < end) co_await transport::sleep_for(wake_up);
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
            co_return;
        } catch (const transport::LinkError&) {
            state_.error = std::current_exception();
        } catch (const NoStation&) {
            state_.error = std::current_exception();
        }
    }
}

void LiveStation::watch(std::vector<WatchedPoints> watched) {
    in_every_round_.clear();
    in_turn_.clear();
    for (auto& one : watched) {
        if (one.in_turn)
            in_turn_.push_back(std::move(one));
        else
            in_every_round_[one.device].merge(one.points);
    }
    watch_changed_ = true;
}

awaitable<LiveStation::Hold> LiveStation::hold() {
    // A lost link keeps its turn until it is back: nobody waits for that.
    if (state_.phase == Phase::lost) std::rethrow_exception(state_.error);
    auto turn = co_await turns_.take();
    if (!station_)
        throw transport::LinkError(state_.endpoint,
                                   {transport::LinkFailure::closed, {}, {}, {}, text::tr("not connected")});
    co_return Hold{*link_, *station_, std::move(turn)};
}

}  // namespace firstlight::station
