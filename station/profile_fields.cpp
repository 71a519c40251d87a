#include "station/profile_fields.h"

#include "text/text.h"

#include <algorithm>
#include <stdexcept>

namespace firstlight::station {

std::string read_name(const JsonNode& node) {
    const auto name = node.text();
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    if (name.empty() || !(name.front() >= 'a' && name.front() <= 'z') || !std::all_of(name.begin(), name.end(), fits))
        node.fail(text::trf("\"{}\" is not a name: lower-case letters, digits and _ only, a letter first", name));
    return name;
}

std::string read_words(const JsonNode& node) {
    auto text = node.text();
    if (text.empty()) node.fail(text::tr("must not be empty"));
    return text;
}

ProtocolVersion read_version(const JsonNode& node) {
    try {
        return parse_protocol_version(node.text());
    } catch (const std::invalid_argument& error) {
        node.fail(error.what());
    }
}

std::uint16_t read_register(const JsonNode& node) {
    return static_cast<std::uint16_t>(node.integer(0, 65535));
}

Table read_table(const JsonNode& node) {
    return one_of<Table>(node, {{"input", Table::input}, {"holding", Table::holding}});
}

RiskClass read_risk(const JsonNode& node) {
    return one_of<RiskClass>(node, {{"safe", RiskClass::safe},
                                    {"config", RiskClass::config},
                                    {"disruptive", RiskClass::disruptive},
                                    {"grid", RiskClass::grid},
                                    {"onsite", RiskClass::onsite}});
}

}  // namespace firstlight::station
