#pragma once

#include "commissioning/plan.h"
#include "commissioning/visit_store.h"

#include <filesystem>
#include <string>

namespace firstlight::commissioning {

/// What the visit was to set: its draft, or else the settings that its journal proves. Without site, serial numbers and
/// what was said there, and without confirmations of risky settings: those are given anew for each station; so
/// are commands. Settings that `profiles` cannot read back as typed, secrets, and what belongs to that station or its
/// people (names, addresses, the owner, cards) are left out.
Plan template_of(const Visit& visit, const std::optional<Plan>& draft, const station::ProfileSet& profiles);

/// Begins a visit with the people, purpose, rule set and planned settings of another; its site is empty. Throws
/// std::out_of_range, store::StoreError, formats::FileError and std::system_error.
Visit duplicate_visit(VisitStore& store, const std::filesystem::path& drafts, const station::ProfileSet& profiles,
                      const std::string& source, const std::string& program_version);

}  // namespace firstlight::commissioning
