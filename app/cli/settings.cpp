#include "commissioning/settings.h"

#include "app/cli/commands.h"
#include "app/cli/errors.h"
#include "app/cli/session.h"
#include "app/cli/table.h"
#include "app/cli/terminal.h"
#include "app/cli/words.h"
#include "app/cli/writing.h"
#include "app/data_folder.h"
#include "app/path_option.h"
#include "commissioning/settings_of_visit.h"
#include "commissioning/settings_restore.h"
#include "commissioning/settings_snapshot.h"
#include "reports/report_text.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

using commissioning::KeptDifference;
using commissioning::StationSettings;

struct SettingsOptions : CommonOptions, StationOptions, WriteOptions {
    std::filesystem::path file;
    std::string other;  ///< endpoint or file
    std::string name;   ///< of a template
    std::vector<std::string> only;
};
using SettingsPointer = std::shared_ptr<SettingsOptions>;

std::filesystem::path template_folder() {
    return user_folder() / "templates";
}

StationSettings take(StationSession& session, Output& output) {
    session.discover();
    return session.run(
        commissioning::take_settings(session.station(), "firstlight-cli " FIRSTLIGHT_VERSION, output.progress_sink()));
}

/// A file's settings, or those that the station at this endpoint has now.
StationSettings load_or_take(const SettingsOptions& options, Output& output) {
    const bool is_file = std::filesystem::exists(options.other) || options.other.ends_with(".json");
    if (is_file) return commissioning::load_settings(options.other);
    StationOptions station = options;
    station.endpoint = options.other;
    StationSession session(options, station, output);
    return take(session, output);
}

Json difference_json(const KeptDifference& one) {
    return Json{{"device", one.device}, {"name", one.name},       {"label", one.label},    {"row", one.row},
                {"wanted", one.wanted}, {"present", one.present}, {"why_not", one.why_not}};
}

std::string differences_text(const std::vector<KeptDifference>& differences) {
    Table table(
        {{text::tr("DEVICE")}, {text::tr("SETTING")}, {text::tr("WANTED")}, {text::tr("NOW")}, {text::tr("REMARK")}});
    for (const auto& one : differences)
        table.add({station::name_for_people(one.device), one.row.empty() ? one.name : one.name + " " + one.row,
                   text::shown_numbers(one.wanted), text::shown_numbers(one.present), one.why_not});
    return differences.empty() ? text::tr("The settings are the same.") : table.text();
}

int show_differences(const std::vector<KeptDifference>& differences, Output& output) {
    Json json = Json::array();
    for (const auto& one : differences) json.push_back(difference_json(one));
    output.document(Json{{"differences", json}});
    output.text(differences_text(differences));
    return static_cast<int>(differences.empty() ? Exit::done : Exit::checks_failed);
}

Json rows_json(const commissioning::DeviceSettings& device, const commissioning::KeptTable& table) {
    Json rows = Json::array();
    for (const auto& cells : table.rows) {
        Json row = Json::object();
        for (const auto& [column, text] : cells) row[column] = text;
        rows.push_back(std::move(row));
    }
    return Json{{"device", device.name}, {"table", table.table}, {"rows", rows}, {"at", iso_time(table.at)}};
}

int show(const SettingsOptions& options, Output& output) {
    StationSession session(options, options, output);
    const auto settings = take(session, output);
    Table table(
        {{text::tr("DEVICE")}, {text::tr("SETTING")}, {text::tr("VALUE")}, {text::tr("FROM")}, {text::tr("READ AT")}});
    Json json = Json::array();
    for (const auto& device : settings.devices) {
        for (const auto& one : device.settings) {
            table.add({station::name_for_people(device.name), one.point,
                       text::shown_numbers(one.unit.empty() ? one.value : one.value + " " + one.unit),
                       text::tr(one.source), text::shown_time(reports::printed_time(one.at))});
            json.push_back(Json{{"device", device.name},
                                {"point", one.point},
                                {"value", one.value},
                                {"unit", one.unit},
                                {"source", one.source},
                                {"at", iso_time(one.at)}});
        }
        for (const auto& one : device.tables) {
            table.add({station::name_for_people(device.name), one.table,
                       text::trf_n("{} row", "{} rows", static_cast<long long>(one.rows.size()), one.rows.size()),
                       text::tr("extension"), text::shown_time(reports::printed_time(one.at))});
            json.push_back(rows_json(device, one));
        }
        for (const auto& one : device.unread) {
            table.add({station::name_for_people(device.name), one.name, text::trf("not read: {}", one.why), "", ""});
            json.push_back(Json{{"device", device.name}, {"point", one.name}, {"why", one.why}});
        }
    }
    output.document(Json{{"settings", json}});
    output.text(table.text());
    return static_cast<int>(Exit::done);
}

int save(const SettingsOptions& options, Output& output) {
    require_free(options.file, options.yes);
    StationSession session(options, options, output);
    commissioning::save_settings(take(session, output), options.file);
    output.document(Json{{"file", options.file.string()}});
    output.text(text::trf("Saved as {}.", options.file.string()));
    return static_cast<int>(Exit::done);
}

/// What a visit last read, as a file: for a device that replaces another.
int save_from_visit(const SettingsOptions& options, Output& output) {
    require_free(options.file, options.yes);
    const auto store = open_store(options);
    const auto settings = commissioning::settings_of(load_visit(*store, options.name), load_profiles(options));
    commissioning::save_settings(settings, options.file);
    output.document(Json{{"file", options.file.string()}});
    output.text(text::trf("Saved as {}.", options.file.string()));
    return static_cast<int>(Exit::done);
}

int compare(const SettingsOptions& options, Output& output) {
    const auto wanted = commissioning::load_settings(options.file);
    const auto present = load_or_take(options, output);
    return show_differences(commissioning::compare(wanted, present, load_profiles(options)), output);
}

std::string path_of(const KeptDifference& one) {
    return one.device + "." + one.name;
}

/// Those named with --only ("plant.ess_backup_soc"), else all. Throws WrongUse when a name is of none of them.
std::vector<KeptDifference> named_in(const SettingsOptions& options, std::vector<KeptDifference> differences) {
    for (const auto& name : options.only)
        if (std::ranges::find(differences, name, path_of) == differences.end())
            throw WrongUse(text::trf("\"{}\" is no difference", name),
                           text::tr("The station has that setting as the file has it, or there is none of that name."),
                           text::tr("firstlight-cli settings compare lists what differs; write it as DEVICE.SETTING."));
    if (!options.only.empty())
        std::erase_if(differences, [&](const KeptDifference& one) {
            return std::ranges::find(options.only, path_of(one)) == options.only.end();
        });
    return differences;
}

int apply(const SettingsOptions& options, const StationSettings& wanted, Output& output) {
    StationSession session(options, options, output);
    const auto present = take(session, output);
    auto differences = named_in(options, commissioning::compare(wanted, present, session.profiles()));
    if (differences.empty()) return show_differences(differences, output);
    output.note(differences_text(differences));
    std::erase_if(differences, [](const KeptDifference& one) { return !one.can_be_restored(); });
    if (differences.empty())
        throw WrongUse(text::tr("Nothing of this can be restored"),
                       text::tr("The remark beside each difference says why. Nothing was written."),
                       text::tr("Set what is still wanted by itself, with its own confirmation."));
    const auto plan = commissioning::restore_plan(differences, present, session.profiles());
    const auto snapshot = session.run(session.station().snapshot());
    const auto tables = session.run(commissioning::read_planned_tables(plan, session.station()));
    auto writes = commissioning::prepare_writes(plan, session.station().discovery(), snapshot, tables);
    commissioning::remember_seen(writes, present);
    ask_consent(options, *writes.front().device, "settings", station::RiskClass::config);
    return write_all(session, options, std::move(writes), output);
}

int restore(const SettingsOptions& options, Output& output) {
    return apply(options, commissioning::load_settings(options.file), output);
}

/// Throws WrongUse when no template can be called so.
void require_template_name(const std::string& name) {
    if (!commissioning::is_template_name(name))
        throw WrongUse(text::trf("\"{}\" cannot be the name of a template", name),
                       text::tr("A name has letters, digits, spaces, '-' and '_', at most 60 characters."),
                       text::tr("Choose another name."));
}

int keep_template(const SettingsOptions& options, Output& output) {
    require_template_name(options.name);
    const auto settings = commissioning::template_from(commissioning::load_settings(options.file), options.name);
    require_free(commissioning::template_file(template_folder(), options.name), options.yes);
    commissioning::save_template(settings, template_folder());
    output.document(Json{{"template", options.name}});
    output.text(text::trf("Kept as template {}.", options.name));
    return static_cast<int>(Exit::done);
}

int list_templates(const SettingsOptions&, Output& output) {
    const auto names = commissioning::list_templates(template_folder());
    output.document(Json{{"templates", names}});
    std::string text;
    for (const auto& name : names) text += name + "\n";
    output.text(names.empty() ? text::tr("No template yet.") : text);
    return static_cast<int>(Exit::done);
}

int apply_template(const SettingsOptions& options, Output& output) {
    require_template_name(options.name);
    return apply(options, commissioning::load_template(template_folder(), options.name), output);
}

}  // namespace

void add_settings(Commands& commands) {
    auto options = std::make_shared<SettingsOptions>();
    auto* settings = commands.add(
        "settings", text::tr("Show, save, compare and restore all settings of a station"),
        text::tr("Examples:\n  firstlight-cli settings save tcp:192.168.4.1 maier.json\n"
                 "  firstlight-cli settings compare maier.json tcp:192.168.4.1\n"
                 "  firstlight-cli settings restore tcp:192.168.4.1 maier.json --only plant.ess_backup_soc --yes"),
        *options);
    settings->require_subcommand(1);
    using Run = int (*)(const SettingsOptions&, Output&);
    const auto add = [&](CLI::App& above, const std::string& name, const std::string& summary, Run run) {
        auto* command = commands.add_below(above, name, summary, {}, *options);
        commands.on(command, *options, [options, run](Output& output) { return run(*options, output); });
        return command;
    };
    const auto on_station = [&](CLI::App* command, bool writes) {
        commands.add_station_options(command, *options);
        if (!writes) return;
        add_write_options(commands, command, *options);
        command->add_option("--only", options->only, text::tr("Only these, such as plant.ess_backup_soc"))
            ->type_name("DEVICE.SETTING");
    };
    const auto file = [&](CLI::App* command, const std::string& what) {
        add_path_option(*command, "file", options->file, what)->required();
    };
    on_station(add(*settings, "show", text::tr("Every setting with value, unit and source"), show), false);
    auto* saved = add(*settings, "save", text::tr("Save all settings as a file"), save);
    on_station(saved, false);
    file(saved, text::tr("The file to write"));
    saved->add_flag("--yes", options->yes, text::tr("Do not ask"));
    auto* from_visit = add(*settings, "from-visit", text::tr("Save what a visit last read as a file"), save_from_visit);
    from_visit->add_option("visit", options->name, text::tr("The visit"))->required()->type_name("ID");
    file(from_visit, text::tr("The file to write"));
    commands.add_store_options(from_visit, *options);
    from_visit->add_flag("--yes", options->yes, text::tr("Do not ask"));
    auto* compared =
        add(*settings, "compare", text::tr("What differs between a file and another file or a station"), compare);
    file(compared, text::tr("Settings that are wanted"));
    compared->add_option("other", options->other, text::tr("Another file, or the endpoint of a station"))->required();
    compared->add_option("--pace", options->pace, text::tr("vendor, measured, or requests per second"));
    compared->add_option("--units", options->units, text::tr("Unit ids to look at"));
    auto* restored = add(*settings, "restore", text::tr("Give a station the settings of a file"), restore);
    on_station(restored, true);
    file(restored, text::tr("Settings that are wanted"));
    auto* templates = commands.add_below(*settings, "template",
                                         text::tr("Settings that a company keeps for every station"), {}, *options);
    templates->require_subcommand(1);
    auto* kept = add(*templates, "save", text::tr("Keep a settings file as a template"), keep_template);
    file(kept, text::tr("Settings of a station"));
    kept->add_option("name", options->name, text::tr("Name of the template"))->required();
    kept->add_flag("--yes", options->yes, text::tr("Do not ask"));
    add(*templates, "list", text::tr("List the templates"), list_templates);
    auto* applied = add(*templates, "apply", text::tr("Give a station what a template says"), apply_template);
    on_station(applied, true);
    applied->add_option("name", options->name, text::tr("Name of the template"))->required();
}

}  // namespace firstlight::app::cli
