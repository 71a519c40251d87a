#include "app/cli/commands.h"
#include "app/cli/commission_run.h"
#include "app/cli/errors.h"
#include "app/cli/interview.h"
#include "app/cli/rule_sets.h"
#include "app/cli/terminal.h"
#include "app/cli/visit_keeping.h"
#include "app/data_folder.h"
#include "app/path_option.h"
#include "commissioning/drafts.h"
#include "commissioning/plan_secrets.h"
#include "text/text.h"

#include <optional>

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

struct CommissionOptions : CommonOptions, StationOptions, StoreOptions {
    std::filesystem::path plan;
    std::string visit, rules;
    bool same_station = false;
    double second_look = 60;  ///< seconds
    ReportChoice report;
};

void check_options(const CommissionOptions& options) {
    if (options.plan.empty() && options.visit.empty() && !input_is_terminal())
        throw WrongUse(text::tr("There is no plan"), text::tr("Without a terminal nobody can be asked about the site."),
                       text::tr("Give a plan file with --plan FILE, or run the command on a terminal."));
}

/// What was prepared for the visit or is known from it, else by asking.
commissioning::Plan plan_without_file(const CommissionOptions& options, commissioning::Visit& visit,
                                      commissioning::VisitStore& store) {
    const auto draft = commissioning::load_draft(places_of(options).drafts, visit.id);
    if (draft && (!draft->site.customer.empty() || !input_is_terminal())) return *draft;
    if (!draft && !options.visit.empty() && !visit.rule_set.empty()) return plan_of(visit);
    auto asked = interview(visit, store, all_rule_sets(options));
    if (!draft) return asked;
    auto plan = *draft;
    plan.site = asked.site;
    plan.people = asked.people;
    plan.rule_set = asked.rule_set;
    plan.expected_serials = asked.expected_serials;
    plan.confirmations = asked.confirmations;
    return plan;
}

std::string way_to_go_on(const CommissionOptions& options, const std::string& visit) {
    auto command = "firstlight-cli commission " + options.endpoint + " --visit " + visit;
    if (!options.plan.empty()) command += " --plan " + options.plan.string();
    if (!options.store.empty()) command += " --store " + options.store.string();
    return command;
}

/// Opens the link; when that fails the person hears that the visit is kept.
std::unique_ptr<StationSession> reach(const CommissionOptions& options, const std::string& visit, Output& output) {
    try {
        return std::make_unique<StationSession>(options, options, output);
    } catch (...) {
        output.note(text::trf("Visit {} is saved. Go on with: {}", visit, way_to_go_on(options, visit)));
        throw;
    }
}

void show_result(const CommissionOptions& options, const commissioning::Visit& visit, Output& output) {
    auto json = visit_json(visit);
    output.text("\n" + verdicts_text(visit));
    if (!options.report.folder.empty()) {
        const auto files = write_reports(visit, options.report, data_folder(options.data));
        output.text("PDF: " + files.pdf.string() + "\nJSON: " + files.json.string());
        json["pdf"] = files.pdf.string();
        json["json"] = files.json.string();
    }
    output.document(json);
}

/// No serial number says whether this is the visit's station: somebody who looks can.
commissioning::Visit carry_out_or_ask(CommissionRun run, Output& output) {
    try {
        return carry_out(run, output);
    } catch (const commissioning::StationUnconfirmed& unknown) {
        const auto question = text::trf("The type plate at this site says {}", unknown.found());
        if (!input_is_terminal() || !ask_yes(question)) throw;
    }
    run.plan.same_station = true;
    return carry_out(std::move(run), output);
}

int run(const CommissionOptions& options, Output& output) {
    check_options(options);
    std::optional<commissioning::Plan> given;
    if (!options.plan.empty()) given = commissioning::load_plan(options.plan);
    if (given) commissioning::refuse_secrets_in_clear(*given, load_profiles(options));  // before a visit begins
    const auto store = open_store(options);
    auto visit = options.visit.empty() ? begin_visit(*store, given ? given->purpose : "commissioning")
                                       : load_visit(*store, options.visit);
    auto plan = given ? std::move(*given) : plan_without_file(options, visit, *store);
    const auto asked = options.rules.empty() ? plan.rule_set : options.rules;
    const commissioning::RuleSet rules =
        asked.empty() ? commissioning::choose_rule_set(all_rule_sets(options), {}, plan.site.country)
                      : find_rule_set(options, asked);
    plan.rule_set = rules.id;
    plan.same_station = plan.same_station || options.same_station;
    if (!options.units.empty()) {
        const auto units = parse_units(options.units);
        plan.units.assign(units.begin(), units.end());
    }

    output.text(text::trf("Visit {}, checked against rule set {} version {}", visit.id, rules.id, rules.version));
    const auto session = reach(options, visit.id, output);
    const auto second_look = std::chrono::milliseconds(static_cast<long>(1000 * options.second_look));
    visit = carry_out_or_ask({*session, *store, rules, std::move(plan), visit.id, places_of(options).drafts,
                              second_look, way_to_go_on(options, visit.id)},
                             output);
    show_result(options, visit, output);
    return static_cast<int>(exit_of(visit));
}

}  // namespace

void add_commission(Commands& commands) {
    auto options = std::make_shared<CommissionOptions>();
    auto* command =
        commands.add("commission", text::tr("Find a station, write what is planned, check it and keep the record"),
                     text::tr("Without --plan it asks on the terminal. Every item is saved when it is done: after a "
                              "break --visit goes on;\n"
                              "give the plan again, what it has proven is not written twice.\n"
                              "Exit code 1 when a check failed or a setting does not hold.\n\nExamples:\n"
                              "  firstlight-cli commission tcp:192.168.4.1 --report ~/reports\n"
                              "  firstlight-cli commission rtu:COM5:9600:8N1 --plan house.json --report reports\n"
                              "  firstlight-cli commission tcp:192.168.4.1 --visit 20261123-104207-3F2A"),
                     *options);
    commands.add_station_options(command, *options);
    commands.add_store_options(command, *options);
    add_path_option(*command, "--plan", options->plan, text::tr("What to set and prove (docs/plan_files.md)"))
        ->type_name("FILE");
    command->add_option("--visit", options->visit, text::tr("Go on with this visit"))->type_name("ID");
    command->add_flag("--same-station", options->same_station,
                      text::tr("You have looked: this is the visit's station, though no serial number says so"));
    command
        ->add_option(
            "--second-look", options->second_look,
            text::tr("So long after the last write everything written is read again: another controller may have "
                     "taken it back"))
        ->type_name("SECONDS")
        ->check(CLI::Range(0.0, 3600.0))
        ->capture_default_str();
    command->add_option("--rules", options->rules, text::tr("Rule set to check against; else the plan's"))
        ->type_name("ID");
    add_path_option(*command, "--report", options->report.folder, text::tr("Write PDF and JSON to this folder"))
        ->type_name("DIR");
    command->add_flag("--letter", options->report.letter, text::tr("US letter paper instead of A4"));
    add_path_option(*command, "--logo", options->report.logo, text::tr("PNG of your company for the cover"))
        ->type_name("FILE");
    add_report_language(command, options->report);
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
