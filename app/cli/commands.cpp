#include "app/cli/commands.h"

#include "app/cli/errors.h"
#include "app/path_option.h"
#include "text/text.h"

#include <charconv>
#include <cstdint>
#include <set>
#include <sstream>
#include <utility>

namespace firstlight::app::cli {

Commands::Commands(CLI::App& program) : program_(program) {
    program_.require_subcommand(1);
    add_language_option(program_);
}

CLI::App* Commands::add(const std::string& name, const std::string& summary, const std::string& examples,
                        CommonOptions& options) {
    return add_below(program_, name, summary, examples, options);
}

CLI::App* Commands::add_below(CLI::App& above, const std::string& name, const std::string& summary,
                              const std::string& examples, CommonOptions& options) {
    auto* command = above.add_subcommand(name, summary);
    command->footer(examples);
    add_language_option(*command);
    command->add_flag("--json", options.json, text::tr("Print JSON instead of text"))->group(text::tr("Common"));
    command->add_flag("--details", options.details, text::tr("With an error, also show codes and bytes"))
        ->group(text::tr("Common"));
    add_path_option(*command, "--data", options.data, text::tr("Folder with profiles, rule sets and scenarios"))
        ->type_name("DIR")
        ->group(text::tr("Common"));
    return command;
}

/// Stands before or behind the command. Taken before the command line is understood; here for the help.
void Commands::add_language_option(CLI::App& command) {
    command.add_option("--language", language_, text::tr("Language to speak, such as en or de; else the system's"))
        ->type_name("LANGUAGE")
        ->group(text::tr("Common"));
}

void Commands::add_station_options(CLI::App* command, StationOptions& options) {
    command
        ->add_option("endpoint", options.endpoint,
                     text::tr("How to reach the station: tcp:192.168.4.1, rtu:/dev/ttyUSB0:9600:8N1, rtu:COM5, "
                              "rtutcp:192.168.1.50:4001 or listen:0.0.0.0:1502"))
        ->required();
    command
        ->add_option(
            "--pace", options.pace,
            text::tr("vendor (one request per second, the maker's rule), measured, or requests per second. A faster "
                     "pace is your choice; a visit notes it"))
        ->type_name("PACE")
        ->group(text::tr("Link"))
        ->default_str("vendor");
    command
        ->add_option("--units", options.units, text::tr("Unit ids to look at: 1,2,5-9 or all (1..246); else 1 to 10"))
        ->type_name("LIST")
        ->group(text::tr("Link"));
    command
        ->add_option("--timeout", options.timeout,
                     text::tr("Seconds to wait for an answer; else what the profile says"))
        ->type_name("SECONDS")
        ->check(CLI::Range(0.01, 120.0))
        ->group(text::tr("Link"));
    add_path_option(*command, "--trace", options.trace, text::tr("Append every frame, in words, to this file"))
        ->type_name("FILE")
        ->group(text::tr("Link"));
    command
        ->add_option("--allow", options.allow,
                     text::tr("listen: serial number of a station that may dial in; repeatable"))
        ->type_name("SERIAL")
        ->group(text::tr("Link"));
    command->add_flag("--writable", options.writable, text::tr("listen: let writes pass (the link is not encrypted)"))
        ->group(text::tr("Link"));
}

void Commands::add_store_options(CLI::App* command, StoreOptions& options) {
    add_path_option(*command, "--store", options.store,
                    text::tr("File with the visits; else visits.db in your own data folder"))
        ->type_name("FILE")
        ->group(text::tr("Common"));
}

void Commands::on(CLI::App* command, const CommonOptions& options, std::function<int(Output&)> run) {
    command->final_callback([this, command, &options, run = std::move(run)] {
        if (!command->get_subcommands().empty()) return;
        options_ = &options;
        run_ = run;
    });
}

namespace {

std::uint8_t unit_id(const std::string& text) {
    int unit = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), unit);
    if (error != std::errc() || end != text.data() + text.size() || unit < 1 || unit > 247)
        throw WrongUse(text::tr("--units was not understood"),
                       text::trf("\"{}\" is no unit id; they go from 1 to 247.", text),
                       text::tr("Write a list such as 1,2,5-9, or all."));
    return static_cast<std::uint8_t>(unit);
}

}  // namespace

std::vector<std::uint8_t> parse_units(const std::string& text) {
    if (text.empty()) return {};
    std::set<std::uint8_t> units;
    std::istringstream parts(text == "all" ? "1-246" : text);
    for (std::string part; std::getline(parts, part, ',');) {
        const auto dash = part.find('-');
        const auto first = unit_id(part.substr(0, dash));
        const auto last = dash == std::string::npos ? first : unit_id(part.substr(dash + 1));
        for (int unit = first; unit <= last; ++unit) units.insert(static_cast<std::uint8_t>(unit));
    }
    return {units.begin(), units.end()};
}

}  // namespace firstlight::app::cli
