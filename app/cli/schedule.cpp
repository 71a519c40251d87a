#include "app/cli/errors.h"
#include "app/cli/rows.h"
#include "app/cli/terminal.h"
#include "app/data_folder.h"
#include "app/path_option.h"
#include "commissioning/point_rows.h"
#include "commissioning/rows_file.h"
#include "commissioning/settings_restore.h"
#include "text/text.h"

#include <functional>
#include <map>

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

struct ScheduleOptions : CommonOptions, StationOptions, WriteOptions {
    std::string action, of_template;
    std::filesystem::path file;
};

std::filesystem::path template_of(const ScheduleOptions& options, const std::string& table) {
    if (commissioning::is_template_name(options.of_template))
        return commissioning::template_file(user_folder() / "templates" / table, options.of_template);
    throw WrongUse(text::trf("\"{}\" cannot be the name of a template", options.of_template),
                   text::tr("A name has letters, digits, spaces, '-' and '_', at most 60 characters."),
                   text::tr("Name it with --template."));
}

std::filesystem::path file_of(const ScheduleOptions& options, const std::string& table) {
    if (!options.of_template.empty()) return template_of(options, table);
    if (!options.file.empty()) return options.file;
    throw WrongUse(text::tr("There are no rows to write"), text::tr("Neither a file nor a template was named."),
                   text::tr("Write the file behind \"set\", or --template NAME."));
}

int keep(const ScheduleOptions& options, const station::TableReading& live, Output& output) {
    const auto file = template_of(options, live.table->name);
    if (live.rows.empty())
        throw WrongUse(text::tr("There are no rows to keep"), text::tr("The station has none."),
                       text::tr("Set some first: an empty template would empty the next station."));
    require_free(file, options.yes);
    std::filesystem::create_directories(file.parent_path());
    commissioning::save_rows(*live.table, live.rows, file);
    output.document(Json{{"template", options.of_template}});
    output.text(text::trf("Kept as template {}.", options.of_template));
    return static_cast<int>(Exit::done);
}

int run(const ScheduleOptions& options, const std::string& table, Output& output) {
    StationSession session(options, options, output);
    const auto found = find_table(session, "plant", table);
    const auto live = read_table(session, found);
    if (options.action == "keep") return keep(options, live, output);
    if (options.action == "set") {
        const auto file = file_of(options, table);
        return write_rows(session, found, live, commissioning::load_rows(file, live), options, output);
    }
    output.document(
        Json{{"table", table}, {"generation", live.generation}, {"rows", to_json(*found.table, live.rows)}});
    output.text(rows_text(*found.table, live.rows));
    return static_cast<int>(Exit::done);
}

struct Windows {
    commissioning::PointRows rows;
    commissioning::PointReadings now;
    station::TableReading live;
};

Windows read_windows(StationSession& session) {
    const auto& plant = session.find_in_station("plant");
    auto rows = commissioning::preheat_windows(plant);
    if (!rows)
        throw WrongUse(text::tr("This station has no preheating windows"),
                       text::tr("Its model or its firmware does not have them."),
                       text::tr("firstlight-cli read shows what the plant has."));
    std::vector<const station::Point*> points;
    for (const auto& row : rows->points) points.insert(points.end(), row.begin(), row.end());
    std::map<const station::Point*, station::Reading> readings;
    for (auto& reading : session.run(session.station().read(plant, points)))
        readings.emplace(reading.point, std::move(reading));
    const auto now = [readings = std::move(readings)](const station::Point& point) { return readings.at(&point); };
    auto live = commissioning::rows_of(*rows, now);
    require_read(live);
    return {std::move(*rows), now, std::move(live)};
}

int run_preheating(const ScheduleOptions& options, Output& output) {
    StationSession session(options, options, output);
    const auto windows = read_windows(session);
    const auto& table = *windows.rows.table;
    if (options.action == "keep") return keep(options, windows.live, output);
    if (options.action != "set") {
        output.document(Json{{"table", table.name}, {"rows", to_json(table, windows.live.rows)}});
        output.text(rows_text(table, windows.live.rows));
        return static_cast<int>(Exit::done);
    }
    const auto wanted = commissioning::load_rows(file_of(options, table.name), windows.live);
    review_rows(session, *windows.rows.device, windows.live, wanted, output);
    auto writes = commissioning::writes_of(windows.rows, commissioning::changes_of(windows.rows, wanted, windows.now));
    if (writes.empty()) {
        output.document(Json{{"changes", Json::array()}});
        output.text(text::tr("The station has these windows already."));
        return static_cast<int>(Exit::done);
    }
    const auto consent = ask_consent(options, *windows.rows.device, table.name, writes.front().risk());
    for (auto& write : writes) write.consent = consent;
    return write_all(session, options, std::move(writes), output);
}

using Run = std::function<int(const ScheduleOptions&, Output&)>;

void add_rows_command(Commands& commands, const std::string& name, const std::string& summary, const Run& run) {
    auto options = std::make_shared<ScheduleOptions>();
    auto* command =
        commands.add(name, summary,
                     fmt::format(fmt::runtime(text::tr("Examples:\n  firstlight-cli {0} tcp:192.168.4.1 --json\n"
                                                       "  firstlight-cli {0} tcp:192.168.4.1 set {0}.json --yes")),
                                 name),
                     *options);
    commands.add_station_options(command, *options);
    add_write_options(commands, command, *options);
    command
        ->add_option("action", options->action,
                     text::tr("set: writes the rows of FILE or of a template; keep: keeps what the station has as a "
                              "template; none: shows the rows"))
        ->check(CLI::IsMember({"set", "keep"}));
    auto* file = add_path_option(*command, "file", options->file, text::tr("JSON file with \"rows\""));
    command->add_option("--template", options->of_template, text::tr("Name of a template, in place of FILE"))
        ->type_name("NAME")
        ->excludes(file);
    commands.on(command, *options, [options, run](Output& output) { return run(*options, output); });
}

Run on_table(const std::string& table) {
    return [table](const ScheduleOptions& options, Output& output) { return run(options, table, output); };
}

}  // namespace

void add_schedule(Commands& commands) {
    add_rows_command(commands, "schedule", text::tr("Show or set the periods of the time-based mode"),
                     on_table("schedule"));
    add_rows_command(commands, "outages", text::tr("Show or set the announced outages of load shedding"),
                     on_table("outages"));
    add_rows_command(commands, "rates", text::tr("Show or set the rate plan"), on_table("prices"));
    add_rows_command(commands, "preheating", text::tr("Show or set when the battery is heated ahead of time"),
                     run_preheating);
}

}  // namespace firstlight::app::cli
