#include "station/session.h"

namespace firstlight::station {
namespace {

/// Searches begun because the connection was cut during the one before.
constexpr int most_searches = 3;

awaitable<Discovery> search_over_one_connection(Session& session, DiscoveryOptions options, ProgressSink progress) {
    session.begun_with.reset();
    session.proven_connection = session.link.statistics().reconnects;
    Discovery found = co_await search_devices(session, std::move(options), std::move(progress));
    // It may have been cut at the very last.
    const std::string doubt = co_await identity_doubt(session);
    if (doubt.empty()) co_return found;
    throw transport::LinkError(session.link.endpoint(), {transport::LinkFailure::other_station, {}, {}, {}, doubt});
}

}  // namespace

awaitable<Discovery> discover_devices(Session& session, DiscoveryOptions options, ProgressSink progress) {
    for (int searches = 1;; ++searches) {
        try {
            co_return co_await search_over_one_connection(session, options, progress);
        } catch (const transport::LinkError& error) {
            // What was found may be of two stations.
            if (error.fault().kind != transport::LinkFailure::other_station || searches == most_searches) throw;
        }
    }
}

}  // namespace firstlight::station
