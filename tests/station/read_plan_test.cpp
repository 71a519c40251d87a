#include "station/read_plan.h"

#include "tests/station/fixture_csv.h"

#include <algorithm>
#include <limits>
#include <random>
#include <set>

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

using namespace firstlight::station;

namespace {

const ProfileSet& profiles() {
    static const auto set = ProfileSet::load(firstlight::tests::shipped_profiles());
    return set;
}

std::vector<const Point*> points_of(const Profile& profile, bool with_extension = false) {
    std::vector<const Point*> points;
    for (const auto& point : profile.points)
        if (exists_in(point, ProtocolVersion{2, 9}) && (with_extension || !point.of_extension))
            points.push_back(&point);
    return points;
}

Point at(std::uint16_t address, std::uint16_t count, Table table = Table::input) {
    Point point;
    point.name = "p" + std::to_string(address);
    point.address = address;
    point.count = count;
    point.table = table;
    return point;
}

std::vector<const Point*> pointers(const std::vector<Point>& points) {
    std::vector<const Point*> result;
    for (const auto& point : points) result.push_back(&point);
    return result;
}

double cost_of(const std::vector<ReadBlock>& blocks, ReadCost cost) {
    double total = 0;
    for (const auto& block : blocks) total += cost.request + cost.per_register * block.count;
    return total;
}

bool allowed(const Point& first, const Point& last, const ReadRules& rules) {
    for (std::uint32_t address = first.address; address < last.end(); ++address)
        if (rules.forbidden.contains({first.table, static_cast<std::uint16_t>(address)})) return false;
    return last.end() - first.address <= rules.max_registers;
}

/// Every way to cut sorted points into runs, by trying all sets of cuts.
double cheapest_by_trial(const std::vector<const Point*>& points, const ReadRules& rules, ReadCost cost) {
    double best = std::numeric_limits<double>::infinity();
    for (unsigned cuts = 0; cuts < 1U << (points.size() - 1); ++cuts) {
        double total = 0;
        std::size_t begin = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (i + 1 < points.size() && !(cuts >> i & 1U)) continue;
            const bool fits = begin == i || allowed(*points[begin], *points[i], rules);
            total += fits ? cost.request + cost.per_register * (points[i]->end() - points[begin]->address)
                          : std::numeric_limits<double>::infinity();
            begin = i + 1;
        }
        best = std::min(best, total);
    }
    return best;
}

}  // namespace

TEST_CASE("The plan costs as little as the best of all plans") {
    std::mt19937 random(20261123);
    const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
    for (int round = 0; round < 400; ++round) {
        CAPTURE(round);
        std::vector<Point> points;
        int address = pick(0, 20);
        for (int n = pick(1, 11); n > 0; --n) {
            points.push_back(at(static_cast<std::uint16_t>(address), static_cast<std::uint16_t>(pick(1, 4))));
            address = static_cast<int>(points.back().end()) + (pick(0, 2) ? pick(0, 12) : 0);
        }
        ReadRules rules;
        rules.max_registers = static_cast<std::uint16_t>(pick(4, 40));
        for (int n = pick(0, 3); n > 0; --n) {
            const auto forbidden = static_cast<std::uint16_t>(pick(0, address));
            const bool hits = std::any_of(points.begin(), points.end(), [&](const auto& point) {
                return forbidden >= point.address && forbidden < point.end();
            });
            if (!hits) rules.forbidden.emplace(Table::input, forbidden);
        }
        const ReadCost cost{pick(0, 40) / 4.0, pick(0, 4) / 4.0};
        const auto sorted = pointers(points);
        auto shuffled = sorted;
        std::shuffle(shuffled.begin(), shuffled.end(), random);

        const auto blocks = plan_reads(shuffled, rules, cost);
        CHECK(cost_of(blocks, cost) == Catch::Approx(cheapest_by_trial(sorted, rules, cost)));
        std::vector<const Point*> covered;
        for (const auto& block : blocks) {
            CHECK(block.address == block.points.front()->address);
            CHECK(block.address + block.count == block.points.back()->end());
            CHECK(allowed(*block.points.front(), *block.points.back(), rules));
            covered.insert(covered.end(), block.points.begin(), block.points.end());
        }
        CHECK(covered == sorted);
    }
}

TEST_CASE("Every readable point of a profile is read once, and nothing that must not be") {
    for (const auto& profile : profiles().all()) {
        CAPTURE(profile->id);
        const auto rules = rules_of(*profile);
        const auto points = points_of(*profile, true);
        std::set<const Point*> covered;
        for (const auto& block : plan_reads(points, rules, {1.0, 0.001})) {
            CHECK(block.count <= profile->limits.read_registers);
            for (const auto* point : block.points) CHECK(covered.insert(point).second);
            for (const auto& point : profile->points)
                if (!point.readable() && point.table == block.table)
                    CHECK((point.end() <= block.address || point.address >= block.address + block.count));
        }
        const auto readable =
            std::count_if(points.begin(), points.end(), [](auto* point) { return point->readable(); });
        CHECK(covered.size() == static_cast<std::size_t>(readable));
    }
}

TEST_CASE("the commissioning extension lies so close together that it costs few requests more") {
    const auto requests = [](const char* id) {
        const auto& profile = profiles().at(id);
        return plan_reads(points_of(profile, true), rules_of(profile), {1.0, 0.0}).size();
    };
    CHECK(requests("plant") == 7 + 3);
    CHECK(requests("inverter") == 4 + 1);
    CHECK(requests("dc_charger") == 2 + 2);
    CHECK(requests("ac_charger") == 2 + 2);
    CHECK(requests("gateway") == 1);
    CHECK(requests("battery_module_1") == 1);
}

TEST_CASE("At the maker's pace the public map takes the fewest requests that its gaps allow") {
    // 287 registers from 30000: three reads. 40001 to 40158 with a reserved stretch: two. 50000 to 50183: two.
    const auto requests = [](const char* id) {
        const auto& profile = profiles().at(id);
        return plan_reads(points_of(profile), rules_of(profile), {1.0, 0.0}).size();
    };
    CHECK(requests("plant") == 7);
    CHECK(requests("inverter") == 4);    // 30500, 31000, 31509, 41501
    CHECK(requests("dc_charger") == 2);  // across the inverter's PV energies
    CHECK(requests("ac_charger") == 2);
    CHECK(requests("pss") == 2);
    CHECK(requests("pid") == 1);
}

TEST_CASE("Equal costs: the plan that reads fewer registers") {
    const std::vector<Point> points = {at(0, 1), at(3, 1), at(5, 1)};
    ReadRules rules;
    rules.max_registers = 4;
    const auto blocks = plan_reads(pointers(points), rules, {1.0, 0.0});
    REQUIRE(blocks.size() == 2);
    CHECK(blocks[0].count == 1);
    CHECK(blocks[1].address == 3);
    CHECK(blocks[1].count == 3);
}

TEST_CASE("Tables are never mixed, points given twice are read once, forbidden ones not at all") {
    std::vector<Point> points = {at(1, 1, Table::holding), at(0, 1), at(1, 1), at(2, 1, Table::holding)};
    points.push_back(at(3, 1, Table::holding));
    points.back().access = Access::write_only;
    auto wanted = pointers(points);
    wanted.push_back(wanted.front());
    ReadRules rules;
    rules.forbidden.emplace(Table::holding, 2);
    const auto blocks = plan_reads(wanted, rules, {});
    REQUIRE(blocks.size() == 2);
    CHECK(blocks[0].table == Table::input);
    CHECK(blocks[0].count == 2);
    CHECK(blocks[1].table == Table::holding);
    CHECK(blocks[1].points == std::vector<const Point*>{&points[0]});
    CHECK(plan_reads({}, rules, {}).empty());
}

TEST_CASE("Reserved registers may be crossed, unknown ones and those of newer firmware not") {
    const auto& plant = profiles().at("plant");
    const auto rules = rules_of(plant);
    CHECK(rules.forbidden.contains({Table::holding, 40000}));
    CHECK(rules.forbidden.contains({Table::holding, 40159}));
    CHECK_FALSE(rules.forbidden.contains({Table::input, 30073}));
    CHECK_FALSE(rules.forbidden.contains({Table::holding, 40100}));

    CHECK_FALSE(rules.forbidden.contains({Table::input, 30272}));
    CHECK_FALSE(rules_of(plant, ProtocolVersion{2, 8}).forbidden.contains({Table::input, 30272}));

    // V2.5 has 30620 but not yet 30613 to 30619.
    const auto& inverter = profiles().at("inverter");
    CHECK(rules_of(inverter, ProtocolVersion{2, 5}).forbidden.contains({Table::input, 30613}));
    CHECK_FALSE(rules_of(inverter, ProtocolVersion{2, 6}).forbidden.contains({Table::input, 30613}));
    const auto& charger = profiles().at("dc_charger");
    CHECK_FALSE(rules_of(charger).forbidden.contains({Table::input, 31509}));
}
