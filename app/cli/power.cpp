#include "app/cli/commands.h"
#include "app/cli/errors.h"
#include "app/cli/session.h"
#include "app/cli/table.h"
#include "app/cli/terminal.h"
#include "app/cli/words.h"
#include "app/cli/writing.h"
#include "commissioning/power_switch.h"
#include "station/device.h"
#include "text/text.h"

#include <set>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::app::cli {

namespace {

using commissioning::PowerSwitch;

struct PowerOptions : CommonOptions, StationOptions, WriteOptions {
    std::string what;
    std::vector<std::string> devices;
};

std::string names_of(const std::vector<PowerSwitch>& switches) {
    std::vector<std::string> names;
    for (const auto& one : switches) names.push_back(one.device->name());
    return fmt::format("{}", fmt::join(names, ", "));
}

int show(const station::Discovery& discovery, Output& output) {
    Table table({{text::tr("DEVICE")}, {text::tr("SERIAL NUMBER")}, {text::tr("SWITCH")}});
    Json json = Json::array();
    for (const auto& device : discovery.devices) {
        const auto* point = commissioning::switch_of(device);
        table.add({station::name_for_people(device.name()), device.serial,
                   point ? text::tr(point->label) : text::tr("none: it cannot be switched over Modbus")});
        json.push_back(Json{{"device", device.name()}, {"point", point ? Json(point->name) : Json()}});
    }
    output.document(Json{{"devices", json}});
    output.text(table.text());
    return static_cast<int>(Exit::done);
}

std::vector<PowerSwitch> chosen(const PowerOptions& options, const station::Discovery& discovery) {
    std::vector<const station::Device*> devices;
    for (const auto& name : options.devices) {
        if (name == "all") continue;
        const auto* device = find_device(discovery, name);
        if (!device || !commissioning::switch_of(*device))
            throw WrongUse(text::trf("\"{}\" cannot be switched", name),
                           text::tr("No such device answers, or it has no switch over Modbus."),
                           text::tr("Run the command without \"on\" or \"off\": it lists the devices."));
        devices.push_back(device);
    }
    return commissioning::power_switches(discovery, options.what == "on", devices);
}

/// Names with commas between them, in any order.
bool are_the_same(const std::string& said, const std::string& needed) {
    const auto parts = [](const std::string& names) {
        std::set<std::string> all;
        std::istringstream in(names);
        for (std::string name; std::getline(in, name, ',');) {
            const auto from = name.find_first_not_of(' ');
            if (from != std::string::npos) all.insert(name.substr(from, name.find_last_not_of(' ') - from + 1));
        }
        return all;
    };
    return parts(said) == parts(needed);
}

/// One confirmation for the batch, which names every device in it.
void demand_names(const PowerOptions& options, const std::vector<PowerSwitch>& switches) {
    const auto needed = names_of(switches);
    auto said = options.confirm;
    if (said.empty() && !options.yes && input_is_terminal())
        said =
            ask_line(text::trf("This switches {}: {}.\nType the names to go on: ", options.what, needed)).value_or("");
    if (!are_the_same(said, needed))
        throw WrongUse(text::tr("Nothing was switched: the devices must be named"),
                       text::trf("This switches {}: {}.", options.what, needed),
                       text::trf("When you are sure, add --yes --confirm \"{}\".", needed));
}

int run_batch(const PowerOptions& options, StationSession& session, Output& output) {
    const auto switches = chosen(options, session.station().discovery());
    if (switches.empty())
        throw WrongUse(text::tr("There is nothing to switch"),
                       text::tr("No device of this station has a switch over Modbus."),
                       text::tr("Use the switch on the device, or the maker's app."));
    demand_names(options, switches);
    std::vector<commissioning::PlannedWrite> writes;
    for (const auto& one : switches) {
        writes.push_back(commissioning::planned_write(*one.device, *one.point, one.value));
        writes.back().consent = {.given = true, .named = one.device->name(), .typed = {}, .batch = true};
    }
    return write_all(session, options, std::move(writes), output);
}

int run(const PowerOptions& options, Output& output) {
    if (!options.what.empty() && options.what != "on" && options.what != "off")
        throw WrongUse(text::trf("\"{}\" is neither \"on\" nor \"off\"", options.what),
                       text::tr("Nothing was switched."),
                       text::tr("firstlight-cli power ENDPOINT off all switches everything off but the plant."));
    StationSession session(options, options, output);
    const auto& discovery = session.discover();
    return options.what.empty() ? show(discovery, output) : run_batch(options, session, output);
}

}  // namespace

void add_power(Commands& commands) {
    auto options = std::make_shared<PowerOptions>();
    auto* command =
        commands.add("power", text::tr("Switch devices on or off, one or all, in a safe order"),
                     text::tr("Off: chargers first, then inverters. On: the other way round. --confirm names every "
                              "device.\n\nExamples:\n  firstlight-cli power tcp:192.168.4.1\n"
                              "  firstlight-cli power tcp:192.168.4.1 off \"ac charger 2\""),
                     *options);
    commands.add_station_options(command, *options);
    add_write_options(commands, command, *options);
    command->add_option("what", options->what, text::tr("on or off; none: lists what can be switched"));
    command->add_option("devices", options->devices, text::tr("Names of devices; none or \"all\": all but the plant"));
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
