#pragma once

#include "station/station.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The modes of the energy management (manual 3.1.4): which the station offers, and what belongs to each.
namespace firstlight::commissioning {

struct WorkingMode {
    std::string name;                     ///< as the point "working_mode" calls it: "time_based"
    std::string label;                    ///< for people
    std::vector<std::string> parameters;  ///< points of the plant that act in this mode only
    std::string table;                    ///< its rows rule the mode; empty: none
    std::string warning;                  ///< what one must know before; empty: nothing
    bool offered = true;
    std::string why_not;
};

/// All modes of the extension in the maker's order. On a station without it only remote EMS is offered, by the public
/// point; `now` gives points of the plant.
std::vector<WorkingMode> working_modes(const station::Device& plant, const station::PointLookup& now);

/// The choices of a point that the station offers; of most points all. `now` gives points of the plant.
std::vector<station::Choice> offered_choices(const station::Point& point, const station::PointLookup& now);

/// False for a setting of another working mode than the one that is or will be in force, and for the public switch of
/// remote EMS where the mode is one choice of "working_mode".
bool fits_mode(const station::Device& device, const station::Point& point, const station::PointLookup& now);

/// What one must know before the write: remote EMS is entered or left. Empty: nothing. `now`: what the station has.
std::string warning_before(const station::Point& point, const station::Value& wanted,
                           const std::optional<station::Value>& now);

/// The point that sets the mode, and its value: "working_mode" where the extension is, else "remote_ems_enable". The
/// mode must be offered.
std::pair<const station::Point*, double> write_of_mode(const station::Device& plant, std::string_view mode);

}  // namespace firstlight::commissioning
