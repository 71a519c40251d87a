#pragma once

#include "commissioning/point_rows.h"
#include "station/device.h"

#include <optional>
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
    std::vector<PointRows> rows;           ///< numbered points that are set as a list
    std::vector<std::string> not_offered;  ///< labels of what the extension or a newer firmware has

    /// The station offers nothing of it over Modbus: it is set in the maker's app and confirmed by hand.
    bool by_hand() const { return points.empty() && tables.empty() && commands.empty() && rows.empty(); }
};

/// A trip limit that the station keeps by its grid code: read, and compared with the rule set.
bool is_trip_limit(const station::Point& point);

/// "The station does not offer over Modbus: Schedule, Rate plan (...)", for the record of a visit; nothing when it
/// offers all.
std::optional<std::string> what_is_not_offered(const std::vector<SettingPage>& pages);

/// What a station is for (manual 2.2); decides which pages it has.
enum class StationUse {
    charging,     ///< chargers alone
    pv_charging,  ///< sun and chargers
    storage,      ///< with a battery
};
/// By the station's own word (the point "station_use"), else by its devices: without an inverter it only charges.
StationUse use_of(const station::Discovery& discovery, std::optional<double> said);

/// The pages that fit this station, in the order in which they are worked through. Pages of devices that it does not
/// have, or that mean nothing where it is used or in its country, are left out; those that need the commissioning
/// extension are there without anything in them. `plant` gives what the station says that it offers; what is not known
/// counts as offered.
std::vector<SettingPage> setting_pages(const station::Discovery& discovery, StationUse use,
                                       const station::PointLookup& plant = {});
/// Points of the plant that setting_pages and use_of look at.
std::vector<std::string> points_of_offer();

}  // namespace firstlight::commissioning
