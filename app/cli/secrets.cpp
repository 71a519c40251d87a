#include "app/cli/commands.h"
#include "app/cli/errors.h"
#include "app/cli/terminal.h"
#include "store/secret_store.h"
#include "text/text.h"

#include <algorithm>

namespace firstlight::app::cli {

namespace {

struct SecretsOptions : CommonOptions {
    std::string action, entry;
    bool yes = false;
};

std::string ask_secret(const std::string& entry) {
    const auto secret = ask_hidden(text::trf("Secret for \"{}\" (it is not shown): ", entry));
    if (secret && !secret->empty()) return *secret;
    throw WrongUse(text::tr("Nothing was kept"), text::tr("No secret was given."),
                   text::tr("Type it when asked, or pipe it in."));
}

void keep(const SecretsOptions& options) {
    const auto known = store::secret_entries();
    if (std::ranges::find(known, options.entry) != known.end())
        require_yes(options.yes, text::trf("There is an entry \"{}\" already. Replace it?", options.entry));
    store::keep_secret(options.entry, ask_secret(options.entry));
}

void forget(const SecretsOptions& options) {
    if (store::forget_secret(options.entry)) return;
    throw WrongUse(text::trf("There is no entry \"{}\"", options.entry),
                   text::tr("The name must be spelled as it was kept."),
                   text::tr("Run the command without an action: it lists the entries."));
}

int list(Output& output) {
    const auto entries = store::secret_entries();
    output.document(Json{{"entries", entries}});
    for (const auto& entry : entries) output.text(entry);
    if (entries.empty()) output.text(text::tr("The secret store of this computer has no entry for Firstlight."));
    return static_cast<int>(Exit::done);
}

int run(const SecretsOptions& options, Output& output) {
    if (options.action.empty()) return list(output);
    if (options.entry.empty())
        throw WrongUse(text::tr("An entry has a name"), text::tr("None was given."),
                       text::tr("Such as: firstlight-cli secrets keep \"depot ocpp\""));
    const bool keeps = options.action == "keep";
    keeps ? keep(options) : forget(options);
    output.document(Json{{"entry", options.entry}, {"kept", keeps}});
    output.text(keeps ? text::trf("Kept. In a plan write {{\"secret\": \"{}\"}} for it.", options.entry)
                      : text::tr("The entry is forgotten."));
    return static_cast<int>(Exit::done);
}

}  // namespace

void add_secrets(Commands& commands) {
    auto options = std::make_shared<SecretsOptions>();
    auto* command = commands.add(
        "secrets", text::tr("Keep passwords and card numbers for plans in the system's secret store"),
        text::tr("A plan names an entry instead of a secret. What is kept is never shown again.\n\nExamples:\n"
                 "  firstlight-cli secrets\n"
                 "  firstlight-cli secrets keep \"depot ocpp\"\n"
                 "  firstlight-cli secrets forget \"depot ocpp\""),
        *options);
    command->add_option("action", options->action, text::tr("keep NAME, forget NAME; none: lists the entries"))
        ->check(CLI::IsMember({"keep", "forget"}));
    command->add_option("entry", options->entry, text::tr("Name of the entry"));
    command->add_flag("--yes", options->yes, text::tr("Do not ask"));
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
