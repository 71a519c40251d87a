#include "app/cli/commands.h"
#include "app/cli/table.h"
#include "app/cli/visit_keeping.h"
#include "app/cli/words.h"
#include "text/text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

struct VisitsOptions : CommonOptions, StoreOptions {};

int run(const VisitsOptions& options, Output& output) {
    const auto store = open_store(options);
    Table table({{text::tr("VISIT")},
                 {text::tr("PURPOSE")},
                 {text::tr("BEGAN (UTC)")},
                 {text::tr("STATION")},
                 {text::tr("CUSTOMER")},
                 {text::tr("STATE")}});
    Json json = Json::array();
    for (const auto& visit : store->list()) {
        const auto began = fmt::gmtime(std::chrono::system_clock::to_time_t(visit.created));
        table.add({visit.id, text::tr(visit.purpose), fmt::format("{:%Y-%m-%d %H:%M}", began), visit.anchor_serial,
                   visit.customer, visit.closed ? text::tr("closed") : text::tr_in("visit", "open")});
        json.push_back(Json{{"id", visit.id},
                            {"purpose", visit.purpose},
                            {"created", iso_time(visit.created)},
                            {"anchor_serial", visit.anchor_serial},
                            {"customer", visit.customer},
                            {"closed", visit.closed}});
    }
    output.document(Json{{"visits", json}});
    output.text(table.empty() ? text::tr("No visit yet. firstlight-cli commission begins one.") : table.text());
    return static_cast<int>(Exit::done);
}

}  // namespace

void add_visits(Commands& commands) {
    auto options = std::make_shared<VisitsOptions>();
    auto* command =
        commands.add("visits", text::tr("List the visits, newest first"),
                     text::tr("Examples:\n  firstlight-cli visits\n  firstlight-cli visits --json"), *options);
    commands.add_store_options(command, *options);
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
