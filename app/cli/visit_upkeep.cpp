#include "app/cli/errors.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/visit_keeping.h"
#include "app/cli/visits.h"
#include "commissioning/customer_data.h"
#include "commissioning/visit_template.h"
#include "text/text.h"

#include <algorithm>

namespace firstlight::app::cli {

namespace {

using commissioning::VisitHeader;

int archive(const VisitsOptions& options, Output& output) {
    const auto store = open_store(options);
    load_visit(*store, options.visit);
    store->set_archived(options.visit, !options.take_out);
    output.document(Json{{"visit", options.visit}, {"archived", !options.take_out}});
    output.text(options.take_out ? text::tr("The visit is out of the archive")
                                 : text::tr("The visit is in the archive"));
    return static_cast<int>(Exit::done);
}

int duplicate(const VisitsOptions& options, Output& output) {
    const auto store = open_store(options);
    load_visit(*store, options.visit);
    const auto made = commissioning::duplicate_visit(*store, places_of(options).drafts, load_profiles(options),
                                                     options.visit, "firstlight-cli " FIRSTLIGHT_VERSION);
    output.document(Json{{"visit", made.id}, {"of", options.visit}});
    output.text(text::trf("Visit {} is begun with the same people and settings", made.id));
    output.text(text::trf("Go on with: firstlight-cli commission ENDPOINT --visit {}", made.id));
    return static_cast<int>(Exit::done);
}

/// Throws WrongUse unless the person repeats the name, here or with --confirm.
void require_name(const VisitsOptions& options) {
    const auto danger = text::trf("All visits of {} are deleted and cannot be brought back.", options.customer);
    auto said = options.confirm;
    if (said.empty() && input_is_terminal())
        said = ask_line(danger + "\n" + text::trf("Type \"{}\" to go on: ", options.customer)).value_or("");
    if (said != options.customer)
        throw WrongUse(text::tr("Nothing was deleted: the customer's name was not repeated"), danger,
                       text::trf("When you are sure, add --confirm \"{}\".", options.customer));
}

int delete_customer(const VisitsOptions& options, Output& output) {
    const auto store = open_store(options);
    const auto visits = store->list();
    if (options.customer.empty() || std::ranges::find(visits, options.customer, &VisitHeader::customer) == visits.end())
        throw WrongUse(text::trf("There is no visit of \"{}\"", options.customer),
                       text::tr("The name must be spelled as in the visit."),
                       text::tr("firstlight-cli visits --all shows the customers."));
    require_name(options);
    const auto deleted = commissioning::delete_customer_data(places_of(options), options.customer);
    Json json{{"visits", deleted.visits}, {"files", Json::array()}, {"kept_files", Json::array()}};
    for (const auto& file : deleted.files) json["files"].push_back(file.string());
    for (const auto& file : deleted.kept_files) json["kept_files"].push_back(file.string());
    output.document(json);
    output.text(text::trf("Deleted: {} visits, {} files", deleted.visits.size(), deleted.files.size()));
    if (!deleted.kept_files.empty()) output.text(text::tr("Back-ups beside the visits may still hold the data:"));
    for (const auto& file : deleted.kept_files) output.text("  " + file.string());
    return static_cast<int>(Exit::done);
}

}  // namespace

void add_visit_upkeep(Commands& commands, CLI::App& visits, const VisitsPointer& options) {
    const auto add = [&](const std::string& name, const std::string& summary, const std::string& examples,
                         int (*run)(const VisitsOptions&, Output&)) {
        return add_below_visits(commands, visits, options, name, summary, examples, run);
    };
    const auto add_visit = [&](CLI::App& command) {
        command.add_option("visit", options->visit, text::tr("Id of the visit"))->required();
    };

    auto* away = add("archive", text::tr("Put a visit away: lists leave it out unless they are asked"),
                     text::tr("Examples:\n  firstlight-cli visits archive 20261123-104207-3F2A\n"
                              "  firstlight-cli visits archive 20261123-104207-3F2A --take-out"),
                     archive);
    add_visit(*away);
    away->add_flag("--take-out", options->take_out, text::tr("Take it out of the archive again"));

    auto* again = add("duplicate", text::tr("Begin a visit with the people and planned settings of another"),
                      text::tr("Examples:\n  firstlight-cli visits duplicate 20261123-104207-3F2A"), duplicate);
    add_visit(*again);

    auto* gone = add("delete-customer", text::tr("Delete all visits of a customer, with journal, drafts and reports"),
                     text::tr("Back-ups, exported files and reports saved elsewhere are not touched.\n\nExamples:\n"
                              "  firstlight-cli visits delete-customer \"Maier\" --confirm \"Maier\""),
                     delete_customer);
    gone->add_option("customer", options->customer, text::tr("Name of the customer, as in the visit"))->required();
    gone->add_option("--confirm", options->confirm, text::tr("The customer's name once more"))->type_name("NAME");
}

}  // namespace firstlight::app::cli
