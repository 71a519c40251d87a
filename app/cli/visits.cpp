#include "app/cli/visits.h"

#include "app/cli/errors.h"
#include "app/cli/table.h"
#include "app/cli/terminal.h"
#include "app/cli/visit_keeping.h"
#include "app/cli/words.h"
#include "text/text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

std::string state_words(const commissioning::VisitHeader& visit) {
    if (visit.archived) return text::tr("archived");
    auto words = visit.closed ? text::tr("closed") : text::tr_in("visit", "open");
    if (visit.open_writes > 0)
        words += ", "
                 + text::trf_n("{} write without outcome", "{} writes without outcome", visit.open_writes,
                               visit.open_writes);
    return words;
}

int list(const VisitsOptions& options, Output& output) {
    const auto store = open_store(options);
    Table table({{text::tr("VISIT")},
                 {text::tr("PURPOSE")},
                 {text::tr("BEGAN (UTC)")},
                 {text::tr("STATION")},
                 {text::tr("CUSTOMER")},
                 {text::tr("STATE")}});
    Json json = Json::array();
    for (const auto& visit : store->list()) {
        if (visit.archived && !options.all) continue;
        const auto began = fmt::gmtime(std::chrono::system_clock::to_time_t(visit.created));
        table.add({visit.id, text::tr(visit.purpose), fmt::format("{:%Y-%m-%d %H:%M}", began), visit.anchor_serial,
                   visit.customer, state_words(visit)});
        json.push_back(Json{{"id", visit.id},
                            {"purpose", visit.purpose},
                            {"created", iso_time(visit.created)},
                            {"anchor_serial", visit.anchor_serial},
                            {"customer", visit.customer},
                            {"closed", visit.closed},
                            {"archived", visit.archived},
                            {"writes_without_outcome", visit.open_writes}});
    }
    output.document(Json{{"visits", json}});
    output.text(table.empty() ? text::tr("No visit yet. firstlight-cli commission begins one.") : table.text());
    return static_cast<int>(Exit::done);
}

}  // namespace

CLI::App* add_below_visits(Commands& commands, CLI::App& visits, const VisitsPointer& options, const std::string& name,
                           const std::string& summary, const std::string& examples,
                           int (*run)(const VisitsOptions&, Output&)) {
    auto* command = commands.add_below(visits, name, summary, examples, *options);
    commands.add_store_options(command, *options);
    commands.on(command, *options, [options, run](Output& output) { return run(*options, output); });
    return command;
}

void add_visits(Commands& commands) {
    auto options = std::make_shared<VisitsOptions>();
    auto* command = commands.add("visits", text::tr("List the visits, newest first; carry, keep and delete them"),
                                 text::tr("Examples:\n  firstlight-cli visits\n  firstlight-cli visits --all --json\n"
                                          "  firstlight-cli visits export 20261123-104207-3F2A maier.flvisit"),
                                 *options);
    commands.add_store_options(command, *options);
    command->add_flag("--all", options->all, text::tr("Also those in the archive"));
    add_visit_files(commands, *command, options);
    add_visit_upkeep(commands, *command, options);
    commands.on(command, *options, [options](Output& output) { return list(*options, output); });
}

}  // namespace firstlight::app::cli
