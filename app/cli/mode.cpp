#include "app/cli/commands.h"
#include "app/cli/errors.h"
#include "app/cli/points.h"
#include "app/cli/session.h"
#include "app/cli/table.h"
#include "app/cli/words.h"
#include "app/cli/writing.h"
#include "commissioning/working_mode.h"
#include "commissioning/write_in_order.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::app::cli {

namespace {

using commissioning::PlannedWrite;

struct ModeOptions : CommonOptions, StationOptions, WriteOptions {
    std::string mode;
    std::vector<std::string> parameters;  ///< "self_max_peak_power=5"
};

/// The mode in force and all that belongs to modes, read at once.
class ModeReadings {
  public:
    explicit ModeReadings(StationSession& session) : plant_(session.find_in_station("plant")) {
        std::vector<const station::Point*> points;
        for (const auto* name : {"working_mode", "ems_work_mode", "remote_ems_enable", "ai_mode_offered",
                                 "load_shedding_offered", "self_peak_shaving_soc", "self_max_peak_power",
                                 "time_peak_shaving_soc", "time_max_peak_power", "outage_region", "remote_ems_mode"})
            points.push_back(&plant_.profile->at(name));
        readings_ = session.run(session.station().read(plant_, std::move(points)));
    }

    const station::Device& plant() const { return plant_; }
    const station::Reading& of(std::string_view name) const {
        return *std::ranges::find_if(readings_, [&](const auto& reading) { return reading.point->name == name; });
    }
    station::PointLookup numbers() const {
        return [this](const std::string& name) { return of(name).number(); };
    }
    /// What the station says it does: the extension's mode, else the public map's.
    const station::Reading& now() const { return of(plant_.extension ? "working_mode" : "ems_work_mode"); }

  private:
    const station::Device& plant_;
    std::vector<station::Reading> readings_;
};

int show(const ModeReadings& mode, Output& output) {
    Table table({{text::tr("MODE")}, {text::tr("WHAT IT IS")}, {text::tr("OFFERED")}, {text::tr("SETTINGS")}});
    Json modes = Json::array();
    for (const auto& one : commissioning::working_modes(mode.plant(), mode.numbers())) {
        std::vector<std::string> settings;
        Json parameters = Json::object();
        for (const auto& name : one.parameters) {
            const auto& reading = mode.of(name);
            if (!reading.good()) continue;
            settings.push_back(fmt::format("{} {}", name, text::shown_value(station::to_text(reading))));
            parameters[name] = station::to_text(*reading.point, *reading.value);
        }
        if (!one.table.empty() && one.offered) settings.push_back(one.table);
        table.add({one.name, text::tr(one.label), one.offered ? text::tr("yes") : text::tr("no"),
                   fmt::format("{}", fmt::join(settings, ", "))});
        modes.push_back(Json{{"name", one.name},
                             {"label", one.label},
                             {"offered", one.offered},
                             {"why_not", one.why_not},
                             {"parameters", parameters},
                             {"table", one.table}});
    }
    output.document(Json{{"now", to_json(mode.plant(), mode.now())}, {"modes", modes}});
    output.text(text::trf("Now: {}.", text::shown_value(station::to_text(mode.now()))));
    output.text(table.text());
    return static_cast<int>(Exit::done);
}

/// "name=value", of the plant.
PlannedWrite parse_parameter(const station::Device& plant, const commissioning::WorkingMode& mode,
                             const std::string& text) {
    const auto sign = text.find('=');
    const auto name = text.substr(0, sign);
    if (sign == std::string::npos || std::ranges::find(mode.parameters, name) == mode.parameters.end())
        throw WrongUse(text::trf("\"{}\" does not belong to this mode", text),
                       text::trf("Settings of {}: {}.", mode.name, fmt::join(mode.parameters, ", ")),
                       text::tr("Give them as name=value."));
    const auto& point = find_point(plant, name);
    return commissioning::planned_write(plant, point, station::parse_value(point, text.substr(sign + 1)));
}

/// Throws WrongUse when there is no such mode or the station does not offer it.
commissioning::WorkingMode find_mode(const ModeOptions& options, const ModeReadings& mode) {
    const auto modes = commissioning::working_modes(mode.plant(), mode.numbers());
    const auto chosen = std::ranges::find(modes, options.mode, &commissioning::WorkingMode::name);
    if (chosen == modes.end())
        throw WrongUse(text::trf("There is no mode \"{}\"", options.mode),
                       text::tr("These are the manual's six modes."),
                       text::tr("Run the command without a mode: it lists them."));
    if (!chosen->offered)
        throw WrongUse(
            text::tr("The station does not offer this mode"), chosen->why_not,
            mode.plant().extension
                ? text::tr("Choose another mode; the command without a mode lists them.")
                : text::tr("Set it in the maker's app and confirm it in the visit (\"confirmations\" of a plan)."));
    return *chosen;
}

/// The settings of the mode first, so that it never acts on old ones; what the station takes only in the mode, last.
std::vector<PlannedWrite> writes_of(const ModeOptions& options, const ModeReadings& readings,
                                    const commissioning::WorkingMode& mode) {
    std::vector<PlannedWrite> writes;
    for (const auto& parameter : options.parameters)
        writes.push_back(parse_parameter(readings.plant(), mode, parameter));
    const auto [point, value] = commissioning::write_of_mode(readings.plant(), mode.name);
    writes.push_back(commissioning::planned_write(readings.plant(), *point, value));
    commissioning::put_conditions_first(writes);
    return writes;
}

int set(const ModeOptions& options, StationSession& session, const ModeReadings& readings, Output& output) {
    const auto mode = find_mode(options, readings);
    auto writes = writes_of(options, readings, mode);
    for (auto& write : writes) {
        const auto& one = std::get<commissioning::PointWrite>(write.what);
        const auto warning = commissioning::warning_before(*one.point, one.value, readings.of(write.name()).value);
        if (!warning.empty()) output.note(warning);
        refuse_conflict(session, readings.plant(), *one.point, one.value);
        output.note(text::trf("{}: now {}, new {}", text::tr(write.label()),
                              text::shown_value(station::to_text(readings.of(write.name()))),
                              text::shown_value(write.wanted)));
    }
    const auto consent = ask_consent(options, readings.plant(), "working_mode", station::RiskClass::config);
    for (auto& write : writes) write.consent = consent;
    return write_all(session, options, std::move(writes), output);
}

int run(const ModeOptions& options, Output& output) {
    StationSession session(options, options, output);
    const ModeReadings mode(session);
    return options.mode.empty() ? show(mode, output) : set(options, session, mode, output);
}

}  // namespace

void add_mode(Commands& commands) {
    auto options = std::make_shared<ModeOptions>();
    auto* command =
        commands.add("mode", text::tr("Show or set the working mode with its settings"),
                     text::tr("Examples:\n  firstlight-cli mode tcp:192.168.4.1\n"
                              "  firstlight-cli mode tcp:192.168.4.1 self_consumption self_max_peak_power=5 --yes"),
                     *options);
    commands.add_station_options(command, *options);
    add_write_options(commands, command, *options);
    command->add_option("mode", options->mode, text::tr("Name of a mode; none: shows all and the one in force"));
    command->add_option("settings", options->parameters, text::tr("Settings of the mode as name=value"));
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
