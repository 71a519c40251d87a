#include "commissioning/rule_set.h"

#include "formats/sha256.h"
#include "formats/strict_json.h"
#include "station/value.h"
#include "text/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

using formats::FileError;
using formats::JsonDocument;
using formats::JsonNode;

struct KnownRule {
    std::string_view id, unit;
};

/// What the checks ask for. A rule of another name or unit would be silently useless, so it is refused.
constexpr std::array known_rules = {
    KnownRule{"communication_loss", "%"},
    KnownRule{"firmware_pack", ""},
    KnownRule{"grid_voltage", "V"},
    KnownRule{"grid_voltage_line", "V"},
    KnownRule{"grid_frequency", "Hz"},
    KnownRule{"phase_imbalance", "%"},
    KnownRule{"grid_limit_overvoltage_1", "V"},
    KnownRule{"grid_limit_overvoltage_1_time", "s"},
    KnownRule{"grid_limit_overvoltage_2", "V"},
    KnownRule{"grid_limit_overvoltage_2_time", "s"},
    KnownRule{"grid_limit_undervoltage_1", "V"},
    KnownRule{"grid_limit_undervoltage_1_time", "s"},
    KnownRule{"grid_limit_undervoltage_2", "V"},
    KnownRule{"grid_limit_undervoltage_2_time", "s"},
    KnownRule{"grid_limit_overfrequency", "Hz"},
    KnownRule{"grid_limit_overfrequency_time", "s"},
    KnownRule{"grid_limit_underfrequency", "Hz"},
    KnownRule{"grid_limit_underfrequency_time", "s"},
    KnownRule{"grid_limit_reconnect_time", "s"},
    KnownRule{"insulation_resistance", "MOhm"},
    KnownRule{"pv_string_voltage", "V"},
    KnownRule{"pv_string_spread", "%"},
    KnownRule{"battery_soc", "%"},
    KnownRule{"battery_soh", "%"},
    KnownRule{"battery_temperature", "degC"},
    KnownRule{"battery_cell_spread", "V"},
    KnownRule{"meter_balance", "%"},
    KnownRule{"meter_balance_floor", "kW"},
    KnownRule{"clock_deviation", "s"},
};

constexpr std::array confidences = {
    std::pair{Confidence::sourced, std::string_view("sourced")},
    std::pair{Confidence::decoded, std::string_view("decoded")},
    std::pair{Confidence::unverified, std::string_view("unverified")},
};

Confidence parse_confidence(const JsonNode& node) {
    for (const auto& [value, name] : confidences) {
        if (node.text() == name) return value;
    }
    node.fail(text::trf("\"{}\" is no confidence; expected sourced, decoded or unverified", node.text()));
}

std::string filled_text(const JsonNode& node, std::string_view key) {
    const auto value = node.at(key);
    if (value.text().empty()) value.fail(text::trf("\"{}\" must not be empty", key));
    return value.text();
}

void parse_limits(const JsonNode& node, Rule& rule) {
    if (const auto low = node.find("low")) rule.low = low->number();
    if (const auto high = node.find("high")) rule.high = high->number();
    if (!rule.low && !rule.high) node.fail(text::trf("rule {} has neither low nor high", rule.id));
    if (rule.low && rule.high && *rule.low > *rule.high) {
        node.at("low").fail(text::trf("low ({}) is above high ({})", *rule.low, *rule.high));
    }
}

Rule parse_rule(const JsonNode& node) {
    node.allow_only({"id", "title", "low", "high", "unit", "confidence", "source"});
    Rule rule;
    rule.id = filled_text(node, "id");
    const auto known = std::ranges::find(known_rules, std::string_view(rule.id), &KnownRule::id);
    if (known == known_rules.end()) node.at("id").fail(text::trf("no check uses a rule \"{}\"", rule.id));
    rule.title = filled_text(node, "title");
    rule.unit = node.at("unit").text();
    if (rule.unit != known->unit) {
        node.at("unit").fail(text::trf("the unit of {} is \"{}\", not \"{}\"", rule.id, known->unit, rule.unit));
    }
    rule.confidence = parse_confidence(node.at("confidence"));
    rule.source = filled_text(node, "source");
    parse_limits(node, rule);
    return rule;
}

RuleSet parse_rule_set(const JsonDocument& document) {
    const auto root = document.root();
    root.allow_only({"id", "title", "version", "country", "based_on", "rules"});
    RuleSet set;
    set.id = filled_text(root, "id");
    set.title = filled_text(root, "title");
    set.version = filled_text(root, "version");
    set.country = root.text_or("country", "");
    set.based_on = root.text_or("based_on", "");
    set.file = document.file();
    set.sha256 = formats::sha256_hex(document.source());
    for (const auto& node : root.at("rules").items()) {
        auto rule = parse_rule(node);
        if (set.find(rule.id)) node.fail(text::trf("rule {} is given twice", rule.id));
        rule.set = set.id;
        rule.version = set.version;
        set.rules.push_back(std::move(rule));
    }
    return set;
}

RuleSet parse_file(const std::filesystem::path& file) {
    return parse_rule_set(JsonDocument::load(file));
}

/// One step deep: a base stands on its own.
void complete(RuleSet& set, const RuleSet& base) {
    if (!base.based_on.empty()) {
        throw FileError(set.file, 0, text::trf("is based on {}, which is itself based on another set", base.id));
    }
    set.based_on_version = base.version;
    set.based_on_sha256 = base.sha256;
    set.based_on_from_user = base.from_user;
    for (const auto& rule : base.rules) {
        if (!set.find(rule.id)) set.rules.push_back(rule);
    }
}

void collect(const std::filesystem::path& folder, bool from_user, std::map<std::string, RuleSet>& sets) {
    std::set<std::filesystem::path> files;
    std::error_code unreadable;
    for (const auto& entry : std::filesystem::directory_iterator(folder, unreadable)) {
        if (entry.path().extension() == ".json") files.insert(entry.path());
    }
    if (unreadable && !from_user) throw FileError(folder, 0, unreadable.message());
    std::set<std::string> here;
    for (const auto& file : files) {
        auto set = parse_file(file);
        if (!here.insert(set.id).second) throw FileError(file, 0, text::trf("a second file with id {}", set.id));
        set.from_user = from_user;
        sets.insert_or_assign(set.id, std::move(set));
    }
}

}  // namespace

std::string_view to_string(Confidence confidence) {
    for (const auto& [value, name] : confidences) {
        if (value == confidence) return name;
    }
    return text::marked("unverified");
}

std::string Rule::range() const {
    const auto behind = unit.empty() ? std::string() : " " + station::unit_for_people(unit);
    if (low && high && *low == *high) return fmt::format("{}{}", *low, behind);
    if (low && high) return text::trf("{}{} to {}{}", *low, behind, *high, behind);
    if (low) return text::trf("at least {}{}", *low, behind);
    return text::trf("at most {}{}", high.value(), behind);
}

const Rule* RuleSet::find(std::string_view rule) const {
    const auto found = std::ranges::find(rules, rule, &Rule::id);
    return found == rules.end() ? nullptr : &*found;
}

std::string RuleSet::cite(const Rule& rule) const {
    return fmt::format("{} v{}: {}", rule.set.empty() ? id : rule.set, rule.set.empty() ? version : rule.version,
                       rule.id);
}

RuleSet load_rule_set(const std::filesystem::path& file) {
    auto set = parse_file(file);
    if (!set.based_on.empty()) complete(set, parse_file(file.parent_path() / (set.based_on + ".json")));
    return set;
}

std::vector<RuleSet> load_rule_sets(const std::filesystem::path& shipped, const std::filesystem::path& user) {
    std::map<std::string, RuleSet> sets;
    collect(shipped, false, sets);
    if (!user.empty()) collect(user, true, sets);
    std::vector<RuleSet> complete_sets;
    for (const auto& [id, set] : sets) {
        auto& done = complete_sets.emplace_back(set);
        if (set.based_on.empty()) continue;
        const auto base = sets.find(set.based_on);
        if (base == sets.end()) {
            throw FileError(set.file, 0, text::trf("is based on {}, which does not exist", set.based_on));
        }
        complete(done, base->second);
    }
    return complete_sets;
}

const RuleSet& choose_rule_set(const std::vector<RuleSet>& sets, std::string_view asked, std::string_view country) {
    const auto by_id = [&](std::string_view id) { return std::ranges::find(sets, id, &RuleSet::id); };
    auto found = by_id(asked);
    if (asked.empty() && !country.empty()) found = std::ranges::find(sets, country, &RuleSet::country);
    if (asked.empty() && found == sets.end()) found = by_id("generic");
    if (found != sets.end()) return *found;
    std::string ids;
    for (const auto& set : sets) ids += (ids.empty() ? "" : ", ") + set.id;
    throw std::out_of_range(text::trf("There is no rule set \"{}\". There are: {}.", asked, ids));
}

}  // namespace firstlight::commissioning
