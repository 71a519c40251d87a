#pragma once

#include "station/session.h"

/// How profiles say that a family is recognised, and which reads tell it.
namespace firstlight::station {

using ProfilePtr = std::shared_ptr<const Profile>;

/// Families by where their profiles say they are: at fixed unit ids, at any, or on another family's unit id. Each in
/// the order in which they are tried.
struct Families {
    std::vector<ProfilePtr> fixed, free, riding;

    explicit Families(const ProfileSet& profiles);
    /// The longest any family may take to answer; one second at least.
    transport::Milliseconds slowest() const;
    bool is_fixed(std::uint8_t unit) const;
};

/// Unit ids in the order in which they are asked, each once, fixed ones left out.
std::vector<std::uint8_t> units_to_ask(const DiscoveryOptions& options, const Families& families);

/// The read that recognises the device's family at its unit. With `all`: as much of what a snapshot needs as fits one
/// request, identity first; one register that this firmware lacks makes it fail. Else only what every firmware has.
std::optional<ReadBlock> recognising_block(const Session& session, Device device, bool all);

/// Units that may have a family that shares a unit id: those of what it rides on and, of several instances, of the one
/// before.
std::vector<std::uint8_t> carriers_of(const Profile& family, const Discovery& discovery);

}  // namespace firstlight::station
