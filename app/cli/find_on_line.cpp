#include "app/cli/find_on_line.h"

#include "app/cli/session.h"
#include "app/cli/table.h"
#include "app/cli/words.h"
#include "station/line_probe.h"
#include "text/text.h"

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

std::chrono::seconds whole_seconds(transport::Clock::duration time) {
    return std::chrono::ceil<std::chrono::seconds>(time);
}

transport::SettingsFound settings_of(transport::Runtime& runtime, const transport::RtuEndpoint& line,
                                     const station::ProfileSet& profiles, Output& output) {
    transport::FindSettingsOptions options;
    options.last_known = line.settings;
    options.probe = station::line_probe(profiles);
    output.note(text::trf("Listening on {} first; nothing is sent.", line.port));
    const auto progress = [&output](const transport::SettingsProgress& now) {
        output.progress(
            {text::trf("Trying {}", transport::to_string(now.trying)), now.tried, now.total, whole_seconds(now.left)});
    };
    auto found = run_interruptible(runtime, transport::find_settings(line.port, std::move(options), progress));
    output.clear_progress();
    if (found) return *found;
    throw transport::LinkError(line, {transport::LinkFailure::silent,
                                      std::nullopt,
                                      {},
                                      {},
                                      text::tr("every usual speed and format was tried at the usual unit ids")});
}

}  // namespace

std::string LineFound::device_units() const {
    std::string list;
    for (const auto& unit : units)
        if (unit.unit != 247) list += (list.empty() ? "" : ",") + std::to_string(unit.unit);
    return list;
}

LineFound find_on_line(const transport::RtuEndpoint& line, const station::ProfileSet& profiles,
                       const std::vector<std::uint8_t>& units, Output& output) {
    transport::Runtime runtime;
    const auto settings = settings_of(runtime, line, profiles, output);
    LineFound found{{line.port, settings.settings}, settings.how, {}};
    transport::ScanOptions options;
    options.units = units;
    options.probe = station::line_probe(profiles);
    const auto progress = [&output](const transport::ScanProgress& now) {
        output.progress({text::tr("Looking for units"), now.asked, now.total, whole_seconds(now.left)});
    };
    found.units = run_interruptible(runtime, transport::scan_units(found.endpoint, std::move(options), progress));
    output.clear_progress();
    return found;
}

Json to_json(const LineFound& found) {
    Json units = Json::array();
    for (const auto& unit : found.units)
        units.push_back(
            Json{{"unit_id", unit.unit},
                 {"answered_after_ms", std::chrono::duration<double, std::milli>(unit.answered_after).count()}});
    return Json{{"settings", transport::to_string(found.endpoint.settings)}, {"how", found.how}, {"units", units}};
}

std::string to_text(const LineFound& found) {
    Table table({{text::tr("UNIT ID"), Table::Align::right}, {text::tr("ANSWERED AFTER"), Table::Align::right}});
    for (const auto& unit : found.units) table.add({std::to_string(unit.unit), in_milliseconds(unit.answered_after)});
    return text::trf("{} speaks {} ({}).", found.endpoint.port, transport::to_string(found.endpoint.settings),
                     found.how)
           + "\n" + table.text();
}

}  // namespace firstlight::app::cli
