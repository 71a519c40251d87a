#include "app/cli/commands.h"
#include "app/cli/errors.h"
#include "app/cli/find_on_line.h"
#include "app/cli/session.h"
#include "app/cli/sweep.h"
#include "app/cli/words.h"
#include "text/text.h"
#include "transport/scan_network.h"

#include <chrono>

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

struct FindOptions : CommonOptions, StationOptions {};

std::string discovery_text(const std::string& endpoint, const station::Discovery& discovery) {
    std::string text = endpoint;
    if (!discovery.anchor_serial.empty()) text += ", " + text::trf("station {}", discovery.anchor_serial);
    if (discovery.version) text += ", " + text::trf("protocol {}", station::to_string(*discovery.version));
    text += "\n" + devices_table(discovery);
    if (!discovery.findings.empty()) text += text::tr("What was noticed:") + "\n" + findings_text(discovery);
    return text;
}

Json identify(const FindOptions& options, Output& output) {
    StationSession session(options, options, output);
    const auto& discovery = session.discover();
    output.text(discovery_text(transport::to_string(session.link().endpoint()), discovery));
    auto json = to_json(discovery);
    json["endpoint"] = transport::to_string(session.link().endpoint());
    return json;
}

int find_in_net(FindOptions options, std::vector<transport::TcpEndpoint> hosts, Output& output) {
    transport::Runtime runtime;
    const auto progress = [&output](const transport::NetworkProgress& now) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(now.left);
        output.progress({text::tr("Looking for open Modbus ports"), now.asked, now.total, left});
    };
    const auto listening = run_interruptible(runtime, transport::scan_network(std::move(hosts), {}, progress));
    Json stations = Json::array(), others = Json::array();
    for (const auto& host : listening) {
        options.endpoint = transport::to_string(transport::Endpoint(host));
        try {
            stations.push_back(identify(options, output));
        } catch (const std::exception&) {
            const auto words = words_for(std::current_exception());
            output.text(fmt::format("{}: {}. {}", options.endpoint, words.title, words.explanation));
            others.push_back(Json{{"endpoint", options.endpoint}, {"error", to_json(words)}});
        }
    }
    if (listening.empty()) output.text(text::tr("Nobody in this network listens at the Modbus port."));
    output.document(Json{{"stations", stations}, {"others", others}});
    return static_cast<int>(stations.empty() ? Exit::unreachable : Exit::done);
}

int find_on_port(FindOptions options, const transport::RtuEndpoint& line, Output& output) {
    const auto found = find_on_line(line, load_profiles(options), parse_units(options.units), output);
    output.text(to_text(found));
    options.endpoint = transport::to_string(transport::Endpoint(found.endpoint));
    options.units = found.device_units();
    auto json = identify(options, output);
    json["line"] = to_json(found);
    output.document(json);
    return static_cast<int>(Exit::done);
}

int run(const FindOptions& options, Output& output) {
    if (auto hosts = parse_net(options.endpoint)) return find_in_net(options, std::move(*hosts), output);
    const auto endpoint = transport::parse_endpoint(options.endpoint);
    if (const auto* line = std::get_if<transport::RtuEndpoint>(&endpoint)) return find_on_port(options, *line, output);
    output.document(identify(options, output));
    return static_cast<int>(Exit::done);
}

}  // namespace

void add_find(Commands& commands) {
    auto options = std::make_shared<FindOptions>();
    auto* command = commands.add(
        "find", text::tr("Find out which station is there, how it is reached and which devices it has"),
        text::tr("A serial port is listened to for 3 s first. When another master asks on the line, nothing is "
                 "sent.\n\nExamples:\n"
                 "  firstlight-cli find rtu:/dev/ttyUSB0\n"
                 "  firstlight-cli find tcp:192.168.4.1 --units 1-20\n"
                 "  firstlight-cli find tcp:192.168.1.0/24"),
        *options);
    commands.add_station_options(command, *options);
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
