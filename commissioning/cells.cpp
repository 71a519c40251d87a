#include "commissioning/cells.h"

#include "text/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace firstlight::commissioning {

std::string to_text(const Cells& cells) {
    std::string text;
    for (const auto& [name, value] : cells) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, value);
    return text;
}

std::string written_value(const formats::JsonNode& node) {
    if (node.is_number()) return fmt::format("{}", node.number());
    if (!node.is_string()) node.fail(text::tr("a value is a number or text, such as 5 or \"self_consumption\""));
    return node.text();
}

std::optional<std::string> named_secret(const formats::JsonNode& node) {
    if (!node.is_object()) return std::nullopt;
    node.allow_only({"secret"});
    auto entry = node.at("secret").text();
    if (entry.empty()) node.fail(text::tr("an entry of the secret store has a name"));
    return entry;
}

Cells parse_cells(const formats::JsonNode& node) {
    Cells cells;
    for (const auto& [name, value] : node.members()) cells.emplace(name, written_value(value));
    return cells;
}

std::string rows_as_json(const std::vector<Cells>& rows) {
    return nlohmann::json(rows).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<std::vector<Cells>> rows_of_json(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_array()) return std::nullopt;
    std::vector<Cells> rows;
    for (const auto& row : json) {
        if (!row.is_object()) return std::nullopt;
        auto& cells = rows.emplace_back();
        for (const auto& [name, value] : row.items()) {
            if (!value.is_string()) return std::nullopt;
            cells.emplace(name, value.get<std::string>());
        }
    }
    return rows;
}

}  // namespace firstlight::commissioning
