#pragma once

#include "commissioning/plan.h"
#include "commissioning/settings.h"
#include "commissioning/settings_comparison.h"

#include <filesystem>
#include <string>
#include <vector>

/// Differences become a plan, which goes through review and proof like any other; and settings that a company keeps for
/// every station.
namespace firstlight::commissioning {

/// A plan that gives the station the wanted side of these differences. Each must be one that can be restored, of
/// compare(..., present, ...). What others need is written first. Rows that are not among the differences stay.
Plan restore_plan(const std::vector<KeptDifference>& chosen, const StationSettings& present,
                  const station::ProfileSet& profiles);

/// The writes of such a plan were decided on what was `present`.
void remember_seen(std::vector<PlannedWrite>& writes, const StationSettings& present);

/// The settings without what belongs to one station: serial numbers, names, addresses, owner, cards.
StationSettings template_from(StationSettings settings, const std::string& name);

/// Whether a template can be called so: letters, digits, space, '-' and '_', at most 60 characters.
bool is_template_name(const std::string& name);
std::filesystem::path template_file(const std::filesystem::path& folder, const std::string& name);
/// Names of the templates in the folder, in order; none when there is no folder.
std::vector<std::string> list_templates(const std::filesystem::path& folder);
/// Makes the folder when there is none and replaces a template of that name. Throws std::system_error.
void save_template(const StationSettings& settings, const std::filesystem::path& folder);
/// Throws formats::FileError, also when there is none of that name.
StationSettings load_template(const std::filesystem::path& folder, const std::string& name);

}  // namespace firstlight::commissioning
