#include "app/cli/commands.h"
#include "app/cli/errors.h"
#include "app/cli/points.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/words.h"
#include "app/cli/writing.h"
#include "commissioning/rating_rules.h"
#include "commissioning/working_mode.h"
#include "station/device.h"
#include "store/secret_store.h"
#include "text/numbers.h"
#include "text/text.h"

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

struct SetOptions : CommonOptions, StationOptions, WriteOptions {
    std::string device, point, value;
    std::string secret;  ///< entry of the system's secret store
};

/// A secret is never an argument: shells keep those, and everybody on the computer can list them.
std::string given_value(const SetOptions& options, const station::Point& point) {
    if (!point.secret) {
        if (!options.value.empty() && options.secret.empty()) return options.value;
        throw WrongUse(text::tr("There is no value"), text::trf("{} is no secret, it is given as it is.", point.name),
                       text::tr("Write the value behind the point."));
    }
    if (!options.value.empty())
        throw WrongUse(
            text::trf("{} is a secret: it is not written on the command line", point.name),
            text::tr("The shell would keep it."),
            text::tr("Leave it out: it is asked for and not shown. Or name an entry of the secret store with "
                     "--secret NAME."));
    const auto secret = options.secret.empty() ? ask_hidden(text::trf("{} (it is not shown): ", text::tr(point.label)))
                                               : store::find_secret(options.secret);
    if (secret && !secret->empty()) return *secret;
    throw WrongUse(text::tr("Nothing was written"),
                   options.secret.empty() ? text::tr("No secret was given.")
                                          : text::trf("There is no entry \"{}\"", options.secret),
                   text::tr("firstlight-cli secrets lists the entries."));
}

/// What is there now, shown beside what is wanted.
station::Reading show_plan(const station::Device& device, const station::Point& point, const std::string& wanted,
                           StationSession& session, Output& output) {
    station::Reading now;
    std::string old = text::tr("cannot be read (write-only)");
    if (point.readable()) {
        now = session.run(session.station().read(device, point));
        old = text::shown_value(station::to_text(now));
    }
    const auto shown = point.secret ? text::tr("(secret)") : text::shown_value(commissioning::with_unit(point, wanted));
    output.note(text::trf("{}, {} ({})\n  now: {}\n  new: {}", station::name_for_people(device.name()),
                          text::tr(point.label), point.name, old, shown));
    return now;
}

int run(const SetOptions& options, Output& output) {
    StationSession session(options, options, output);
    const auto& device = session.find_in_station(options.device);
    const auto& point = find_point(device, options.point);
    auto value = station::parse_value(point, given_value(options, point));
    refuse_conflict(session, device, point, value);
    auto write = commissioning::planned_write(device, point, std::move(value));
    const auto now = show_plan(device, point, write.wanted, session, output);
    if (now.good() && !point.secret) write.seen = {{&point, *now.value}};
    const auto live = live_values(session);
    if (const auto rest = commissioning::not_compared(point, commissioning::numbers_beside(live, device)))
        output.note(*rest);
    const auto& wanted = std::get<commissioning::PointWrite>(write.what).value;
    if (const auto warning = commissioning::warning_before(point, wanted, now.value); !warning.empty())
        output.note(warning);
    write.consent = ask_consent(options, device, point.name, point.risk);
    return write_one(session, options, std::move(write), output);
}

}  // namespace

void add_set(Commands& commands) {
    auto options = std::make_shared<SetOptions>();
    auto* command = commands.add(
        "set", text::tr("Write one point, read it back and journal it"),
        text::tr("Shows the old and the new value and asks; without a terminal it needs --yes.\nDisruptive points "
                 "(start, stop) "
                 "need --confirm with the device's name, grid settings --confirm with the point's name.\n\nExamples:\n"
                 "  firstlight-cli set tcp:192.168.4.1 plant ess_backup_soc 20\n"
                 "  firstlight-cli set rtu:COM5 \"ac charger 3\" output_current 16 --yes --json"),
        *options);
    commands.add_station_options(command, *options);
    command->add_option("device", options->device, text::tr("plant, \"inverter 2\" (or inverter-2), or a unit id"))
        ->required();
    command->add_option("point", options->point, text::tr("Name of the point"))->required();
    command->add_option("value", options->value,
                        text::tr("Number, name of a choice, or text; none for a secret, which is asked for"));
    command->add_option("--secret", options->secret, text::tr("Entry of the system's secret store"))->type_name("NAME");
    add_write_options(commands, command, *options);
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
