#include "station/session.h"

#include <algorithm>
#include <stdexcept>

namespace firstlight::station {
namespace {

std::optional<ProtocolVersion> announced(const Session& session, std::uint8_t unit, const Profile& profile) {
    const Announcement& how = *profile.announcement;
    const auto text_of = [&](const std::string& name) {
        const auto found = session.latest.find({unit, &profile.at(name)});
        const bool good = found != session.latest.end() && found->second.good();
        return good ? std::get<std::string>(*found->second.value) : std::string();
    };
    if (text_of(how.point) != how.is) return std::nullopt;
    try {
        return parse_protocol_version(text_of(how.version));
    } catch (const std::invalid_argument&) {
        return std::nullopt;
    }
}

}  // namespace

awaitable<std::optional<ProtocolVersion>> probe_extension(Session& session, Device device) {
    const Profile& profile = *device.profile;
    if (!profile.announcement) co_return std::nullopt;
    std::vector<const Point*> points{&profile.at(profile.announcement->point),
                                     &profile.at(profile.announcement->version)};
    std::ranges::sort(points, {}, &Point::address);
    const auto first = points.front()->address;
    const auto count = static_cast<std::uint16_t>(points.back()->end() - first);
    const ReadBlock block{points.front()->table, first, count, points};
    const BlockOptions how;
    BlockAnswer answer = co_await ask_block(session, device.unit, block.table, block.address, block.count, how);
    if (const auto* fault = std::get_if<transport::LinkFault>(&answer)) {
        if (fault->kind == transport::LinkFailure::other_station)
            throw transport::LinkError(session.link.endpoint(), *fault);
        co_return std::nullopt;
    }
    const auto* words = std::get_if<formats::Words>(&answer);
    if (!words) co_return std::nullopt;
    keep_readings(session, device.unit, block, *words);
    for (const Point* point : points) session.fresh.emplace(device.unit, point);
    co_return announced(session, device.unit, profile);
}

awaitable<void> settle_extension(Session& session) {
    auto& devices = session.discovery.devices;
    const bool has_plant =
        std::ranges::any_of(devices, [](const Device& device) { return !device.profile->recognition.units.empty(); });
    for (std::size_t at = 0; at < devices.size(); ++at) {
        if (has_plant) {
            devices[at].extension = session.discovery.extension;
            continue;
        }
        const auto extension = co_await probe_extension(session, devices[at]);
        devices[at].extension = extension;
        if (extension) session.discovery.extension = extension;
    }
}

}  // namespace firstlight::station
