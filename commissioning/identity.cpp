#include "commissioning/identity.h"

#include "text/text.h"

#include <algorithm>

namespace firstlight::commissioning {

namespace {

bool contains(const std::vector<std::string>& list, const std::string& one) {
    return std::ranges::find(list, one) != list.end();
}

/// Serial numbers that earlier sessions have read, the anchor's first.
std::vector<std::string> known_serials(const Visit& visit) {
    std::vector<std::string> known;
    if (!visit.anchor_serial.empty()) known.push_back(visit.anchor_serial);
    for (const auto& device : visit.devices) {
        if (!device.serial.empty()) known.push_back(device.serial);
    }
    return known;
}

bool has_serial_register(const station::Discovery& found) {
    return std::ranges::any_of(found.devices,
                               [](const station::Device& device) { return device.serial_point() != nullptr; });
}

std::string confirm_how() {
    return text::tr(
        "Nothing is written until it is. Check the link and go on with the visit; or look at the type plate "
        "and say that it is this visit's station (same_station in the plan, --same-station).");
}

/// The first session: the station is the one that the person has chosen.
Identity first_seen(const station::Discovery& found, const Plan& plan) {
    Identity identity;
    identity.adopt = !found.anchor_serial.empty();
    identity.proven = identity.adopt || !has_serial_register(found) || plan.same_station;
    identity.by_hand = identity.proven && !identity.adopt && has_serial_register(found);
    if (!identity.proven) {
        identity.remark =
            text::trf("No serial number could be read, so it is not known which station this is. {}", confirm_how());
    } else if (!identity.adopt) {
        identity.remark = text::tr(
            "No device here tells a serial number, so this visit cannot tell its station from another one. When it "
            "goes on, somebody has to say that it is the same.");
    }
    return identity;
}

/// Earlier sessions have found devices, and no serial number.
Identity seen_without_serial(const Visit& visit, const station::Discovery& found, const Plan& plan) {
    const auto& serial = found.anchor_serial;
    Identity identity;
    identity.by_hand = plan.same_station || (!serial.empty() && contains(plan.expected_serials, serial));
    if (!identity.by_hand && !serial.empty()) throw StationUnconfirmed(visit.id, serial);
    identity.proven = identity.by_hand;
    identity.adopt = identity.by_hand && !serial.empty();
    if (!identity.proven) {
        identity.remark =
            text::trf("No serial number tells whether this is the station of the earlier sessions. {}", confirm_how());
    } else if (!serial.empty()) {
        identity.remark = text::trf("Station {} is taken as this visit's: it was named by hand.", serial);
    }
    return identity;
}

}  // namespace

DifferentStation::DifferentStation(std::string visit, std::string expected, std::string found)
    : std::runtime_error(text::trf("Visit {} belongs to station {}, but this is station {}. If the first inverter was "
                                   "replaced, list {} among the former anchors of the plan.",
                                   visit, expected, found, expected)),
      visit_(std::move(visit)),
      expected_(std::move(expected)),
      found_(std::move(found)) {}

StationUnconfirmed::StationUnconfirmed(std::string visit, std::string found)
    : std::runtime_error(text::trf("No serial number could be read in the earlier sessions of visit {}; now station {} "
                                   "answers, and nothing says that it is the same.",
                                   visit, found)),
      visit_(std::move(visit)),
      found_(std::move(found)) {}

StationChanged::StationChanged(std::string expected, std::optional<std::string> found)
    : std::runtime_error(text::trf("Station {} is not the one that answers any more.", expected)),
      expected_(std::move(expected)),
      found_(std::move(found)) {}

Identity identify(const Visit& visit, const station::Discovery& found, const Plan& plan) {
    const auto known = known_serials(visit);
    if (known.empty()) return visit.devices.empty() ? first_seen(found, plan) : seen_without_serial(visit, found, plan);
    const auto is_there = [&](const station::Device& device) { return contains(known, device.serial); };
    const auto& anchor = visit.anchor_serial;
    const bool replaced = !anchor.empty() && contains(visit.former_anchors, anchor);
    Identity identity;
    identity.proven = replaced || std::ranges::any_of(found.devices, is_there);
    if (!identity.proven && !found.anchor_serial.empty())
        throw DifferentStation(visit.id, known.front(), found.anchor_serial);
    identity.adopt = !found.anchor_serial.empty() && (anchor.empty() || replaced);
    if (identity.proven) return identity;
    identity.proven = identity.by_hand = plan.same_station;
    if (!identity.proven) {
        identity.remark = text::trf("No serial number could be read, so it is not proven that this is station {}. {}",
                                    known.front(), confirm_how());
    }
    return identity;
}

}  // namespace firstlight::commissioning
