#include "app/cli/interview.h"

#include "app/cli/errors.h"
#include "app/cli/terminal.h"
#include "commissioning/drafts.h"
#include "text/text.h"

#include <algorithm>
#include <iostream>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::app::cli {

namespace {

constexpr auto serials_question = "expected_serials";

/// Enter keeps what is offered.
std::string ask(const std::string& question, const std::string& offered) {
    const auto hint = offered.empty() ? std::string() : " [" + offered + "]";
    const auto answer = ask_line(question + hint + ": ");
    if (!answer)
        throw WrongUse(text::tr("The questions were not finished"), text::tr("The input ended."),
                       text::tr("The answers are saved. Go on with --visit, or give a plan file with --plan."));
    return answer->empty() ? offered : *answer;
}

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> items;
    std::string spaced = list;
    std::replace(spaced.begin(), spaced.end(), ',', ' ');
    std::istringstream words(spaced);
    for (std::string word; words >> word;) items.push_back(word);
    return items;
}

std::string expected_serials(const commissioning::Visit& visit) {
    for (const auto& said : visit.confirmations)
        if (said.id == serials_question) return said.answer;
    return {};
}

std::string choose_rule_set(const std::string& offered, const std::vector<commissioning::RuleSet>& sets) {
    std::cerr << text::tr("Rule set to check against:") << "\n";
    for (const auto& set : sets) std::cerr << fmt::format("  {:<22} {}\n", set.id, text::tr(set.title));
    for (;;) {
        const auto answer = ask(text::tr("Rule set"), offered);
        if (std::any_of(sets.begin(), sets.end(), [&answer](const auto& set) { return set.id == answer; }))
            return answer;
        std::cerr << text::tr("That is none of them.") << "\n";
    }
}

std::string usual_rule_set(const commissioning::Visit& visit, const std::vector<commissioning::RuleSet>& sets) {
    if (!visit.rule_set.empty()) return visit.rule_set;
    for (const auto& set : sets)
        if (set.country == visit.site.country) return set.id;
    return sets.empty() ? std::string() : sets.front().id;
}

}  // namespace

commissioning::Plan interview(commissioning::Visit& visit, commissioning::VisitStore& store,
                              const std::vector<commissioning::RuleSet>& rule_sets) {
    std::cerr << text::trf("Visit {}. Every answer is saved; Enter keeps what is in brackets.", visit.id) << "\n";
    if (visit.people.empty()) visit.people.emplace_back().role = text::tr("installer");
    auto& site = visit.site;
    auto& installer = visit.people.front();
    const std::pair<const char*, std::string*> questions[] = {
        {text::marked("Customer"), &site.customer},
        {text::marked("Street and number"), &site.address},
        {text::marked("Postcode"), &site.postcode},
        {text::marked("Town"), &site.city},
        {text::marked("Country (two letters, such as DE)"), &site.country},
        {text::marked("Grid operator's reference, if there is one"), &site.grid_reference},
        {text::marked("Your name"), &installer.name},
        {text::marked("Your company"), &installer.company},
        {text::marked("Your licence number, if there is one"), &installer.licence},
    };
    for (const auto& [question, answer] : questions) {
        *answer = ask(text::tr(question), *answer);
        store.save_header(visit);
    }
    visit.rule_set = choose_rule_set(usual_rule_set(visit, rule_sets), rule_sets);
    store.save_header(visit);
    const auto serials = ask(text::tr("Serial numbers on the delivery papers, with commas; empty: not compared"),
                             expected_serials(visit));
    if (!serials.empty()) {
        commissioning::ManualConfirmation said{serials_question, text::marked("Serial numbers on the delivery papers"),
                                               serials, installer.name, std::chrono::system_clock::now()};
        store.save_confirmation(visit.id, said);
    }
    visit = store.load(visit.id);
    return plan_of(visit);
}

commissioning::Plan plan_of(const commissioning::Visit& visit) {
    auto plan = commissioning::first_plan(visit);
    plan.expected_serials = split(expected_serials(visit));
    plan.confirmations = visit.confirmations;
    return plan;
}

}  // namespace firstlight::app::cli
