#include "app/cli/commission_run.h"

#include "app/cli/table.h"
#include "app/cli/visit_keeping.h"
#include "app/cli/words.h"
#include "app/data_folder.h"
#include "app/language.h"
#include "station/device.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

/// A sentence of its own, not a count that moves on.
bool is_remark(const commissioning::Step& step) {
    return step.kind == commissioning::Step::Kind::progress && step.progress.phase.empty();
}

/// "  done    Reading all values"
std::string step_line(const std::string& state, const std::string& text) {
    const std::string space(display_width(state) < 8 ? 8 - display_width(state) : 1, ' ');
    return "  " + state + space + text;
}

void show(const commissioning::Step& step, Output& output) {
    if (step.id == "visit") return;  // the command has named it already
    if (is_remark(step)) return output.text(step_line(text::tr_in("step", "note"), step.text));
    switch (step.kind) {
        case commissioning::Step::Kind::begins:
            output.progress({step.text, 0, 0, std::nullopt});
            break;
        case commissioning::Step::Kind::progress:
            output.progress(step.progress);
            break;
        case commissioning::Step::Kind::done:
            output.text(step_line(text::tr_in("step", "done"), step.text));
            break;
        case commissioning::Step::Kind::failed:
            output.text(step_line(text::tr_in("step", "FAILED"), step.text));
            break;
    }
}

void say_what_stays(const CommissionRun& run, Output& output) {
    const auto visit = run.store.load(run.visit);
    output.note(visit.changes.empty() ? text::tr("Nothing was written to the station.")
                                      : text::tr("Written to the station so far:") + "\n" + changes_text(visit));
    output.note(run.go_on.empty() ? text::trf("Visit {} is saved.", run.visit)
                                  : text::trf("Visit {} is saved. Go on with: {}", run.visit, run.go_on));
}

/// Written, and not shown to hold.
bool unproven(const station::Change& change) {
    return !change.result || *change.result == station::WriteResult::refused
           || *change.result == station::WriteResult::not_sent || *change.result == station::WriteResult::not_stuck
           || *change.result == station::WriteResult::unknown;
}

}  // namespace

commissioning::Visit carry_out(CommissionRun run, Output& output) {
    commissioning::CommissionContext context{run.session.runtime(),
                                             run.session.link(),
                                             run.session.profiles(),
                                             run.store,
                                             run.rules,
                                             "firstlight-cli " FIRSTLIGHT_VERSION};
    context.second_look = run.second_look;
    context.drafts = run.drafts;
    commissioning::StepSink steps = [&output](const commissioning::Step& step) { show(step, output); };
    try {
        return run.session.run(commissioning::commission(context, run.plan, run.visit, std::move(steps)));
    } catch (...) {
        output.clear_progress();
        say_what_stays(run, output);
        throw;
    }
}

void add_report_language(CLI::App* command, ReportChoice& choice) {
    command->add_option("--report-language", choice.language, text::tr("Language of the PDF; else that of the program"))
        ->type_name("LANGUAGE");
}

ReportFiles write_reports(const commissioning::Visit& visit, const ReportChoice& choice,
                          const std::filesystem::path& data) {
    std::filesystem::create_directories(choice.folder);
    const ReportFiles files{choice.folder / (visit.id + ".pdf"), choice.folder / (visit.id + ".json")};
    reports::ReportOptions options;
    options.paper = choice.letter ? reports::Paper::letter : reports::Paper::a4;
    options.fonts = app::font_folder(data);
    options.logo = choice.logo;
    if (!choice.language.empty()) options.language = text::load_language(app::locale_folder(data), choice.language);
    reports::write_pdf(visit, files.pdf, options);
    reports::write_json(visit, files.json);
    return files;
}

std::string verdicts_text(const commissioning::Visit& visit) {
    const std::string margin(16, ' ');
    std::string text;
    for (const auto& check : visit.checks) {
        auto line = text::tr(check.title);
        if (!check.subject.empty()) line += ", " + station::name_for_people(check.subject);
        line += ": " + (check.measured.empty() ? text::tr("nothing measured") : text::shown_value(check.measured));
        if (!check.expected.empty()) line += text::trf(" (expected: {})", text::shown_value(check.expected));
        const auto verdict = text::tr(commissioning::to_string(check.verdict));
        text += verdict + wrapped(line, 110, margin).substr(std::min(display_width(verdict), margin.size() - 1));
        if (check.verdict != commissioning::Verdict::pass && !check.reason.empty())
            text += wrapped(text::shown_numbers(check.reason), 110, margin + "  ");
    }
    return text + "\n" + commissioning::summarise(visit).sentence;
}

Json visit_json(const commissioning::Visit& visit) {
    const auto summary = commissioning::summarise(visit);
    Json json{{"visit", visit.id},
              {"anchor_serial", visit.anchor_serial},
              {"verdict", commissioning::to_string(summary.verdict)},
              {"sentence", summary.sentence},
              {"counts", Json::object()},
              {"checks", Json::array()},
              {"changes", Json::array()}};
    for (const auto& [verdict, count] : summary.counts)
        json["counts"][std::string(commissioning::to_string(verdict))] = count;
    for (const auto& check : visit.checks) json["checks"].push_back(to_json(check));
    for (const auto& [number, change] : visit.changes) json["changes"].push_back(to_json(change));
    return json;
}

Exit exit_of(const commissioning::Visit& visit) {
    std::map<std::pair<std::string, std::string>, const station::Change*> last;
    for (const auto& [row, change] : visit.changes) last[{change.device, change.point}] = &change;
    const bool written =
        std::none_of(last.begin(), last.end(), [](const auto& entry) { return unproven(*entry.second); });
    // A setting that could not be read again at the end is not known to hold.
    const bool proven = std::ranges::none_of(visit.checks, [](const commissioning::CheckResult& check) {
        return check.id == "settings" && check.verdict == commissioning::Verdict::not_tested;
    });
    const bool passed = commissioning::summarise(visit).verdict != commissioning::Verdict::fail;
    return written && proven && passed ? Exit::done : Exit::checks_failed;
}

}  // namespace firstlight::app::cli
