#pragma once

#include "formats/bytes.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Limits that checks compare with: versioned data files with sources. The report says "checked against rule set X
/// version N", never that a standard is met. File format: docs/rule_sets.md.
namespace firstlight::commissioning {

/// How far a limit can be trusted: read in a named source; decoded from a device's settings; general knowledge, which
/// is printed as "unverified".
enum class Confidence { sourced, decoded, unverified };
std::string_view to_string(Confidence confidence);

struct Rule {
    std::string id;  ///< "grid_voltage"
    std::string title;
    std::optional<double> low, high;  ///< both belong to what passes
    std::string unit;
    Confidence confidence = Confidence::unverified;
    std::string source;
    std::string set, version;  ///< where the rule stands: the set itself or the one it is based on

    /// Judges the unrounded value.
    bool allows(double value) const { return (!low || value >= *low) && (!high || value <= *high); }
    /// "207 V to 253 V", "253 V", "at least 1 MΩ", "at most 5 %"
    std::string range() const;
};

struct RuleSet {
    std::string id, title, version, country, sha256;
    bool from_user = false;
    std::filesystem::path file;
    std::string based_on;  ///< id of the set whose rules stand in where this one has none; empty: none
    std::string based_on_version, based_on_sha256;
    bool based_on_from_user = false;
    std::vector<Rule> rules;
    const Rule* find(std::string_view rule) const;
    /// "de_vde_ar_n_4105_2018 v1: grid_voltage"
    std::string cite(const Rule& rule) const;
};

/// A set that is based on another finds it beside itself. Throws formats::FileError.
RuleSet load_rule_set(const std::filesystem::path& file);
/// Every *.json of both folders, by id; the user's file takes the place of a shipped one. Throws formats::FileError.
std::vector<RuleSet> load_rule_sets(const std::filesystem::path& shipped, const std::filesystem::path& user = {});

/// The set that is asked for; when none is, the country's ("DE"); when that has none, "generic". Throws
/// std::out_of_range, with the ids there are, when the set asked for does not exist.
const RuleSet& choose_rule_set(const std::vector<RuleSet>& sets, std::string_view asked, std::string_view country);

}  // namespace firstlight::commissioning
