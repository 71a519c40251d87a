#pragma once

#include "formats/strict_json.h"
#include "simulator/scenario.h"
#include "station/profile.h"

#include <array>
#include <chrono>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

/// What the sources that read scenario files share. Private to them.
namespace firstlight::simulator {

using formats::JsonNode;

template <typename T>
using Words = std::initializer_list<std::pair<std::string_view, T>>;

template <typename T>
T one_of(const JsonNode& node, Words<T> words) {
    const auto text = node.text();
    std::vector<std::string_view> known;
    for (const auto& [word, value] : words) {
        if (word == text) return value;
        known.push_back(word);
    }
    node.fail(fmt::format("\"{}\" is not known; known: {}", text, fmt::join(known, ", ")));
}

inline double number_in(const JsonNode& node, std::string_view key, double low, double high, double otherwise) {
    const auto found = node.find(key);
    return found ? found->number(low, high) : otherwise;
}

inline int integer_in(const JsonNode& node, std::string_view key, int low, int high, int otherwise) {
    const auto found = node.find(key);
    return found ? static_cast<int>(found->integer(low, high)) : otherwise;
}

inline std::chrono::milliseconds milliseconds_in(const JsonNode& node, std::string_view key, int otherwise) {
    return std::chrono::milliseconds(integer_in(node, key, 0, 3'600'000, otherwise));
}

inline station::ProtocolVersion version_in(const JsonNode& node, station::ProtocolVersion otherwise) {
    const auto found = node.find("protocol_version");
    if (!found) return otherwise;
    try {
        return station::parse_protocol_version(found->text());
    } catch (const std::invalid_argument& error) {
        found->fail(error.what());
    }
}

inline std::array<double, 3> three_numbers(const JsonNode& node, double low, double high) {
    const auto items = node.items();
    if (items.size() != 3) node.fail("three numbers are needed, one for each phase");
    return {items[0].number(low, high), items[1].number(low, high), items[2].number(low, high)};
}

inline int phase_of(const JsonNode& node) {
    return one_of<int>(node, {{"a", 0}, {"b", 1}, {"c", 2}});
}

/// The device at a unit whose profile has the point; several devices may share the unit. Throws FileError.
std::pair<const Unit*, const station::Point*> find_point(const JsonNode& node, const Scenario& scenario,
                                                         const station::ProfileSet& profiles);

PvString read_string(const JsonNode& node);
Battery read_battery(const JsonNode& node);
Vehicle read_vehicle(const JsonNode& node);
Manners read_manners(const JsonNode& node);
Serve read_serve(const JsonNode& node);
/// May also change the house: a reversed string is wired so.
void read_fault(const JsonNode& node, Scenario& scenario, const station::ProfileSet& profiles);

}  // namespace firstlight::simulator
