#include "app/cli/commands.h"
#include "app/cli/points.h"
#include "app/cli/session.h"
#include "app/cli/words.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

struct ReadOptions : CommonOptions, StationOptions {
    std::string device;
    std::vector<std::string> points;
};

/// One device with what was read of it.
using DeviceReadings = std::pair<station::Device, std::vector<station::Reading>>;

std::vector<DeviceReadings> read_all(StationSession& session, Output& output) {
    session.discover();
    auto snapshot = session.run(session.station().snapshot(output.progress_sink()));
    std::vector<DeviceReadings> all;
    for (auto& device : snapshot.devices) all.emplace_back(std::move(device.device), std::move(device.readings));
    return all;
}

DeviceReadings read_one(StationSession& session, const ReadOptions& options) {
    const auto& device = session.find_only(options.device);
    return {device, session.run(session.station().read(device, choose_points(device, options.points)))};
}

int run(const ReadOptions& options, Output& output) {
    StationSession session(options, options, output);
    std::vector<DeviceReadings> devices;
    if (options.device.empty() || options.device == "all")
        devices = read_all(session, output);
    else
        devices.push_back(read_one(session, options));
    output.clear_progress();

    Json json = Json::array();
    bool any = false;
    for (const auto& [device, readings] : devices) {
        for (const auto& reading : readings) {
            json.push_back(to_json(device, reading));
            any = any || reading.quality != station::Quality::not_read;
        }
        output.text(readings_text(device, readings, options.points));
    }
    output.document(Json{{"readings", json}});
    return static_cast<int>(any ? Exit::done : Exit::unreachable);
}

}  // namespace

void add_read(Commands& commands) {
    auto options = std::make_shared<ReadOptions>();
    auto* command =
        commands.add("read", text::tr("Read points of a device: some by name, a group, or everything"),
                     text::tr("\"profiles inverter\" lists the points and groups of a device family.\n\nExamples:\n"
                              "  firstlight-cli read tcp:192.168.4.1\n"
                              "  firstlight-cli read tcp:192.168.4.1 plant grid\n"
                              "  firstlight-cli read rtu:COM5:9600:8N1 \"inverter 2\" voltage_ab serial_number --json"),
                     *options);
    commands.add_station_options(command, *options);
    command->add_option("device", options->device,
                        text::tr("plant, \"inverter 2\" (or inverter-2), a unit id, or all"));
    command->add_option("points", options->points,
                        text::tr("Names of points or groups; none: everything that can be read"));
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
