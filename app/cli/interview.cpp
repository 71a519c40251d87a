#include "app/cli/interview.h"

#include "app/cli/errors.h"
#include "app/cli/terminal.h"

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
        throw WrongUse("The questions were not finished", "The input ended.",
                       "The answers are saved. Go on with --visit, or give a plan file with --plan.");
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
    std::cerr << "Rule set to check against:\n";
    for (const auto& set : sets) std::cerr << fmt::format("  {:<22} {}\n", set.id, set.title);
    for (;;) {
        const auto answer = ask("Rule set", offered);
        if (std::any_of(sets.begin(), sets.end(), [&answer](const auto& set) { return set.id == answer; }))
            return answer;
        std::cerr << "That is none of them.\n";
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
    std::cerr << "Visit " << visit.id << ". Every answer is saved; Enter keeps what is in brackets.\n";
    if (visit.people.empty()) visit.people.emplace_back().role = "installer";
    auto& site = visit.site;
    auto& installer = visit.people.front();
    const std::pair<const char*, std::string*> questions[] = {
        {"Customer", &site.customer},
        {"Street and number", &site.address},
        {"Postcode", &site.postcode},
        {"Town", &site.city},
        {"Country (two letters, such as DE)", &site.country},
        {"Grid operator's reference, if there is one", &site.grid_reference},
        {"Your name", &installer.name},
        {"Your company", &installer.company},
        {"Your licence number, if there is one", &installer.licence},
    };
    for (const auto& [question, answer] : questions) {
        *answer = ask(question, *answer);
        store.save_header(visit);
    }
    visit.rule_set = choose_rule_set(usual_rule_set(visit, rule_sets), rule_sets);
    store.save_header(visit);
    const auto serials =
        ask("Serial numbers on the delivery papers, with commas; empty: not compared", expected_serials(visit));
    if (!serials.empty()) {
        commissioning::ManualConfirmation said{serials_question, "Serial numbers on the delivery papers", serials,
                                               installer.name, std::chrono::system_clock::now()};
        store.save_confirmation(visit.id, said);
    }
    visit = store.load(visit.id);
    return plan_of(visit);
}

commissioning::Plan plan_of(const commissioning::Visit& visit) {
    commissioning::Plan plan;
    plan.purpose = visit.purpose;
    plan.site = visit.site;
    plan.people = visit.people;
    plan.rule_set = visit.rule_set;
    plan.expected_serials = split(expected_serials(visit));
    plan.confirmations = visit.confirmations;
    return plan;
}

}  // namespace firstlight::app::cli
