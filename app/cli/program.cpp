#include "app/cli/program.h"

#include "app/cli/commands.h"
#include "app/cli/errors.h"
#include "app/cli/terminal.h"
#include "transport/runtime.h"

#include <algorithm>
#include <iostream>
#include <string_view>

namespace firstlight::app::cli {

namespace {

constexpr auto about =
    "Firstlight commissions home-energy stations: it finds them, reads them, proves them and writes the report.";
constexpr auto footer =
    "Try first:\n"
    "  firstlight-cli demo                               commission a virtual station\n"
    "  firstlight-cli find tcp:192.168.4.1               what stands behind this address\n"
    "  firstlight-cli commission tcp:192.168.4.1         with questions, on this terminal\n\n"
    "Exit codes: 0 done, 1 checks failed, 2 wrong use, 3 could not reach, 4 refused by the station, 130 stopped by "
    "you.";

void add_commands(Commands& commands) {
    for (const auto add : {add_ports, add_listen, add_find, add_read, add_set, add_watch, add_diagnose, add_commission,
                           add_report, add_visits, add_profiles, add_rules, add_demo})
        add(commands);
}

/// Before the command line is understood, only its words tell whether a program reads the answer.
bool wants_json(int argc, char** argv) {
    return std::any_of(argv, argv + argc, [](const char* word) { return std::string_view(word) == "--json"; });
}

int misunderstood(const CLI::App& program, const CLI::ParseError& error, bool json, const std::string& first_word) {
    const auto chosen = program.get_subcommands();
    const auto command = chosen.empty() ? std::string() : " " + chosen.front()->get_name();
    const bool unknown_command = chosen.empty() && !first_word.empty() && !first_word.starts_with('-');
    const auto reason = unknown_command ? "There is no command \"" + first_word + "\"" : std::string(error.what());
    const WrongUse wrong("The command was not understood", reason + ".",
                         "firstlight-cli" + command + " --help shows how it is used.");
    Output({.json = json}, std::cout, std::cerr).error(wrong.words());
    return static_cast<int>(Exit::wrong_use);
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
                         ? reports::ErrorWords{"Stopped",
                                               "You stopped the command before it was done.",
                                               "Run it again when you are ready.",
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
    CLI::App program(about, "firstlight-cli");
    program.footer(footer);
    program.set_version_flag("--version", "firstlight-cli " FIRSTLIGHT_VERSION, "Print the version");
    Commands commands(program);
    add_commands(commands);
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& help_or_version) {
        return program.exit(help_or_version);
    } catch (const CLI::ParseError& error) {
        return misunderstood(program, error, wants_json(argc, argv), argc > 1 ? argv[1] : "");
    }
    return run_chosen(commands);
}

}  // namespace firstlight::app::cli
