#include "station/profile.h"

#include "text/text.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <fmt/format.h>

namespace firstlight::station {
namespace {

bool matches(std::string_view pattern, std::string_view text) {
    const auto star = pattern.find('*');
    if (star == std::string_view::npos) return text.starts_with(pattern);
    if (!text.starts_with(pattern.substr(0, star))) return false;
    for (auto rest = text.substr(star);; rest.remove_prefix(1)) {
        if (matches(pattern.substr(star + 1), rest)) return true;
        if (rest.empty()) return false;
    }
}

int part(std::string_view text, std::string_view whole) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0 || number > 999)
        throw std::invalid_argument(text::trf("\"{}\" is not a version such as 2.9", whole));
    return number;
}

}  // namespace

std::string to_string(ProtocolVersion version) {
    return fmt::format("{}.{}", version.major, version.minor);
}

ProtocolVersion parse_protocol_version(std::string_view text) {
    const auto dot = text.find('.');
    const auto minor = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
    return {part(text.substr(0, dot), text), part(minor, text)};
}

bool model_matches(const Point& point, std::string_view model) {
    return point.models.empty() || model.empty()
           || std::any_of(point.models.begin(), point.models.end(),
                          [&](const auto& pattern) { return matches(pattern, model); });
}

const Point* Profile::find(std::string_view name) const {
    const auto found =
        std::find_if(points.begin(), points.end(), [&](const auto& point) { return point.name == name; });
    return found == points.end() ? nullptr : &*found;
}

const Point& Profile::at(std::string_view name) const {
    if (const auto* point = find(name)) return *point;
    throw std::out_of_range(text::trf("profile {} has no point {}", id, name));
}

const RowTable* Profile::find_table(std::string_view name) const {
    const auto found =
        std::find_if(tables.begin(), tables.end(), [&](const auto& table) { return table.name == name; });
    return found == tables.end() ? nullptr : &*found;
}

const Command* Profile::find_command(std::string_view name) const {
    const auto found =
        std::find_if(commands.begin(), commands.end(), [&](const auto& command) { return command.name == name; });
    return found == commands.end() ? nullptr : &*found;
}

const Point* RowTable::find(std::string_view column) const {
    const auto found =
        std::find_if(columns.begin(), columns.end(), [&](const auto& point) { return point.name == column; });
    return found == columns.end() ? nullptr : &*found;
}

std::optional<std::size_t> RowTable::place_of(std::string_view column) const {
    const auto found = std::ranges::find(columns, column, &Point::name);
    if (found == columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns.begin());
}

bool RowTable::has_secrets() const {
    return std::ranges::any_of(columns, &Point::secret);
}

std::shared_ptr<const Profile> ProfileSet::find(std::string_view id) const {
    const auto found =
        std::find_if(profiles_.begin(), profiles_.end(), [&](const auto& profile) { return profile->id == id; });
    return found == profiles_.end() ? nullptr : *found;
}

const Profile& ProfileSet::at(std::string_view id) const {
    if (const auto profile = find(id)) return *profile;
    throw std::out_of_range(text::trf("there is no profile {}", id));
}

}  // namespace firstlight::station
