#pragma once

#include "commissioning/plan.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

/// What a plan names of the operating system's secret store instead of giving it.
namespace firstlight::commissioning {

/// Entry to its secret. Lives as long as the plan is carried out, and is written nowhere.
using Secrets = std::map<std::string, std::string, std::less<>>;
/// Nothing: there is no such entry. store::find_secret, which may block.
using SecretLookup = std::function<std::optional<std::string>(const std::string& entry)>;

/// The entries that the plan names, each once, sorted.
std::set<std::string> secrets_named_in(const Plan& plan);
/// Whether the plan names any entry.
bool names_secrets(const Plan& plan);
/// Every entry that the plan names. Throws formats::FileError at the line of one that is missing, and what `look_up`
/// throws.
Secrets secrets_of(const Plan& plan, const SecretLookup& look_up);

/// Before a station is asked anything. Throws formats::FileError at the line of a password or card number that stands
/// in a plan's file, of whatever device it is; what was typed into the program is no file.
void refuse_secrets_in_clear(const Plan& plan, const station::ProfileSet& profiles);

/// The value that is to be written: of the entry, else as it stands in the plan. Throws formats::FileError when a value
/// that is no secret is named as one.
const std::string& value_of(const Plan& plan, const PlannedSetting& setting, const station::Point& point,
                            const Secrets& secrets);
/// By row: the secrets of its columns.
std::vector<Cells> secret_cells_of(const PlannedTable& planned, const Secrets& secrets);

}  // namespace firstlight::commissioning
