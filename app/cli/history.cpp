#include "app/cli/rows.h"
#include "app/cli/table.h"
#include "app/cli/terminal.h"
#include "app/path_option.h"
#include "commissioning/log_csv.h"
#include "store/durable_file.h"
#include "text/numbers.h"
#include "text/text.h"

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

struct HistoryOptions : CommonOptions, StationOptions {
    std::string device = "plant";
    std::filesystem::path csv;
    bool yes = false;
};

Json to_history(const station::RowTable& table, const std::vector<station::Row>& rows) {
    Json json = Json::array();
    for (const auto& row : rows) {
        Json object = Json::object();
        for (std::size_t i = 0; i < row.size(); ++i) {
            const auto& column = table.columns[i];
            const auto* number = row[i] ? std::get_if<double>(&*row[i]) : nullptr;
            if (!row[i])
                object[column.name] = Json();
            else if (number && !commissioning::is_moment(column))
                object[column.name] = *number;
            else
                object[column.name] = commissioning::log_text(column, *row[i]);
        }
        json.push_back(std::move(object));
    }
    return json;
}

std::string shown(const station::RowTable& table, const std::vector<station::Row>& rows) {
    std::vector<Table::Column> columns;
    for (const auto& column : table.columns) columns.push_back({text::tr(column.label)});
    Table text(std::move(columns));
    for (const auto& row : rows) {
        std::vector<std::string> cells;
        for (std::size_t i = 0; i < row.size(); ++i)
            cells.push_back(row[i] ? text::shown_value(commissioning::log_text(table.columns[i], *row[i])) : "");
        text.add(std::move(cells));
    }
    return rows.empty() ? text::trf("{}: nothing yet.", text::tr(table.label)) : text.text();
}

int run(const HistoryOptions& options, Output& output) {
    if (!options.csv.empty()) require_free(options.csv, options.yes);
    StationSession session(options, options, output);
    const auto found = find_table(session, options.device, options.device == "plant" ? "alarm_history" : "records");
    const auto live = read_table(session, found);
    if (!options.csv.empty()) store::write_durably(options.csv, commissioning::to_csv(*found.table, live.rows));
    const double energy = commissioning::total_of(*found.table, live.rows, "energy");
    Json json{
        {"device", found.device->name()}, {"table", found.table->name}, {"rows", to_history(*found.table, live.rows)}};
    output.text(shown(*found.table, live.rows));
    if (found.table->find("energy")) {
        json["total_kwh"] = energy;
        output.text(text::trf("In all {} kWh in {} charges.", text::number(energy, 2), live.rows.size()));
    }
    if (!options.csv.empty()) output.text(text::trf("Saved as {}.", options.csv.string()));
    output.document(json);
    return static_cast<int>(Exit::done);
}

}  // namespace

void add_history(Commands& commands) {
    auto options = std::make_shared<HistoryOptions>();
    auto* command =
        commands.add("history", text::tr("Show the alarm history of the station, or the charging records of a charger"),
                     text::tr("Times are UTC.\n\nExamples:\n  firstlight-cli history tcp:192.168.4.1\n"
                              "  firstlight-cli history tcp:192.168.4.1 \"ac charger 2\" --csv records.csv"),
                     *options);
    commands.add_station_options(command, *options);
    command->add_option("device", options->device, text::tr("plant for alarms, else the charger"));
    add_path_option(*command, "--csv", options->csv, text::tr("Save it as a file for spreadsheets"))->type_name("FILE");
    command->add_flag("--yes", options->yes, text::tr("Replace the file without asking"));
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
