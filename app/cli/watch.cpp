#include "app/cli/commands.h"
#include "app/cli/points.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/words.h"
#include "text/text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

struct WatchOptions : CommonOptions, StationOptions {
    std::string device;
    std::vector<std::string> points;
    double every = 5;
    int count = 0;
};

void show(const station::Device& device, const std::vector<station::Reading>& readings,
          const std::vector<std::string>& named, Output& output) {
    Json line{
        {"at", iso_time(std::chrono::system_clock::now())}, {"device", device.name()}, {"values", Json::object()}};
    for (const auto& reading : readings) {
        Json value;
        if (reading.value) std::visit([&value](const auto& of) { value = of; }, *reading.value);
        line["values"][reading.point->name] =
            Json{{"value", value}, {"text", to_text(reading)}, {"quality", station::to_string(reading.quality)}};
    }
    output.json_line(line);
    const auto clear_screen = output_is_terminal() ? "\033[H\033[2J" : "";
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    output.text(
        fmt::format("{}{:%H:%M:%S}  {}", clear_screen, fmt::localtime(now), readings_text(device, readings, named)));
}

/// Reads every `every` seconds, `count` times; 0: until it is cancelled.
transport::awaitable<int> watch(station::Station& station, const station::Device& device,
                                std::vector<const station::Point*> points, const WatchOptions& options,
                                Output& output) {
    const auto period =
        std::chrono::duration_cast<transport::Clock::duration>(std::chrono::duration<double>(options.every));
    for (int round = 1;; ++round) {
        const auto started = transport::Clock::now();
        const auto readings = co_await station.read(device, points);
        show(device, readings, options.points, output);
        if (round == options.count) co_return static_cast<int>(Exit::done);
        const auto rest = period - (transport::Clock::now() - started);
        co_await transport::sleep_for(std::max(rest, transport::Clock::duration::zero()));
    }
}

int run(const WatchOptions& options, Output& output) {
    StationSession session(options, options, output);
    const auto& device = session.find_only(options.device);
    auto points = choose_points(device, options.points);
    try {
        return session.run(watch(session.station(), device, std::move(points), options, output));
    } catch (...) {
        if (!transport::is_cancellation(std::current_exception())) throw;
        return static_cast<int>(Exit::done);
    }
}

}  // namespace

void add_watch(Commands& commands) {
    auto options = std::make_shared<WatchOptions>();
    auto* command =
        commands.add("watch", text::tr("Show chosen points again and again until Ctrl+C"),
                     text::tr("With --json each round is one line.\n\nExamples:\n"
                              "  firstlight-cli watch tcp:192.168.4.1 plant grid\n"
                              "  firstlight-cli watch tcp:192.168.4.1 plant ess_soc --every 10 --count 6 --json"),
                     *options);
    commands.add_station_options(command, *options);
    command->add_option("device", options->device, text::tr("plant, \"inverter 2\" (or inverter-2), or a unit id"))
        ->required();
    command->add_option("points", options->points, text::tr("Names of points or groups"))->required();
    command->add_option("--every", options->every, text::tr("Seconds from one round to the next"))
        ->check(CLI::Range(0.0, 86400.0))
        ->capture_default_str();
    command->add_option("--count", options->count, text::tr("Rounds; 0: until Ctrl+C"))->check(CLI::NonNegativeNumber);
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
