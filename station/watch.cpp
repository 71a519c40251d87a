#include "station/watch.h"

#include "station/session.h"

#include <algorithm>

namespace firstlight::station {

std::vector<WatchedPoints> two_requests_a_round(const Discovery& discovery,
                                                const std::map<std::string, std::set<std::string>>& wanted) {
    std::vector<WatchedPoints> requests;
    for (const auto& device : discovery.devices) {
        const auto names = wanted.find(device.name());
        if (names == wanted.end()) continue;
        std::vector<const Point*> points;
        for (const auto& point : device.profile->points)
            if (names->second.contains(point.name) && applies(point, device)) points.push_back(&point);
        for (const auto& block : plan_reads(points, rules_of_unit({&device}, points), {})) {
            WatchedPoints request{device.name(), {}, true};
            for (const auto* point : block.points) request.points.insert(point->name);
            requests.push_back(std::move(request));
        }
    }
    const auto most = std::ranges::max_element(requests, {}, [](const auto& request) { return request.points.size(); });
    if (most != requests.end()) most->in_turn = false;
    return requests;
}

}  // namespace firstlight::station
