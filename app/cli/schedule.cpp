#include "app/cli/rows.h"
#include "app/path_option.h"
#include "commissioning/rows_file.h"
#include "text/text.h"

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

struct ScheduleOptions : CommonOptions, StationOptions, WriteOptions {
    std::string action;
    std::filesystem::path file;
};

int run(const ScheduleOptions& options, const std::string& table, Output& output) {
    StationSession session(options, options, output);
    const auto found = find_table(session, "plant", table);
    const auto live = read_table(session, found);
    if (options.action == "set")
        return write_rows(session, found, live, commissioning::load_rows(options.file, live), options, output);
    output.document(
        Json{{"table", table}, {"generation", live.generation}, {"rows", to_json(*found.table, live.rows)}});
    output.text(rows_text(*found.table, live.rows));
    return static_cast<int>(Exit::done);
}

void add_table(Commands& commands, const std::string& name, const std::string& table, const std::string& summary) {
    auto options = std::make_shared<ScheduleOptions>();
    auto* command =
        commands.add(name, summary,
                     fmt::format(fmt::runtime(text::tr("Examples:\n  firstlight-cli {0} tcp:192.168.4.1 --json\n"
                                                       "  firstlight-cli {0} tcp:192.168.4.1 set {0}.json --yes")),
                                 name),
                     *options);
    commands.add_station_options(command, *options);
    add_write_options(commands, command, *options);
    auto* action =
        command->add_option("action", options->action, text::tr("set: writes the rows of FILE; none: shows them"))
            ->check(CLI::IsMember({"set"}));
    auto* file = add_path_option(*command, "file", options->file, text::tr("JSON file with \"rows\""));
    action->needs(file);
    commands.on(command, *options, [options, table](Output& output) { return run(*options, table, output); });
}

}  // namespace

void add_schedule(Commands& commands) {
    add_table(commands, "schedule", "schedule", text::tr("Show or set the periods of the time-based mode"));
    add_table(commands, "outages", "outages", text::tr("Show or set the announced outages of load shedding"));
    add_table(commands, "rates", "prices", text::tr("Show or set the rate plan"));
}

}  // namespace firstlight::app::cli
