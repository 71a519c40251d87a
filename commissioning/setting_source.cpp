#include "commissioning/setting_source.h"

#include <algorithm>

namespace firstlight::commissioning {

std::string setting_source(const station::Profile& profile, const station::Point& point) {
    const bool heads_a_table = std::ranges::any_of(profile.tables, [&](const station::RowTable& table) {
        return point.name == table.count || point.name == table.generation;
    });
    if (!point.readable() || !point.writable() || point.secret || heads_a_table) return {};
    return point.of_extension ? "extension" : "public";
}

}  // namespace firstlight::commissioning
