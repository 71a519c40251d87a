#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "formats/bytes.h"

/// Limits that checks compare with: versioned data files with sources. The report says "checked against rule set X
/// version N", never that a standard is met. File format: docs/rule_sets.md.
namespace firstlight::commissioning {

enum class Confidence { sourced, decoded, unverified };  ///< unverified: general knowledge, printed as such

struct Rule {
    std::string id;       ///< "grid_voltage"
    std::string title;
    std::optional<double> low, high;
    std::string unit;
    Confidence confidence = Confidence::unverified;
    std::string source;
};

struct RuleSet {
    std::string id, title, version, country, sha256;
    bool from_user = false;
    std::vector<Rule> rules;
    const Rule* find(std::string_view rule) const;
    /// "vde-ar-n-4105-2018 v1: grid_voltage"
    std::string cite(const Rule& rule) const;
};

/// Throws formats::FileError.
RuleSet load_rule_set(const std::filesystem::path& file);
std::vector<RuleSet> load_rule_sets(const std::filesystem::path& shipped, const std::filesystem::path& user = {});

}  // namespace firstlight::commissioning
