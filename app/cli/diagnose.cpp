#include "app/cli/alarms.h"
#include "app/cli/commands.h"
#include "app/cli/session.h"
#include "app/cli/table.h"
#include "app/cli/words.h"
#include "station/device.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

struct DiagnoseOptions : CommonOptions, StationOptions {};

/// One line of the topology: a device that was found, or a unit that only a finding knows.
struct Place {
    std::uint8_t unit = 0;
    std::string name, state, detail;
    bool sound = true;
};

std::string answer_times(const transport::LinkStatistics& statistics, std::uint8_t unit) {
    const auto found = statistics.units.find(unit);
    if (found == statistics.units.end() || found->second.answered == 0) return {};
    const auto& counts = found->second;
    return text::trf("{} (slowest {})", in_milliseconds(counts.total / static_cast<int>(counts.answered)),
                     in_milliseconds(counts.slowest));
}

Place place_of(const station::Device& device, const station::Discovery& discovery,
               const transport::LinkStatistics& statistics) {
    Place place{device.unit, device.name(), text::tr("answers"), answer_times(statistics, device.unit), true};
    const auto found = statistics.units.find(device.unit);
    if (found != statistics.units.end() && found->second.silent + found->second.garbled > 0) {
        place.state =
            text::trf("{} of {} answers lost", found->second.silent + found->second.garbled, found->second.asked);
        place.sound = false;
    }
    for (const auto& finding : discovery.findings) {
        if (finding.unit != device.unit) continue;
        place.state = text::tr(to_words(finding.kind));
        place.sound = false;
    }
    return place;
}

std::vector<Place> topology(const station::Discovery& discovery, const transport::LinkStatistics& statistics) {
    std::vector<Place> places;
    for (const auto& device : discovery.devices) places.push_back(place_of(device, discovery, statistics));
    for (const auto& finding : discovery.findings) {
        const auto known = std::any_of(places.begin(), places.end(),
                                       [&finding](const auto& place) { return place.unit == finding.unit; });
        if (!known && finding.unit != 0)
            places.push_back({finding.unit, text::trf("unit {}", finding.unit), text::tr(to_words(finding.kind)),
                              answer_times(statistics, finding.unit), false});
    }
    return places;
}

std::string topology_table(const std::vector<Place>& places) {
    Table table({{text::tr("DEVICE")},
                 {text::tr("UNIT ID"), Table::Align::right},
                 {text::tr("STATE")},
                 {text::tr("ANSWERS AFTER")}});
    for (const auto& place : places)
        table.add({station::name_for_people(place.name), std::to_string(place.unit), place.state, place.detail});
    return table.text();
}

/// Counts of the devices alone: that nobody is at a unit id is no fault of the link.
transport::UnitStatistics devices_together(const std::vector<Place>& places,
                                           const transport::LinkStatistics& statistics) {
    transport::UnitStatistics sum;
    for (const auto& [unit, counts] : statistics.units) {
        if (std::none_of(places.begin(), places.end(), [id = unit](const auto& place) { return place.unit == id; }))
            continue;
        sum.asked += counts.asked;
        sum.answered += counts.answered;
        sum.silent += counts.silent;
        sum.garbled += counts.garbled;
        sum.late += counts.late;
        sum.total += counts.total;
        sum.slowest = std::max(sum.slowest, counts.slowest);
    }
    return sum;
}

std::string link_text(const std::vector<Place>& places, const transport::LinkStatistics& statistics) {
    const auto all = devices_together(places, statistics);
    auto text = text::trf("Link: {} asked, {} answered, {} silent, {} garbled, {} late", all.asked, all.answered,
                          all.silent, all.garbled, all.late);
    if (all.answered > 0)
        text += text::trf("; {} on average, slowest {}", in_milliseconds(all.total / static_cast<int>(all.answered)),
                          in_milliseconds(all.slowest));
    if (statistics.echo_seen) text += ". " + text::tr("The adapter repeats what it sends; that is handled");
    if (statistics.reconnects > 0)
        text += ". "
                + text::trf_n("The connection was lost {} time", "The connection was lost {} times",
                              static_cast<long long>(statistics.reconnects));
    return text + ".";
}

int run(const DiagnoseOptions& options, Output& output) {
    StationSession session(options, options, output);
    const auto& discovery = session.discover_expecting_named();
    const auto snapshot = session.run(session.station().snapshot(output.progress_sink()));
    output.clear_progress();
    const auto& statistics = session.link().statistics();
    const auto places = topology(discovery, statistics);
    const auto alarms = active_alarms(snapshot);
    const auto unsound = std::count_if(places.begin(), places.end(), [](const auto& place) { return !place.sound; });
    const bool sound = unsound == 0 && alarms.empty() && discovery.findings.empty();

    auto json = to_json(discovery);
    json["endpoint"] = transport::to_string(session.link().endpoint());
    json["topology"] = Json::array();
    for (const auto& place : places)
        json["topology"].push_back(
            Json{{"device", place.name}, {"unit_id", place.unit}, {"state", place.state}, {"sound", place.sound}});
    json["alarms"] = Json::array();
    for (const auto& alarm : alarms) json["alarms"].push_back(to_json(alarm));
    json["link"] = to_json(statistics);
    json["sound"] = sound;
    output.document(json);

    output.text(topology_table(places) + "\n" + link_text(places, statistics));
    if (!discovery.findings.empty())
        output.text("\n" + text::tr("What was noticed:") + "\n" + findings_text(discovery));
    output.text("\n" + (alarms.empty() ? text::tr("No alarm.") : text::tr("Alarms:")));
    for (const auto& alarm : alarms) output.text(to_text(alarm));
    output.text("\n"
                + (sound ? text::tr("Nothing wrong was found.")
                         : text::trf("Needs attention: {}, {}.", text::trf_n("{} device", "{} devices", unsound),
                                     text::trf_n("{} alarm", "{} alarms", static_cast<long long>(alarms.size())))));
    return static_cast<int>(sound ? Exit::done : Exit::checks_failed);
}

}  // namespace

void add_diagnose(Commands& commands) {
    auto options = std::make_shared<DiagnoseOptions>();
    auto* command = commands.add(
        "diagnose", text::tr("Show the state of every device, the link and the alarms, with what to do next"),
        text::tr("Exit code 1 when something needs attention.\n\nExamples:\n"
                 "  firstlight-cli diagnose tcp:192.168.4.1\n"
                 "  firstlight-cli diagnose rtu:COM5:9600:8N1 --units 1,2,3"),
        *options);
    commands.add_station_options(command, *options);
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
