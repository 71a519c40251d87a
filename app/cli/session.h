#pragma once

#include "app/cli/commands.h"
#include "station/station.h"
#include "transport/link.h"
#include "transport/runtime.h"

#include <memory>
#include <utility>

namespace firstlight::app::cli {

/// Shipped profiles and those the person added.
station::ProfileSet load_profiles(const CommonOptions& options);

/// Runs the coroutine; the first Ctrl+C cancels it instead of ending the program.
template <class T>
T run_interruptible(transport::Runtime& runtime, transport::awaitable<T> job) {
    struct Guard {
        transport::Runtime& runtime;
        explicit Guard(transport::Runtime& of) : runtime(of) { runtime.cancel_on_interrupt(true); }
        ~Guard() { runtime.cancel_on_interrupt(false); }
    } guard(runtime);
    return runtime.run(std::move(job));
}

/// One command's hold on one station: the link is open from construction to destruction.
class StationSession {
  public:
    /// Throws what opening throws (LinkError, EndpointError, FileError, WrongUse).
    StationSession(const CommonOptions& common, const StationOptions& options, Output& output);
    ~StationSession();

    template <class T>
    T run(transport::awaitable<T> job) {
        return run_interruptible(runtime_, std::move(job));
    }

    /// Looks for the devices at the units that the options name, else at the usual ones.
    const station::Discovery& discover();
    /// What `discover` looks at.
    station::DiscoveryOptions discovery_options() const;
    /// Looks only for the device of that name ("plant", "inverter 2", or its unit id). Throws WrongUse naming those
    /// that are there.
    const station::Device& find_only(const std::string& name);
    /// Finds the whole station, so that its identity is known, and gives the device. Throws WrongUse.
    const station::Device& find_in_station(const std::string& name);

    transport::Runtime& runtime() { return runtime_; }
    transport::Link& link() { return *link_; }
    station::Station& station() { return *station_; }
    const station::ProfileSet& profiles() const { return profiles_; }

  private:
    const station::Discovery& discover(station::DiscoveryOptions options);
    const station::Device& device(const std::string& name) const;
    void open(const StationOptions& options);
    void open_listening(const transport::ListenEndpoint& endpoint, const StationOptions& options);

    Output& output_;
    station::ProfileSet profiles_;
    std::vector<std::uint8_t> units_;
    bool all_units_ = false;
    transport::Runtime runtime_;
    std::unique_ptr<transport::Link> link_;
    std::unique_ptr<station::Station> station_;
};

/// The device that a person means among those that were found: name ("inverter 2", "inverter-2") or unit id.
const station::Device* find_device(const station::Discovery& discovery, const std::string& name);

}  // namespace firstlight::app::cli
