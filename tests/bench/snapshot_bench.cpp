#include "measure.h"
#include "simulator/virtual_station.h"
#include "station/profile.h"
#include "station/read_plan.h"
#include "station/station.h"
#include "transport/modbus_server.h"

#include <algorithm>
#include <limits>
#include <set>

#include <fmt/core.h>

namespace firstlight::bench {

namespace {

using namespace station;

/// What reading costs on one kind of line.
struct Line {
    const char* name;
    double byte, request;  ///< seconds: each byte; fixed part of a request beside its bytes
    ReadCost cost() const { return {request + 13 * byte, 2 * byte}; }
};

constexpr Line lines[] = {{"RTU 9600, device 5 ms", 10.0 / 9600, 2 * 0.00401 + 0.005},
                          {"RTU 115200, device 5 ms", 10.0 / 115200, 2 * 0.00175 + 0.005},
                          {"TCP, 6 ms each", 1e-7, 0.006}};

/// Bytes on an RTU line: eight asked, five and the registers answered.
struct Totals {
    std::size_t requests = 0, registers = 0;
    double seconds(const Line& line) const {
        return static_cast<double>(requests) * line.cost().request
               + static_cast<double>(registers) * line.cost().per_register;
    }
    std::size_t bytes() const { return requests * 13 + registers * 2; }
    Totals& operator+=(const Totals& more) {
        requests += more.requests;
        registers += more.registers;
        return *this;
    }
};

std::vector<const Point*> readable(const Profile& profile) {
    std::vector<const Point*> points;
    for (const auto& point : profile.points)
        if (point.readable()) points.push_back(&point);
    return points;
}

Totals one_by_one(const Profile& profile) {
    Totals totals;
    for (const auto* point : readable(profile)) totals += {1, point->count};
    return totals;
}

Totals planned(const Profile& profile, const Line& line) {
    Totals totals;
    const auto points = readable(profile);
    for (const auto& block : plan_reads(points, rules_of(profile), line.cost())) totals += {1, block.count};
    return totals;
}

bool may_read(const ReadRules& rules, Table table, std::uint32_t begin, std::uint32_t end) {
    for (auto address = begin; address < end; ++address)
        if (rules.forbidden.contains({table, static_cast<std::uint16_t>(address)})) return false;
    return end - begin <= rules.max_registers;
}

/// The cheapest way to cover all points of one table, found from the last point backwards over every possible block;
/// written apart from the planner it judges.
Totals cheapest(std::vector<const Point*> points, const ReadRules& rules, const Line& line) {
    std::sort(points.begin(), points.end(), [](auto* a, auto* b) { return a->address < b->address; });
    std::vector<Totals> best(points.size() + 1);
    for (std::size_t from = points.size(); from-- > 0;) {
        double cost = std::numeric_limits<double>::infinity();
        std::uint32_t end = 0;
        for (std::size_t to = from; to < points.size(); ++to) {
            end = std::max(end, points[to]->end());
            const auto begin = std::uint32_t{points[from]->address};
            if (!may_read(rules, points[from]->table, begin, end)) continue;
            auto totals = best[to + 1];
            totals += {1, end - begin};
            if (totals.seconds(line) >= cost) continue;
            cost = totals.seconds(line);
            best[from] = totals;
        }
    }
    return best[0];
}

Totals optimum(const Profile& profile, const Line& line, bool only_known_registers) {
    auto rules = rules_of(profile);
    if (!only_known_registers) rules.forbidden.clear();
    std::map<Table, std::vector<const Point*>> tables;
    for (const auto* point : readable(profile)) tables[point->table].push_back(point);
    Totals totals;
    for (const auto& [table, points] : tables) totals += cheapest(points, rules, line);
    return totals;
}

/// What a link has carried.
struct Carried {
    std::uint64_t requests = 0, bytes = 0;
};

Carried carried(const transport::Link& link) {
    const auto& counts = link.statistics();
    return {counts.all.asked, counts.bytes_sent + counts.bytes_received};
}

transport::awaitable<void> read_house(transport::Link& link, const ProfileSet& profiles) {
    Station station(link, profiles);
    co_await station.discover({});
    const auto found = carried(link);
    const auto snapshot = co_await station.snapshot();
    const auto all = carried(link);
    std::size_t values = 0;
    for (const auto& device : snapshot.devices) values += device.readings.size();
    fmt::print("  discovery {} requests, {} bytes; snapshot of {} devices, {} points: {} requests, {} bytes\n",
               found.requests, found.bytes, snapshot.devices.size(), values, all.requests - found.requests,
               all.bytes - found.bytes);
}

/// The same for real: our client reads the virtual station over TCP; silent units are part of the search.
void bench_real_house(const Options& options, const ProfileSet& profiles) {
    transport::Runtime runtime;
    simulator::VirtualStation house(
        profiles, simulator::load_scenario(options.data_folder + "/scenarios/healthy_house.json", profiles));
    const auto server = transport::serve_tcp(runtime, "127.0.0.1", 0, house.handler());
    transport::LinkOptions fast;
    fast.pace.interval = {};
    const auto link = runtime.run(transport::open_link(server->endpoint(), fast));
    fmt::print("virtual station healthy_house over TCP\n");
    runtime.run(read_house(*link, profiles));
}

void show(const char* what, const Totals& totals, const Line& line, double best) {
    fmt::print("  {:<36} {:>4} requests {:>6} bytes {:>8.3f} s  {:>6.3f} of the optimum\n", what, totals.requests,
               totals.bytes(), totals.seconds(line), totals.seconds(line) / best);
}

}  // namespace

void bench_snapshot(const Options& options) {
    const auto profiles = ProfileSet::load(options.data_folder + "/profiles");
    fmt::print("\nReading every point of a house (computed from the profiles: {})\n",
               "plant, inverter, DC charger, AC charger");
    for (const auto& line : lines) {
        Totals single, plan, best, bound;
        for (const auto& profile : profiles.all()) {
            if (profile->id == "pss" || profile->id == "pid") continue;
            single += one_by_one(*profile);
            plan += planned(*profile, line);
            best += optimum(*profile, line, true);
            bound += optimum(*profile, line, false);
        }
        fmt::print("{}\n", line.name);
        show("one by one", single, line, best.seconds(line));
        show("planned", plan, line, best.seconds(line));
        show("optimum", best, line, best.seconds(line));
        show("optimum if gaps could be read", bound, line, best.seconds(line));
    }
    bench_real_house(options, profiles);
}

}  // namespace firstlight::bench
