#pragma once

#include "formats/strict_json.h"
#include "station/profile.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

/// Fields that rows of a profile have in common. All throw formats::FileError at the field's line.
namespace firstlight::station {

using formats::JsonNode;

template <typename T>
T one_of(const JsonNode& node, std::initializer_list<std::pair<std::string_view, T>> words) {
    const auto text = node.text();
    std::vector<std::string_view> known;
    for (const auto& [word, value] : words) {
        if (word == text) return value;
        known.push_back(word);
    }
    node.fail(fmt::format("\"{}\" is not known; known: {}", text, fmt::join(known, ", ")));
}

/// snake_case, because names are typed in plans and on the command line.
std::string read_name(const JsonNode& node);
/// Text for people; not empty.
std::string read_words(const JsonNode& node);
ProtocolVersion read_version(const JsonNode& node);
std::uint16_t read_register(const JsonNode& node);
Table read_table(const JsonNode& node);
RiskClass read_risk(const JsonNode& node);

}  // namespace firstlight::station
