#pragma once

#include "commissioning/plan.h"

#include <filesystem>
#include <optional>
#include <string>

/// What was typed for a visit and not carried out yet: one plan file for each visit, so that nothing typed is lost.
namespace firstlight::commissioning {

/// What the visit itself says already: purpose, site, people, rule set.
Plan first_plan(const Visit& visit);
/// Nothing when the visit has none. Throws formats::FileError.
std::optional<Plan> load_draft(const std::filesystem::path& folder, const std::string& visit);
/// Typed values of secret points, and of secret columns of tables, are left out: they are typed again. Names of entries
/// of the secret store stay. Throws std::system_error.
void save_draft(const std::filesystem::path& folder, const std::string& visit, Plan plan,
                const station::ProfileSet& profiles);

}  // namespace firstlight::commissioning
