#include "station/applicability.h"
#include "station/session.h"

#include <algorithm>
#include <charconv>

namespace firstlight::station {
namespace {

enum class Probed { there, missing, unknown };

/// The block that a snapshot of this version would read around the point.
std::optional<ReadBlock> block_around(Session& session, const Device& device, const Point& point) {
    std::vector<const Point*> points;
    for (const Point& other : device.profile->points) {
        if (other.readable() && applies(other, device) && !session.fresh.contains({device.unit, &other})) {
            points.push_back(&other);
        }
    }
    const std::vector<const Device*> devices{&device};
    std::vector<ReadBlock> blocks = plan_reads(points, rules_of_unit(devices, points), session.cost());
    for (ReadBlock& block : blocks) {
        if (std::ranges::find(block.points, &point) != block.points.end()) return std::move(block);
    }
    return std::nullopt;
}

awaitable<Probed> ask_probe(Session& session, std::uint8_t unit, const ReadBlock& block) {
    const BlockOptions options;
    BlockAnswer answer = co_await ask_block(session, unit, block.table, block.address, block.count, options);
    if (const auto* words = std::get_if<formats::Words>(&answer)) {
        keep_readings(session, unit, block, *words);
        for (const Point* point : block.points) session.fresh.emplace(unit, point);
        co_return Probed::there;
    }
    co_return std::holds_alternative<formats::ExceptionCode>(answer) ? Probed::missing : Probed::unknown;
}

/// Asks with the block a snapshot needs anyway, so that the answer is not thrown away; refused, the point alone
/// decides, because one register the firmware lacks makes the whole block be refused.
awaitable<Probed> probe(Session& session, Device device, const Point& point, ProtocolVersion version) {
    if (session.latest.contains({device.unit, &point})) co_return Probed::there;
    device.version = version;
    const std::optional<ReadBlock> block = block_around(session, device, point);
    if (block && block->points.size() > 1) {
        const Probed wide = co_await ask_probe(session, device.unit, *block);
        if (wide != Probed::missing) co_return wide;
    }
    const ReadBlock alone{point.table, point.address, point.count, {&point}};
    co_return co_await ask_probe(session, device.unit, alone);
}

/// The newest version below `bound` that any profile speaks of.
std::optional<ProtocolVersion> newest_below(const ProfileSet& profiles, ProtocolVersion bound) {
    std::optional<ProtocolVersion> newest;
    const auto consider = [&](ProtocolVersion version) {
        if (version < bound && (!newest || version > *newest)) newest = version;
    };
    for (const auto& profile : profiles.all()) {
        for (const Point& point : profile->points) {
            if (point.of_extension) continue;
            consider(point.since);
            if (point.until) consider(*point.until);
        }
    }
    return newest;
}

}  // namespace

std::optional<int> firmware_pack(std::string_view firmware) {
    const auto at = firmware.find("SPC");
    if (at == std::string_view::npos) return std::nullopt;
    int number = 0;
    const auto digits = firmware.substr(at + 3);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end == digits.data()) return std::nullopt;
    return number;
}

awaitable<void> probe_version(Session& session, Device& plant) {
    std::optional<ProtocolVersion> refused;  // oldest version that was not there
    for (const VersionProbe& one : plant.profile->version_probes) {
        Probed result = co_await probe(session, plant, plant.profile->at(one.point), one.version);
        if (result == Probed::there && !one.without.empty()) {
            const Probed other = co_await probe(session, plant, plant.profile->at(one.without), one.version);
            if (other == Probed::there) result = Probed::missing;
        }
        if (result == Probed::unknown) co_return;
        if (result == Probed::there) {
            plant.version = one.version;
            break;
        }
        refused = one.version;
    }
    if (!refused) co_return;
    const std::optional<ProtocolVersion> at_most = newest_below(session.profiles, *refused);
    if (!plant.version) plant.version = at_most;
    if (at_most > plant.version) plant.version_at_most = at_most;
}

void raise_version_by_firmware(Discovery& discovery) {
    constexpr int first_pack = 114;
    constexpr ProtocolVersion probes_as{2, 8}, speaks{2, 9};
    for (const Device& device : discovery.devices) {
        const std::optional<int> pack = firmware_pack(device.firmware);
        if (pack && (!discovery.firmware_pack || *pack > *discovery.firmware_pack)) discovery.firmware_pack = pack;
    }
    discovery.probed_version = discovery.version;
    if (discovery.version == probes_as && discovery.firmware_pack.value_or(0) >= first_pack) {
        discovery.version = speaks;
    }
}

}  // namespace firstlight::station
