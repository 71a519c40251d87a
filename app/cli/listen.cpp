#include "app/cli/commands.h"
#include "app/cli/errors.h"
#include "app/cli/session.h"
#include "app/cli/table.h"
#include "app/cli/words.h"
#include "text/text.h"
#include "transport/discover_line.h"

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

struct ListenOptions : CommonOptions {
    std::string endpoint;
    double seconds = 10;
};

Json to_json(const transport::LineTraffic& traffic) {
    Json json{{"listened_s", std::chrono::duration<double>(traffic.listened).count()},
              {"bytes", traffic.bytes},
              {"frames", traffic.frames},
              {"damaged_bytes", traffic.damaged},
              {"other_master", traffic.other_master()},
              {"units", Json::array()},
              {"likely_settings", traffic.likely ? Json(transport::to_string(*traffic.likely)) : Json()},
              {"advice", traffic.advice}};
    for (const auto& unit : traffic.units) {
        Json one{{"unit_id", unit.unit}, {"requests", unit.requests}, {"responses", unit.responses}};
        if (unit.period) one["period_s"] = std::chrono::duration<double>(*unit.period).count();
        json["units"].push_back(std::move(one));
    }
    return json;
}

std::string units_table(const transport::LineTraffic& traffic) {
    const auto right = Table::Align::right;
    Table table({{text::tr("UNIT ID"), right},
                 {text::tr("REQUESTS"), right},
                 {text::tr("ANSWERS"), right},
                 {text::tr("ASKED EVERY"), right}});
    for (const auto& unit : traffic.units)
        table.add({std::to_string(unit.unit), std::to_string(unit.requests), std::to_string(unit.responses),
                   unit.period ? in_milliseconds(*unit.period) : ""});
    return table.empty() ? "" : table.text();
}

int run(const ListenOptions& options, Output& output) {
    const auto endpoint = transport::parse_endpoint(options.endpoint);
    const auto* line = std::get_if<transport::RtuEndpoint>(&endpoint);
    if (!line)
        throw WrongUse(text::tr("Only a serial line can be listened to"),
                       text::trf("\"{}\" is not a serial port.", options.endpoint),
                       text::tr("Name a port, for example rtu:/dev/ttyUSB0:9600:8N1."));
    transport::Runtime runtime;
    std::string shown;
    const auto progress = [&](const transport::ListenProgress& now) {
        if (now.last_frame.empty() || now.last_frame == shown) return;
        shown = now.last_frame;
        output.json_line(Json{{"frame", shown}});
        output.text(shown);
    };
    output.note(
        text::trf("Listening on {} for {:g} s; nothing is sent.", transport::to_string(endpoint), options.seconds));
    const auto time =
        std::chrono::duration_cast<transport::Clock::duration>(std::chrono::duration<double>(options.seconds));
    const auto traffic = run_interruptible(runtime, transport::listen_on_line(*line, time, progress));
    output.json_line(to_json(traffic));
    output.text(units_table(traffic) + traffic.advice);
    return static_cast<int>(Exit::done);
}

}  // namespace

void add_listen(Commands& commands) {
    auto options = std::make_shared<ListenOptions>();
    auto* command =
        commands.add("listen", text::tr("Hear who talks on a serial line, without sending anything"),
                     text::tr("With --json each frame is one line and the result is the last line.\n\nExamples:\n"
                              "  firstlight-cli listen rtu:/dev/ttyUSB0:9600:8N1\n"
                              "  firstlight-cli listen rtu:COM5 --time 30 --json"),
                     *options);
    command->add_option("endpoint", options->endpoint, text::tr("The line: rtu:PORT[:SPEED[:FORMAT]]"))->required();
    command->add_option("--time", options->seconds, text::tr("Seconds to listen"))
        ->check(CLI::Range(0.5, 86400.0))
        ->capture_default_str();
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
