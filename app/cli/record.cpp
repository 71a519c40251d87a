#include "app/cli/commands.h"
#include "app/cli/errors.h"
#include "app/cli/points.h"
#include "app/cli/record_words.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/words.h"
#include "app/path_option.h"
#include "station/recorder.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

using text::tr;
using text::trf;

struct RecordOptions : CommonOptions, StationOptions {
    std::filesystem::path file;
    std::vector<std::string> points;
    std::string when;
    double every = 5, length = 0, before = 0;
};

std::chrono::milliseconds milliseconds(double seconds) {
    return std::chrono::round<std::chrono::milliseconds>(std::chrono::duration<double>(seconds));
}

const station::Device& device_named(const station::Discovery& discovery, const std::string& name) {
    if (const auto* device = find_device(discovery, name)) return *device;
    throw WrongUse(trf("There is no device \"{}\" at this station", name), tr("What is recorded has to answer now."),
                   tr("firstlight-cli find lists the devices with their names."));
}

/// Groups become their numbers; a text that is named itself is refused.
std::vector<station::RecordedPoint> points_to_record(const station::Discovery& discovery,
                                                     const std::vector<std::string>& texts) {
    std::vector<station::RecordedPoint> points;
    for (const auto& text : texts) {
        const auto [of, name] = parse_device_point(text);
        const auto& device = device_named(discovery, of);
        auto chosen = choose_points(device, {name});
        std::erase_if(chosen, [&](const auto* point) {
            return !station::recordable(*point) || !station::applies(*point, device);
        });
        if (chosen.empty())
            throw WrongUse(trf("\"{}\" has no number to record", text), tr("Texts and secrets are not recorded."),
                           tr("Name a number, a state or an alarm word."));
        for (const auto* point : chosen) {
            const station::RecordedPoint one{device.name(), point->name, point->unit};
            if (std::ranges::find(points, one) == points.end()) points.push_back(one);
        }
    }
    return points;
}

/// The trigger's point is recorded too.
station::Trigger trigger_of(const RecordOptions& options, const station::Discovery& discovery,
                            std::vector<station::RecordedPoint>& points) {
    const auto wanted = parse_condition(options.when);
    const auto found = points_to_record(discovery, {wanted.point});
    if (found.size() != 1)
        throw WrongUse(trf("\"{}\" is a group", wanted.point), tr("A trigger watches one point."),
                       tr("Name one point of the group."));
    if (std::ranges::find(points, found.front()) == points.end()) points.push_back(found.front());
    const auto column = std::ranges::find(points, found.front()) - points.begin();
    return {static_cast<std::size_t>(column), wanted.above, wanted.limit, milliseconds(options.before)};
}

station::RecorderOptions recorder_options(const RecordOptions& options, const station::Discovery& discovery) {
    station::RecorderOptions recorder;
    recorder.file = options.file;
    recorder.station = discovery.anchor_serial;
    recorder.points = points_to_record(discovery, options.points);
    recorder.every = milliseconds(options.every);
    if (options.length > 0) recorder.length = milliseconds(options.length);
    if (!options.when.empty()) recorder.trigger = trigger_of(options, discovery, recorder.points);
    return recorder;
}

void finish(const RecordOptions& options, const station::RecorderState& state, Output& output) {
    output.clear_progress();
    const auto file = options.file.u8string();
    output.document(
        Json{{"file", std::string(file.begin(), file.end())}, {"rows", state.rows}, {"triggered", !state.waiting}});
    output.text(text::trf_n("{} row in {}", "{} rows in {}", static_cast<long long>(state.rows),
                            std::string(file.begin(), file.end())));
    if (state.waiting) output.text(tr("The trigger was not met, so nothing was recorded."));
}

int run(const RecordOptions& options, Output& output) {
    StationSession session(options, options, output);
    auto recorder = recorder_options(options, session.discover());
    station::RecorderState newest;
    newest.waiting = recorder.trigger.has_value();
    station::RecorderSink sink = [&](const station::RecorderState& state) {
        newest = state;
        station::Progress progress;
        progress.phase = state.waiting ? tr("Waiting for the trigger") : tr("Rows recorded");
        progress.done = static_cast<int>(state.rows);
        output.progress(progress);
    };
    try {
        session.run(station::record(session.runtime(), std::move(recorder), station::read_points_of(session.station()),
                                    std::move(sink)));
    } catch (...) {
        if (!transport::is_cancellation(std::current_exception())) throw;
    }
    finish(options, newest, output);
    return static_cast<int>(Exit::done);
}

}  // namespace

void add_record(Commands& commands) {
    auto options = std::make_shared<RecordOptions>();
    auto* command = commands.add(
        "record", tr("Record chosen points to a CSV file until Ctrl+C"),
        tr("firstlight-station --replay serves the file as a station again (docs/recordings.md).\n\nExamples:\n"
           "  firstlight-cli record tcp:192.168.4.1 night.csv plant:grid plant:ess_soc\n"
           "  firstlight-cli record tcp:192.168.4.1 trip.csv \"inverter 1:alarms\" plant:grid_frequency --every 2 \\\n"
           "      --when \"plant:grid_frequency>50.2\" --before 60"),
        *options);
    commands.add_station_options(command, *options);
    add_path_option(*command, "file", options->file, tr("New CSV file; an old one is never overwritten"))->required();
    command->add_option("points", options->points, tr("DEVICE:POINT or DEVICE:GROUP, such as plant:ess_soc"))
        ->required();
    command->add_option("--every", options->every, tr("Seconds from one row to the next"))
        ->check(CLI::Range(0.1, 86400.0))
        ->capture_default_str();
    command->add_option("--for", options->length, tr("Seconds; 0: until Ctrl+C"))->check(CLI::NonNegativeNumber);
    command->add_option("--when", options->when, tr("Begin when a point is above or below a value: DEVICE:POINT>VALUE"))
        ->type_name("CONDITION");
    command->add_option("--before", options->before, tr("Seconds before the trigger that are recorded too"))
        ->check(CLI::Range(0.0, 86400.0));
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
