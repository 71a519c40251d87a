#include "app/cli/alarms.h"
#include "app/cli/commands.h"
#include "app/cli/session.h"
#include "app/cli/table.h"
#include "app/cli/visit_keeping.h"
#include "app/cli/words.h"
#include "app/path_option.h"
#include "commissioning/diagnosis.h"
#include "commissioning/plan.h"
#include "commissioning/records.h"
#include "text/text.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

using commissioning::DeviceState;
using commissioning::Diagnosis;
using text::tr;
using text::trf;

struct DiagnoseOptions : CommonOptions, StationOptions, StoreOptions {
    std::filesystem::path plan;
    std::string visit;
};

/// The visit that the diagnosis is attached to.
struct Attachment {
    std::unique_ptr<commissioning::VisitStore> store;
    commissioning::Visit visit;
};

/// The same in every language.
std::string key_of(const commissioning::DiagnosedDevice& device) {
    switch (device.state) {
        case DeviceState::seen:
            return "answers";
        case DeviceState::lossy:
            return fmt::format("{} of {} answers lost", device.answers.silent + device.answers.garbled,
                               device.answers.asked);
        case DeviceState::slow:
            return "slow unit";
        case DeviceState::silent:
            return "silent unit";
        case DeviceState::not_powered:
            return "shut down";
        case DeviceState::duplicate:
            return "duplicate serial";
        case DeviceState::shared_unit:
            return "shared unit";
        case DeviceState::wrong_version:
            return "older firmware";
        case DeviceState::other_device:
            return "another device";
        case DeviceState::unknown:
            return "unknown device";
        case DeviceState::no_plant:
            return "no plant";
    }
    return {};
}

std::string answer_times(const transport::UnitStatistics& answers) {
    if (answers.answered == 0) return {};
    return trf("{} (slowest {})", in_milliseconds(answers.total / static_cast<int>(answers.answered)),
               in_milliseconds(answers.slowest));
}

std::string topology_table(const Diagnosis& diagnosis) {
    Table table({{tr("DEVICE")}, {tr("UNIT ID"), Table::Align::right}, {tr("STATE")}, {tr("ANSWERS AFTER")}});
    for (const auto& device : diagnosis.devices) {
        const auto state =
            device.state == DeviceState::lossy
                ? trf("{} of {} answers lost", device.answers.silent + device.answers.garbled, device.answers.asked)
                : commissioning::words_of(device.state);
        table.add({station::name_for_people(device.name), device.unit == 0 ? "" : std::to_string(device.unit), state,
                   answer_times(device.answers)});
    }
    return table.text();
}

std::string link_text(const Diagnosis& diagnosis) {
    const auto& all = diagnosis.link;
    auto text = trf("Link: {} asked, {} answered, {} silent, {} garbled, {} late", all.asked, all.answered, all.silent,
                    all.garbled, all.late);
    if (all.answered > 0)
        text += trf("; {} on average, slowest {}", in_milliseconds(all.total / static_cast<int>(all.answered)),
                    in_milliseconds(all.slowest));
    text += ".";
    if (diagnosis.echo_seen) text += " " + tr("The adapter repeats what it sends; that is handled.");
    if (diagnosis.reconnects > 0)
        text += " "
                + text::trf_n("The connection was lost {} time.", "The connection was lost {} times.",
                              static_cast<long long>(diagnosis.reconnects));
    return text + "\n"
           + (diagnosis.internet ? tr("Internet: this computer has a route. The station needs none.")
                                 : tr("Internet: this computer has no route. The work here needs none."));
}

/// What to do about each device that is not sound.
std::string advice_text(const Diagnosis& diagnosis) {
    std::string text;
    for (const auto& device : diagnosis.devices) {
        if (device.state == DeviceState::seen) continue;
        const auto advice = commissioning::advice_for(device.state);
        text += fmt::format("{}: {}\n", station::name_for_people(device.name),
                            device.detail.empty() ? commissioning::words_of(device.state) : device.detail);
        text += wrapped(trf("Likely: {}", advice.cause), 100, "    ");
        text += wrapped(trf("Next: {}", advice.next_step), 100, "    ");
    }
    return text;
}

Json document_of(const Diagnosis& diagnosis, const station::Discovery& discovery,
                 const transport::LinkStatistics& statistics, const std::vector<std::string>& changes) {
    auto json = to_json(discovery);
    json["findings"] = Json::array();
    for (const auto& finding : diagnosis.findings) json["findings"].push_back(to_json(finding));
    json["endpoint"] = diagnosis.endpoint;
    json["topology"] = Json::array();
    for (const auto& device : diagnosis.devices)
        json["topology"].push_back(Json{{"device", device.name},
                                        {"unit_id", device.unit},
                                        {"state", key_of(device)},
                                        {"sound", device.state == DeviceState::seen}});
    json["alarms"] = Json::array();
    for (const auto& alarm : diagnosis.alarms) json["alarms"].push_back(to_json(alarm));
    json["link"] = to_json(statistics);
    json["internet_route"] = diagnosis.internet;
    json["changes"] = changes;
    json["sound"] = diagnosis.sound();
    return json;
}

std::string text_of(const Diagnosis& diagnosis, const std::vector<std::string>& changes) {
    auto text = topology_table(diagnosis) + "\n" + link_text(diagnosis) + "\n";
    if (const auto advice = advice_text(diagnosis); !advice.empty()) text += "\n" + advice;
    const auto findings = commissioning::other_findings(diagnosis);
    if (!findings.empty()) text += "\n" + tr("What was noticed:") + "\n";
    for (const auto& finding : findings) text += "- " + commissioning::sentence_of(finding) + "\n";
    text += "\n" + (diagnosis.alarms.empty() ? tr("No alarm.") : tr("Alarms:")) + "\n";
    for (const auto& alarm : diagnosis.alarms) text += to_text(alarm) + "\n";
    if (!changes.empty()) text += "\n" + tr("Changed since the last diagnosis of this visit:") + "\n";
    for (const auto& change : changes) text += "- " + change + "\n";
    if (diagnosis.sound()) return text + "\n" + tr("Nothing wrong was found.");
    const auto unsound =
        std::ranges::count_if(diagnosis.devices, [](const auto& device) { return device.state != DeviceState::seen; });
    return text + "\n"
           + trf("Needs attention: {}, {}.", text::trf_n("{} device", "{} devices", static_cast<long long>(unsound)),
                 text::trf_n("{} alarm", "{} alarms", static_cast<long long>(diagnosis.alarms.size())));
}

std::vector<commissioning::SoughtDevice> expected_by(const DiagnoseOptions& options,
                                                     const std::optional<Attachment>& attached) {
    std::vector<commissioning::SoughtDevice> expected;
    const auto add = [&expected](const auto& more) { expected.insert(expected.end(), more.begin(), more.end()); };
    if (attached) add(commissioning::expected_of(attached->visit));
    if (!options.plan.empty()) {
        const auto plan = commissioning::load_plan(options.plan);
        add(commissioning::expected_of({plan.units.begin(), plan.units.end()}, plan.expected_serials));
    }
    // Every unit id is looked at with "all"; nobody says that somebody is there.
    if (options.units != "all") add(commissioning::expected_of(parse_units(options.units), {}));
    return expected;
}

int run(const DiagnoseOptions& options, Output& output) {
    std::optional<Attachment> attached;
    if (!options.visit.empty()) {
        auto store = open_store(options);
        auto visit = load_visit(*store, options.visit);
        attached = Attachment{std::move(store), std::move(visit)};
    }
    auto expected = expected_by(options, attached);
    StationSession session(options, options, output);
    const auto diagnosis = session.run(commissioning::diagnose(session.station(), std::move(expected),
                                                               session.discovery_options(), output.progress_sink()));
    output.clear_progress();
    std::vector<std::string> changes;
    if (attached) {
        const auto results = commissioning::results_of(diagnosis);
        changes = commissioning::changes_between(commissioning::last_diagnosis(attached->visit), results);
        attached->store->save_checks(options.visit, results.front().id, results);
    }
    output.document(document_of(diagnosis, session.station().discovery(), session.link().statistics(), changes));
    output.text(text_of(diagnosis, changes));
    return static_cast<int>(diagnosis.sound() ? Exit::done : Exit::checks_failed);
}

}  // namespace

void add_diagnose(Commands& commands) {
    auto options = std::make_shared<DiagnoseOptions>();
    auto* command = commands.add(
        "diagnose", tr("Show the state of every device, the link and the alarms, with what to do next"),
        tr("Exit code 1 when something needs attention. With --visit or --plan their devices are expected;\n"
           "with --visit the result is kept there and compared with the one before.\n\nExamples:\n"
           "  firstlight-cli diagnose tcp:192.168.4.1\n"
           "  firstlight-cli diagnose rtu:COM5:9600:8N1 --units 1,2,3"),
        *options);
    commands.add_station_options(command, *options);
    commands.add_store_options(command, *options);
    command->add_option("--visit", options->visit, tr("Attach the diagnosis to this visit"))->type_name("ID");
    add_path_option(*command, "--plan", options->plan, tr("Expect the units and serial numbers of this plan"))
        ->type_name("FILE");
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
