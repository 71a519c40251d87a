#pragma once

#include "station/device.h"

#include <string>
#include <vector>

/// What a person sets on a station, page by page: which points, tables and commands of which devices belong together.
namespace firstlight::commissioning {

/// Something of a device; both belong to the discovery it was made from.
template <class Thing>
struct PartOf {
    const station::Device* device = nullptr;
    const Thing* thing = nullptr;
};

struct SettingPage {
    std::string id;       ///< "lights", "charger 2"; stable
    std::string name;     ///< for the list
    std::string why;      ///< one sentence
    std::string warning;  ///< what one must know before; empty: nothing
    std::vector<PartOf<station::Point>> points;
    std::vector<PartOf<station::RowTable>> tables;
    std::vector<PartOf<station::Command>> commands;

    /// The station offers nothing of it over Modbus: it is set in the maker's app and confirmed by hand.
    bool by_hand() const { return points.empty() && tables.empty() && commands.empty(); }
};

/// The pages that fit this station, in the order in which they are worked through. Pages of devices that it does not
/// have are left out; those that need the commissioning extension are there without anything in them.
std::vector<SettingPage> setting_pages(const station::Discovery& discovery);

}  // namespace firstlight::commissioning
