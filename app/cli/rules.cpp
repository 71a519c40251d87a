#include "app/cli/commands.h"
#include "app/cli/errors.h"
#include "app/cli/rule_sets.h"
#include "app/cli/table.h"
#include "text/numbers.h"
#include "text/text.h"

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

struct RulesOptions : CommonOptions {
    std::string id;
};

std::string_view to_words(commissioning::Confidence confidence) {
    switch (confidence) {
        case commissioning::Confidence::sourced:
            return text::marked("sourced");
        case commissioning::Confidence::decoded:
            return text::marked("decoded");
        case commissioning::Confidence::unverified:
            return text::marked("unverified");
    }
    return "";
}

std::string limit_text(const std::optional<double>& limit) {
    return limit ? text::shown_number(fmt::format("{:g}", *limit)) : "";
}

Json to_json(const commissioning::RuleSet& set) {
    Json json{{"id", set.id},           {"title", set.title},         {"version", set.version},
              {"country", set.country}, {"from_user", set.from_user}, {"sha256", set.sha256},
              {"rules", Json::array()}};
    for (const auto& rule : set.rules)
        json["rules"].push_back(Json{{"id", rule.id},
                                     {"title", rule.title},
                                     {"low", rule.low ? Json(*rule.low) : Json()},
                                     {"high", rule.high ? Json(*rule.high) : Json()},
                                     {"unit", rule.unit},
                                     {"confidence", to_words(rule.confidence)},
                                     {"source", rule.source}});
    return json;
}

std::string set_text(const commissioning::RuleSet& set) {
    const auto right = Table::Align::right;
    Table table({{text::tr("RULE")},
                 {text::tr("LOW"), right},
                 {text::tr("HIGH"), right},
                 {text::tr("UNIT")},
                 {text::tr("CONFIDENCE")},
                 {text::tr("SOURCE")}});
    for (const auto& rule : set.rules)
        table.add({text::tr(rule.title), limit_text(rule.low), limit_text(rule.high), rule.unit,
                   text::tr(to_words(rule.confidence)), rule.source});
    return text::trf("{}, version {}", text::tr(set.title), set.version) + "\n" + table.text();
}

int run(const RulesOptions& options, Output& output) {
    if (!options.id.empty()) {
        const auto set = find_rule_set(options, options.id);
        output.document(to_json(set));
        output.text(set_text(set));
        return static_cast<int>(Exit::done);
    }
    Table table({{text::tr("RULE SET")}, {text::tr("TITLE")}, {text::tr("COUNTRY")}, {text::tr("VERSION")}});
    Json json = Json::array();
    for (const auto& set : all_rule_sets(options)) {
        json.push_back(to_json(set));
        table.add({set.id, text::tr(set.title), set.country, set.version});
    }
    output.document(Json{{"rule_sets", json}});
    output.text(table.text());
    return static_cast<int>(Exit::done);
}

}  // namespace

void add_rules(Commands& commands) {
    auto options = std::make_shared<RulesOptions>();
    auto* command = commands.add(
        "rules", text::tr("List the rule sets that checks compare with, or the limits of one"),
        text::tr("Examples:\n  firstlight-cli rules\n  firstlight-cli rules de_vde_ar_n_4105_2018"), *options);
    command->add_option("rule_set", options->id, text::tr("Id of a rule set"));
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
