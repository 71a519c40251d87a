#pragma once

#include "fixture_house.h"
#include "scripted_link.h"
#include "shipped_profiles.h"
#include "station/station.h"

#include <string>

namespace firstlight::tests {

/// A station behind a scripted link; `link` may be changed between calls.
struct StationFixture {
    ScriptedLink link;
    station::Station session{link, shipped_profiles()};
    transport::Runtime runtime;

    StationFixture() { link.set_pace({std::chrono::seconds(0)}); }
    explicit StationFixture(const std::vector<HouseUnit>& house, int version = 209) : StationFixture() {
        build_house(link, house, version);
    }

    station::Discovery discover(station::DiscoveryOptions options = {}) {
        return runtime.run(session.discover(std::move(options)));
    }
    station::Snapshot snapshot() { return runtime.run(session.snapshot()); }
    /// By device name; fails the test when it is not there.
    const station::Device& device(const std::string& name) const {
        const station::Device* found = session.discovery().find(name);
        if (!found) throw std::runtime_error("no device named " + name);
        return *found;
    }
};

inline int seconds_of(transport::Clock::duration time) {
    return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(time).count());
}

}  // namespace firstlight::tests
