#include "app/cli/program.h"

#include "app/cli/commands.h"
#include "app/cli/errors.h"
#include "app/cli/terminal.h"
#include "app/data_folder.h"
#include "app/language.h"
#include "text/language.h"
#include "text/text.h"
#include "transport/runtime.h"

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

namespace firstlight::app::cli {

namespace {

std::string about() {
    return text::tr(
        "Firstlight commissions home-energy stations: it finds them, reads them, proves them and writes the report.");
}
std::string footer() {
    return text::tr(
        "Try first:\n"
        "  firstlight-cli demo                               commission a virtual station\n"
        "  firstlight-cli find tcp:192.168.4.1               what stands behind this address\n"
        "  firstlight-cli commission tcp:192.168.4.1         with questions, on this terminal\n\n"
        "Exit codes: 0 done, 1 checks failed, 2 wrong use, 3 could not reach, 4 refused by the station, 130 stopped by "
        "you.");
}

void add_commands(Commands& commands) {
    for (const auto add :
         {add_ports,    add_listen,     add_find,     add_read,   add_set,      add_mode,  add_schedule,
          add_cards,    add_secrets,    add_settings, add_power,  add_history,  add_watch, add_record,
          add_diagnose, add_commission, add_report,   add_visits, add_profiles, add_rules, add_demo})
        add(commands);
}

/// What must be known before the command line is understood, because errors and help depend on it.
struct FirstLook {
    bool json = false;
    std::string language, data;

    FirstLook(int argc, char** argv) {
        const std::vector<std::string> words(argv, argv + argc);
        json = std::ranges::find(words, "--json") != words.end();
        language = value_of(words, "--language");
        data = value_of(words, "--data");
    }

  private:
    /// "--data DIR" or "--data=DIR".
    static std::string value_of(const std::vector<std::string>& words, const std::string& option) {
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (words[i] == option && i + 1 < words.size()) return words[i + 1];
            if (words[i].starts_with(option + "=")) return words[i].substr(option.size() + 1);
        }
        return {};
    }
};

/// CLI11's words of the mistakes that people make most; the others stay as it says them.
std::string reason_of(const CLI::ParseError& error) {
    const std::string said = error.what();
    if (const auto required = said.rfind(" is required"); error.get_name() == "RequiredError" && required != said.npos)
        return text::trf("{} is missing", said.substr(0, required));
    if (const auto colon = said.find(": "); error.get_name() == "ExtrasError" && colon != said.npos)
        return text::trf("\"{}\" was not expected", said.substr(colon + 2));
    return said;
}

int misunderstood(const CLI::App& program, const CLI::ParseError& error, bool json, const std::string& first_word) {
    std::string command;
    for (auto chosen = program.get_subcommands(); !chosen.empty(); chosen = chosen.front()->get_subcommands())
        command += " " + chosen.front()->get_name();
    const bool unknown_command = command.empty() && !first_word.empty() && !first_word.starts_with('-');
    const auto reason = unknown_command ? text::trf("There is no command \"{}\"", first_word) : reason_of(error);
    const WrongUse wrong(text::tr("The command was not understood"), reason + ".",
                         text::trf("{} --help shows how it is used.", "firstlight-cli" + command));
    Output({.json = json}, std::cout, std::cerr).error(wrong.words());
    return static_cast<int>(Exit::wrong_use);
}

void name_parts_of_help(CLI::App& program) {
    const auto form = std::dynamic_pointer_cast<CLI::Formatter>(program.get_formatter());
    form->label("Usage", text::tr("Usage"));
    form->label("OPTIONS", text::tr("OPTIONS"));
    form->label("SUBCOMMAND", text::tr("COMMAND"));
    form->label("SUBCOMMANDS", text::tr("COMMANDS"));
    form->label("Positionals", text::tr("Positionals"));
    form->label("REQUIRED", text::tr("REQUIRED"));
    program.get_help_ptr()->description(text::tr("Print this help message and exit"));
}

int run_chosen(const Commands& commands) {
    const auto& options = commands.chosen_options();
    Output output({.json = options.json, .details = options.details, .rewrite_progress = error_is_terminal()},
                  std::cout, std::cerr);
    try {
        return commands.run_chosen(output);
    } catch (...) {
        const auto error = std::current_exception();
        auto words = transport::is_cancellation(error)
                         ? reports::ErrorWords{text::tr("Stopped"),
                                               text::tr("You stopped the command before it was done."),
                                               text::tr("Run it again when you are ready."),
                                               {},
                                               static_cast<int>(Exit::interrupted)}
                         : words_for(error);
        output.error(words);
        return words.exit_code;
    }
}

}  // namespace

int run_program(int argc, char** argv) {
    write_utf8();
    const FirstLook first_look(argc, argv);
    try {
        text::use_language(choose_language(data_folder(first_look.data), first_look.language));
    } catch (...) {
        const auto words = words_for(std::current_exception());
        Output({.json = first_look.json}, std::cout, std::cerr).error(words);
        return words.exit_code;
    }
    CLI::App program(about(), "firstlight-cli");
    program.footer(footer());
    name_parts_of_help(program);
    program.set_version_flag("--version", "firstlight-cli " FIRSTLIGHT_VERSION, text::tr("Print the version"));
    Commands commands(program);
    add_commands(commands);
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& help_or_version) {
        return program.exit(help_or_version);
    } catch (const CLI::ParseError& error) {
        return misunderstood(program, error, first_look.json, argc > 1 ? argv[1] : "");
    }
    return run_chosen(commands);
}

}  // namespace firstlight::app::cli
