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
    for (ReadBlock& block : plan_reads(points, rules_of_unit(devices, points), session.cost())) {
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
    const auto known = session.latest.find({device.unit, &point});
    if (known != session.latest.end()) co_return Probed::there;
    device.version = version;
    const std::optional<ReadBlock> block = block_around(session, device, point);
    if (!block) co_return Probed::missing;
    const Probed wide = co_await ask_probe(session, device.unit, *block);
    if (wide != Probed::missing || block->points.size() == 1) co_return wide;
    ReadBlock alone{point.table, point.address, point.count, {&point}};
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
            consider(point.since);
            if (point.until) consider(*point.until);
        }
    }
    return newest;
}

/// The newest point that came before `bound` but after the first version: one more step of the ladder.
const Point* step_below(const Profile& profile, ProtocolVersion bound) {
    const Point* newest = nullptr;
    const Point* oldest = nullptr;
    for (const Point& point : profile.points) {
        if (!point.readable() || point.optional || point.until || !point.models.empty()) continue;
        if (point.since < bound && (!newest || point.since > newest->since)) newest = &point;
        if (!oldest || point.since < oldest->since) oldest = &point;
    }
    return newest && newest->since > oldest->since ? newest : nullptr;
}

std::optional<int> pack_number(std::string_view firmware) {
    const auto at = firmware.find("SPC");
    if (at == std::string_view::npos) return std::nullopt;
    int number = 0;
    const auto digits = firmware.substr(at + 3);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end == digits.data()) return std::nullopt;
    return number;
}

}  // namespace

awaitable<void> probe_version(Session& session, Device& plant) {
    const auto& probes = plant.profile->version_probes;
    for (const VersionProbe& one : probes) {
        const Probed result = co_await probe(session, plant, plant.profile->at(one.point), one.version);
        if (result == Probed::there) plant.version = one.version;
        if (result != Probed::missing) co_return;
    }
    if (probes.empty()) co_return;
    const ProtocolVersion oldest = probes.back().version;
    const Point* step = step_below(*plant.profile, oldest);
    if (!step) {
        plant.version = newest_below(session.profiles, oldest);
        co_return;
    }
    const Probed result = co_await probe(session, plant, *step, step->since);
    if (result == Probed::unknown) co_return;
    if (result == Probed::missing) {
        plant.version = newest_below(session.profiles, step->since);
        co_return;
    }
    plant.version = step->since;
    plant.version_at_most = newest_below(session.profiles, oldest);
}

void raise_version_by_firmware(Discovery& discovery) {
    constexpr int first_pack = 114;
    constexpr ProtocolVersion probes_as{2, 8}, speaks{2, 9};
    for (const Device& device : discovery.devices) {
        const std::optional<int> pack = pack_number(device.firmware);
        if (pack && (!discovery.firmware_pack || *pack > *discovery.firmware_pack)) discovery.firmware_pack = pack;
    }
    discovery.probed_version = discovery.version;
    if (discovery.version == probes_as && discovery.firmware_pack.value_or(0) >= first_pack) {
        discovery.version = speaks;
    }
}

}  // namespace firstlight::station
