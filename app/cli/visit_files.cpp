#include "app/cli/terminal.h"
#include "app/cli/visit_keeping.h"
#include "app/cli/visits.h"
#include "app/path_option.h"
#include "commissioning/visit_file.h"
#include "text/text.h"

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

int export_one(const VisitsOptions& options, Output& output) {
    const auto store = open_store(options);
    load_visit(*store, options.visit);
    require_free(options.file, options.yes);
    commissioning::export_visit(places_of(options), options.visit, options.file);
    output.document(Json{{"visit", options.visit}, {"file", options.file.string()}});
    output.text(text::trf("Exported to {}", options.file.string()));
    return static_cast<int>(Exit::done);
}

int import(const VisitsOptions& options, Output& output) {
    const auto store = open_store(options);
    const auto imported = commissioning::import_visits(places_of(options), options.file);
    output.document(
        Json{{"added", imported.added}, {"completed", imported.completed}, {"unchanged", imported.unchanged}});
    output.text(text::trf("Imported: {} new, {} completed, {} unchanged", imported.added.size(),
                          imported.completed.size(), imported.unchanged.size()));
    for (const auto* ids : {&imported.added, &imported.completed})
        if (!ids->empty()) output.text(fmt::format("  {}", fmt::join(*ids, "\n  ")));
    return static_cast<int>(Exit::done);
}

int back_up(const VisitsOptions& options, Output& output) {
    const auto store = open_store(options);
    require_free(options.file, options.yes);
    commissioning::back_up_visits(places_of(options), options.file);
    output.document(Json{{"file", options.file.string()}, {"visits", store->list().size()}});
    output.text(text::trf("Backed up to {}", options.file.string()));
    return static_cast<int>(Exit::done);
}

int restore(const VisitsOptions& options, Output& output) {
    const auto store = open_store(options);
    require_yes(options.yes, text::tr("Every visit on this laptop is replaced by the back-up. Go on?"));
    const auto before = commissioning::restore_visits(places_of(options), options.file);
    output.document(Json{{"visits", store->list().size()}, {"kept", before.string()}});
    output.text(text::trf("Restored. What was here before is kept as {}", before.string()));
    return static_cast<int>(Exit::done);
}

}  // namespace

void add_visit_files(Commands& commands, CLI::App& visits, const VisitsPointer& options) {
    const auto add = [&](const std::string& name, const std::string& summary, const std::string& examples,
                         int (*run)(const VisitsOptions&, Output&)) {
        return add_below_visits(commands, visits, options, name, summary, examples, run);
    };
    const auto add_file = [&](CLI::App& command, const std::string& what) {
        add_path_option(command, "file", options->file, what)->required();
    };
    const auto add_yes = [&](CLI::App& command) { command.add_flag("--yes", options->yes, text::tr("Do not ask")); };

    auto* one =
        add("export", text::tr("Write a visit, with what was prepared for it, to a file"),
            text::tr("Examples:\n  firstlight-cli visits export 20261123-104207-3F2A maier.flvisit"), export_one);
    one->add_option("visit", options->visit, text::tr("Id of the visit"))->required();
    add_file(*one, text::tr("The file to write, such as maier.flvisit"));
    add_yes(*one);

    auto* in = add("import", text::tr("Add the visits of a file; one that is here already gets what it lacks"),
                   text::tr("Examples:\n  firstlight-cli visits import maier.flvisit"), import);
    add_file(*in, text::tr("An exported visit or a back-up"));

    auto* all = add("backup", text::tr("Write all visits to one file"),
                    text::tr("Examples:\n  firstlight-cli visits backup all.flbackup"), back_up);
    add_file(*all, text::tr("The file to write, such as all.flbackup"));
    add_yes(*all);

    auto* back = add("restore", text::tr("Replace all visits by a back-up; what was here is kept as a file"),
                     text::tr("Examples:\n  firstlight-cli visits restore all.flbackup"), restore);
    add_file(*back, text::tr("The back-up"));
    add_yes(*back);
}

}  // namespace firstlight::app::cli
