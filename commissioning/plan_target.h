#pragma once

#include "commissioning/plan.h"
#include "station/station.h"

#include <string>
#include <vector>

/// Which devices an item of a plan means, and the consent it carries. The same for settings, tables and commands.
namespace firstlight::commissioning {

struct PlanTarget {
    const Plan& plan;
    std::string device, confirm;
    std::size_t line = 0;

    template <class Item>
    PlanTarget(const Plan& of, const Item& item)
        : plan(of), device(item.device), confirm(item.confirm), line(item.line) {}
};

/// Throws formats::FileError at the item's line.
[[noreturn]] void fail(const PlanTarget& target, const std::string& reason);

/// Whether an item for `target` is for the device of this name too; "every inverter" is for all of that family.
bool means(const std::string& target, const std::string& device);

/// "every inverter": all of the family; none when the station has none.
std::vector<const station::Device*> find_devices(const PlanTarget& target, const station::Discovery& discovery);
/// The same; throws formats::FileError when there is none.
std::vector<const station::Device*> devices_of(const PlanTarget& target, const station::Discovery& discovery);

station::Consent consent_of(const PlanTarget& target, const station::Device& device);

/// Why a device cannot be given what its station does not offer, and what to do instead.
[[noreturn]] void refuse_as_not_offered(const station::Device& device, const std::string& name,
                                        const std::string& wanted, const std::string& why);

}  // namespace firstlight::commissioning
