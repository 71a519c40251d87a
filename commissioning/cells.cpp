#include "commissioning/cells.h"

#include "text/text.h"

#include <fmt/format.h>

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

}  // namespace firstlight::commissioning
