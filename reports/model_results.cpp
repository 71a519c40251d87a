#include "reports/model_sections.h"
#include "reports/report_text.h"
#include "station/device.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

// What the visit proved: verdicts, what failed, checks and the figures they rest on, what was not tested.
namespace firstlight::reports {

using commissioning::CheckResult;
using commissioning::Verdict;
using commissioning::Visit;

namespace {

std::vector<const CheckResult*> checks_with(const Visit& visit, std::initializer_list<Verdict> verdicts) {
    std::vector<const CheckResult*> found;
    for (const Verdict verdict : verdicts)
        for (const CheckResult& check : visit.checks)
            if (check.verdict == verdict) found.push_back(&check);
    return found;
}

Cell check_cell(const CheckResult& check) {
    Cell cell{text::tr(check.title), station::name_for_people(check.subject)};
    cell.strong = true;
    return cell;
}

/// The rows of a schedule or a rate plan stand whole among the settings; here their beginning is enough.
std::string value_of(const CheckResult& check, const std::string& value) {
    constexpr std::size_t enough = 80;
    if (check.id != "settings" || value.size() <= enough) return text::shown_value(value);
    const auto end = std::min(value.rfind(", ", enough), enough);
    return text::trf("{} \u2026 (whole under Settings)", text::shown_value(value.substr(0, end)));
}

Cell expected_cell(const CheckResult& check) {
    return {value_of(check, check.expected), check.unverified_limit ? text::tr("unverified") : ""};
}

Cell verdict_cell(const CheckResult& check) {
    return {text::tr(commissioning::to_string(check.verdict)), {}, mark_of(check.verdict)};
}

/// Why, and by which rule; the two things asked about any verdict.
std::string check_note(const CheckResult& check) {
    const std::string rule = check.rule.empty() ? "" : text::trf("Rule: {}", check.rule);
    const auto reason = text::shown_numbers(check.reason);
    if (reason.empty() || rule.empty()) return reason + rule;
    return reason + "\n" + rule;
}

Cell next_step_cell(const std::string& text) {
    return {text.empty() ? text::tr("Look at the details below.") : text};
}

Table problem_table(const std::vector<const CheckResult*>& checks) {
    Table table{{{text::tr("Verdict")},
                 {text::tr("Check"), false, 0.22},
                 {text::tr("Measured"), false, 0.26},
                 {text::tr("Why, and what to do next")}}};
    for (const CheckResult* check : checks) {
        Cell measured{value_of(*check, check->measured)};
        if (!check->expected.empty())
            measured.sub = text::trf("expected {}", value_of(*check, check->expected))
                           + (check->unverified_limit ? " (" + text::tr("unverified") + ")" : "");
        table.rows.push_back({{verdict_cell(*check), check_cell(*check), std::move(measured),
                               next_step_cell(text::shown_numbers(check->reason))}});
    }
    return table;
}

/// What a person does about a write that did not succeed; the station's own words stand in the journal.
std::string step_for(const std::optional<station::WriteResult>& result) {
    if (!result || *result == station::WriteResult::unknown)
        return text::tr("Nobody knows whether it took effect. Read the value and write it again if it is wrong.");
    if (*result == station::WriteResult::not_stuck)
        return text::tr("Another controller or a limit of the device may have changed it. Find it, then write again.");
    if (*result == station::WriteResult::not_sent)
        return text::tr(
            "The link was cut before the write, so the old value stands. Go on with the visit to write it.");
    return text::tr("Not accepted in the present mode or not known to this firmware. Check what it depends on.");
}

Table change_problems(const Visit& visit) {
    Table table{{{text::tr("Result")},
                 {text::tr("Setting"), false, 0.22},
                 {text::tr("Read back"), false, 0.26},
                 {text::tr("What to do next")}}};
    for (const auto& [number, change] : visit.changes) {
        if (succeeded(change.result)) continue;
        Cell setting{text::tr(label_of(visit, change)), station::name_for_people(change.device)};
        setting.strong = true;
        const std::string unit =
            change.unit_of_measure.empty() ? "" : " " + station::unit_for_people(change.unit_of_measure);
        table.rows.push_back({{{text::tr(result_words(change.result)), {}, Mark::failed},
                               std::move(setting),
                               {change.after.empty() ? text::tr("not read back") : text::shown_value(change.after),
                                text::trf("wanted {}", text::shown_value(change.wanted)) + unit},
                               {step_for(change.result)}}});
    }
    return table;
}

/// One table says all times of its rows.
TimeColumn check_times(const Visit& visit) {
    std::vector<commissioning::Time> times;
    for (const CheckResult& check : visit.checks) times.push_back(check.at);
    return TimeColumn(times);
}

TimeColumn evidence_times(const Visit& visit) {
    std::vector<commissioning::Time> times;
    for (const CheckResult& check : visit.checks)
        for (const commissioning::Evidence& figure : check.evidence) times.push_back(figure.at);
    return TimeColumn(times);
}

Cell time_cell(std::string text) {
    Cell cell{std::move(text)};
    cell.muted = true;
    return cell;
}

}  // namespace

Mark mark_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::pass:
            return Mark::passed;
        case Verdict::fail:
            return Mark::failed;
        case Verdict::warning:
            return Mark::warning;
        case Verdict::not_tested:
            return Mark::not_tested;
        case Verdict::not_applicable:
            return Mark::not_applicable;
    }
    return Mark::none;
}

std::string headline_of(const commissioning::Summary& summary) {
    if (summary.counts.empty()) return text::tr("Not tested");
    switch (summary.verdict) {
        case Verdict::pass:
            return text::tr("Passed");
        case Verdict::fail:
            return text::tr("Failed");
        case Verdict::warning:
            return text::tr("Passed with warnings");
        case Verdict::not_tested:
            return text::tr("Not fully tested");
        case Verdict::not_applicable:
            return text::tr("Nothing to test");
    }
    return {};
}

std::vector<Count> counts_of(const commissioning::Summary& summary) {
    std::vector<Count> counts;
    for (const Verdict verdict : all_verdicts) {
        const auto found = summary.counts.find(verdict);
        const int number = found == summary.counts.end() ? 0 : found->second;
        counts.push_back({mark_of(verdict), number, text::tr(commissioning::to_string(verdict))});
    }
    return counts;
}

std::string checked_against(const Visit& visit) {
    if (visit.rule_set.empty())
        return text::tr("No rule set was chosen; measured values were not compared with limits of one.");
    return text::trf("Checked against rule set {} version {}.", visit.rule_set, visit.rule_set_version);
}

Section result_section(const Visit& visit) {
    const commissioning::Summary summary = commissioning::summarise(visit);
    Section section{"result", text::tr("Result"), {Paragraph{headline_of(summary) + ". " + summary.sentence}}};
    Table table{{{text::tr("Verdict")}, {text::tr("Checks"), true}}, {}, true};
    for (const Count& count : counts_of(summary))
        table.rows.push_back({{{count.words, {}, count.mark}, {std::to_string(count.number)}}});
    section.blocks.emplace_back(std::move(table));
    section.blocks.emplace_back(Paragraph{checked_against(visit), true});
    return section;
}

Section to_do_section(const Visit& visit) {
    Section section{"to_do", text::tr("What failed and what to do next"), {}};
    const auto problems = checks_with(visit, {Verdict::fail, Verdict::warning});
    if (!problems.empty()) section.blocks.emplace_back(problem_table(problems));
    Table changes = change_problems(visit);
    if (!changes.rows.empty()) {
        section.blocks.emplace_back(Paragraph{text::tr("Settings that were written and are not proven:")});
        section.blocks.emplace_back(std::move(changes));
    }
    const auto untested = checks_with(visit, {Verdict::not_tested}).size();
    if (visit.checks.empty())
        section.blocks.emplace_back(Paragraph{text::tr("No check was run, so nothing is known to be right.")});
    else if (section.blocks.empty())
        section.blocks.emplace_back(
            Paragraph{untested == 0 ? text::tr("Nothing failed.")
                                    : text::tr("Nothing that was tested failed. See also what was not tested.")});
    return section;
}

Section checks_section(const Visit& visit) {
    Section section{"checks", text::tr("Checks"), {}};
    section.blocks.emplace_back(Paragraph{checked_against(visit), true});
    if (visit.checks.empty()) {
        section.blocks.emplace_back(Paragraph{text::tr("No check was run.")});
        return section;
    }
    const TimeColumn times = check_times(visit);
    Table table{{{text::tr("Check"), false, 0.28},
                 {text::tr("Expected"), false, 0.28},
                 {text::tr("Measured"), false, 0.28},
                 {text::tr("Verdict")},
                 {times.title()}}};
    for (const CheckResult& check : visit.checks)
        table.rows.push_back({{check_cell(check),
                               expected_cell(check),
                               {value_of(check, check.measured)},
                               verdict_cell(check),
                               time_cell(times.text(check.at))},
                              check_note(check)});
    section.blocks.emplace_back(std::move(table));
    return section;
}

Section evidence_section(const Visit& visit) {
    Section section{"evidence", text::tr("Figures the checks rest on"), {}};
    const TimeColumn times = evidence_times(visit);
    Table table{{{text::tr("Figure"), false, 0.34},
                 {text::tr("Device"), false, 0.2},
                 {text::tr("Value"), true, 0.3},
                 {times.title()}}};
    for (const CheckResult& check : visit.checks) {
        if (check.evidence.empty()) continue;
        const std::string subject = check.subject.empty() ? "" : ", " + station::name_for_people(check.subject);
        table.rows.push_back({{{text::tr(check.title) + subject}}, {}, 2});
        for (const commissioning::Evidence& figure : check.evidence)
            table.rows.push_back({{{text::tr(figure.label)},
                                   {station::name_for_people(figure.device)},
                                   {value_of(check, figure.value)},
                                   time_cell(times.text(figure.at))}});
    }
    if (!table.rows.empty()) section.blocks.emplace_back(std::move(table));
    return section;
}

Section untested_section(const Visit& visit) {
    Section section{"untested", text::tr("What was not tested and why"), {}};
    const auto untested = checks_with(visit, {Verdict::not_tested, Verdict::not_applicable});
    if (untested.empty()) {
        section.blocks.emplace_back(Paragraph{visit.checks.empty()
                                                  ? text::tr("No check was run.")
                                                  : text::tr("Every check was run and could be judged.")});
        return section;
    }
    Table table{{{text::tr("Check"), false, 0.3}, {text::tr("Verdict")}, {text::tr("Why")}}};
    for (const CheckResult* check : untested)
        table.rows.push_back({{check_cell(*check), verdict_cell(*check), {text::shown_numbers(check->reason)}}});
    section.blocks.emplace_back(std::move(table));
    return section;
}

}  // namespace firstlight::reports
