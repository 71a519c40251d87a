#include "station/recognition.h"

#include "station/applicability.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>

namespace firstlight::station {
namespace {

/// Probe and identity as one stretch of registers, when one request can span it.
std::optional<std::pair<std::uint32_t, std::uint32_t>> identity_window(const Profile& profile, const Point& probe) {
    std::uint32_t first = probe.address, end = probe.end();
    for (const std::string& name : {profile.model_point, profile.serial_point, profile.firmware_point}) {
        const Point* point = name.empty() ? nullptr : profile.find(name);
        if (!point || point->table != probe.table) continue;
        first = std::min<std::uint32_t>(first, point->address);
        end = std::max(end, point->end());
    }
    const bool alone = first == probe.address && end == probe.end();
    if (alone || end - first > profile.limits.read_registers) return std::nullopt;
    return std::pair(first, first + profile.limits.read_registers);
}

bool every_firmware_has(const Point& point, const Point& probe) {
    return point.since <= probe.since && !point.until && !point.optional && point.models.empty();
}

}  // namespace

Families::Families(const ProfileSet& profiles) {
    for (const ProfilePtr& profile : profiles.all()) {
        const Recognition& how = profile->recognition;
        if (how.probe.empty()) continue;
        (!how.rides_on.empty() ? riding : how.units.empty() ? free : fixed).push_back(profile);
    }
    for (auto* group : {&fixed, &free, &riding}) {
        std::ranges::sort(*group, {}, [](const ProfilePtr& p) {
            return std::tuple(p->recognition.order, p->family, p->recognition.instance);
        });
    }
}

transport::Milliseconds Families::slowest() const {
    int longest = 1000;
    for (const ProfilePtr& profile : free) longest = std::max(longest, profile->limits.answer_timeout_ms);
    return transport::Milliseconds(longest);
}

bool Families::is_fixed(std::uint8_t unit) const {
    return std::ranges::any_of(fixed, [&](const ProfilePtr& family) {
        return std::ranges::find(family->recognition.units, unit) != family->recognition.units.end();
    });
}

std::vector<std::uint8_t> units_to_ask(const DiscoveryOptions& options, const Families& families) {
    std::vector<std::uint8_t> units = options.units;
    if (options.all_units || units.empty()) {
        units.resize(options.all_units ? 246 : 10);
        std::iota(units.begin(), units.end(), std::uint8_t{1});
    }
    units.insert(units.end(), options.expected.begin(), options.expected.end());
    std::set<std::uint8_t> seen;
    std::erase_if(units, [&](std::uint8_t unit) { return families.is_fixed(unit) || !seen.insert(unit).second; });
    return units;
}

std::vector<std::uint8_t> carriers_of(const Profile& family, const Discovery& discovery) {
    const Recognition& how = family.recognition;
    std::vector<std::uint8_t> units;
    for (const Device& device : discovery.devices) {
        const Profile& profile = *device.profile;
        const bool before = profile.family == family.family && profile.recognition.instance == how.instance - 1;
        if (how.instance > 1 ? before : profile.id == how.rides_on) units.push_back(device.unit);
    }
    return units;
}

std::optional<ReadBlock> recognising_block(const Session& session, Device device, bool all) {
    const Point& probe = device.profile->at(device.profile->recognition.probe);
    if (!device.version) device.version = probe.since;
    const auto window = all ? identity_window(*device.profile, probe) : std::nullopt;
    std::vector<const Point*> points;
    for (const Point& point : device.profile->points) {
        if (!point.readable() || !applies(point, device) || point.table != probe.table) continue;
        const bool outside = window && (point.address < window->first || point.end() > window->second);
        if (&point == &probe || (all ? !outside : every_firmware_has(point, probe))) points.push_back(&point);
    }
    const std::vector<const Device*> devices{&device};
    ReadRules rules = rules_of_unit(devices, points);
    for (const Point& point : device.profile->points) {
        const bool chosen = std::ranges::find(points, &point) != points.end();
        if (!chosen && applies(point, device)) forbid(rules, point);
    }
    for (const Point* point : points) allow(rules, *point);
    std::vector<ReadBlock> blocks = plan_reads(points, rules, session.cost());
    for (ReadBlock& block : blocks) {
        if (std::ranges::find(block.points, &probe) != block.points.end()) return std::move(block);
    }
    return std::nullopt;
}

}  // namespace firstlight::station
