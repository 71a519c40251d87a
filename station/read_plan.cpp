#include "station/read_plan.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <vector>

namespace firstlight::station {
namespace {

using Registers = std::set<std::pair<Table, std::uint16_t>>;

bool touches(const Registers& registers, Table table, std::uint32_t begin, std::uint32_t end) {
    const auto found = registers.lower_bound({table, static_cast<std::uint16_t>(begin)});
    return found != registers.end() && found->first == table && found->second < end;
}

/// Registers one read may have inside, and may not, whatever the device said before.
struct Map {
    Registers known, barred;
};

void add(Registers& registers, Table table, std::uint32_t begin, std::uint32_t end) {
    for (auto address = begin; address < end; ++address) registers.emplace(table, static_cast<std::uint16_t>(address));
}

Map map_of(const Profile& profile, std::optional<ProtocolVersion> version) {
    Map map;
    for (const auto& range : profile.reserved)
        if (exists_in(range, version)) add(map.known, range.table, range.address, range.end());
    for (const auto& point : profile.points)
        if (exists_in(point, version))
            add(point.readable() ? map.known : map.barred, point.table, point.address, point.end());
    return map;
}

/// Best way to read the first `i` points: what it costs, and where its last block begins.
struct Step {
    double cost = std::numeric_limits<double>::infinity();
    std::uint32_t registers = 0;  ///< of equal costs the plan with fewer registers wins
    std::size_t from = 0;
};

/// `points` of one table by address; appends the cheapest blocks. Optimal because an optimal plan reads sorted points
/// in contiguous runs: O(points * points in one block).
void plan_table(std::span<const Point* const> points, const ReadRules& rules, ReadCost cost,
                std::vector<ReadBlock>& blocks) {
    std::vector<Step> best(points.size() + 1);
    best[0].cost = 0;
    for (std::size_t to = 1; to <= points.size(); ++to) {
        std::uint32_t end = 0;
        for (std::size_t from = to; from-- > 0;) {
            const Point& first = *points[from];
            end = std::max(end, first.end());
            const std::uint32_t span = end - first.address;
            const bool alone = to - from == 1;
            if (!alone && (span > rules.max_registers || touches(rules.forbidden, first.table, first.address, end)))
                break;
            const Step step{best[from].cost + cost.request + cost.per_register * span, best[from].registers + span,
                            from};
            if (step.cost < best[to].cost || (step.cost == best[to].cost && step.registers < best[to].registers))
                best[to] = step;
        }
    }
    const auto first_block = static_cast<std::ptrdiff_t>(blocks.size());
    for (std::size_t to = points.size(); to > 0; to = best[to].from) {
        const auto run = points.subspan(best[to].from, to - best[to].from);
        std::uint32_t end = 0;
        for (const auto* point : run) end = std::max(end, point->end());
        blocks.push_back({run.front()->table,
                          run.front()->address,
                          static_cast<std::uint16_t>(end - run.front()->address),
                          {run.begin(), run.end()}});
    }
    std::reverse(blocks.begin() + first_block, blocks.end());
}

}  // namespace

ReadRules rules_of(const Profile& profile, std::optional<ProtocolVersion> version) {
    ReadRules rules;
    rules.max_registers = profile.limits.read_registers;
    const Map map = map_of(profile, version);
    rules.forbidden = map.barred;
    const std::pair<Table, std::uint16_t>* before = nullptr;
    for (const auto& at : map.known) {
        // A gap wider than one read cannot be crossed anyway.
        if (before && before->first == at.first && at.second - before->second <= rules.max_registers)
            add(rules.forbidden, at.first, before->second + 1U, at.second);
        before = &at;
    }
    return rules;
}

std::vector<ReadBlock> plan_reads(std::span<const Point* const> points, const ReadRules& rules, ReadCost cost) {
    std::vector<const Point*> sorted;
    for (const auto* point : points)
        if (point->readable() && !touches(rules.forbidden, point->table, point->address, point->end()))
            sorted.push_back(point);
    const auto place = [](const Point* point) { return std::tuple(point->table, point->address, point->count, point); };
    std::sort(sorted.begin(), sorted.end(), [&](auto* a, auto* b) { return place(a) < place(b); });
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());

    std::vector<ReadBlock> blocks;
    for (auto begin = sorted.begin(); begin != sorted.end();) {
        const auto end =
            std::find_if(begin, sorted.end(), [&](auto* point) { return point->table != (*begin)->table; });
        plan_table({begin, end}, rules, cost, blocks);
        begin = end;
    }
    return blocks;
}

}  // namespace firstlight::station
