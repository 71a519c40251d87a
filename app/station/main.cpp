#include "app/data_folder.h"
#include "app/language.h"
#include "app/path_option.h"
#include "formats/strict_json.h"
#include "simulator/replay.h"
#include "simulator/scenario.h"
#include "simulator/virtual_station.h"
#include "text/language.h"
#include "text/text.h"
#include "transport/errors.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace firstlight::app {
namespace {

namespace fs = std::filesystem;

constexpr int exit_wrong_use = 2, exit_cannot_serve = 3;

struct Choices {
    fs::path data;
    std::string scenario = "healthy_house";
    fs::path replay;
    std::vector<std::string> tcp, rtu_over_tcp, pty, serial, dial;
    double speed = -1;
    bool list = false;

    bool places_given() const {
        return !(tcp.empty() && rtu_over_tcp.empty() && pty.empty() && serial.empty() && dial.empty());
    }
};

/// A file as given, else one of the data folder's scenarios by name.
fs::path scenario_file(const Choices& choices, const fs::path& data) {
    if (const auto file = fs::u8path(choices.scenario); fs::exists(file)) return file;
    return data / "scenarios" / (choices.scenario + ".json");
}

/// "[ADDRESS:]PORT"; unlike an endpoint that is dialled, port 0 (any free one) is fine here.
simulator::ServeTcp tcp_of(const std::string& text, bool rtu_frames) {
    const auto colon = text.rfind(':');
    const auto port = colon == std::string::npos ? text : text.substr(colon + 1);
    const auto address = colon == std::string::npos ? "127.0.0.1" : text.substr(0, colon);
    if (port == "0") return {address, 0, rtu_frames};
    const auto place = std::get<transport::TcpEndpoint>(transport::parse_endpoint("tcp:" + address + ":" + port));
    return {place.host, place.port, rtu_frames};
}

simulator::ServeDial dial_of(const std::string& text) {
    const auto place = std::get<transport::TcpEndpoint>(transport::parse_endpoint("tcp:" + text));
    return {place.host, place.port};
}

/// "PORT:9600:8N1", or a link's path with or without settings.
simulator::ServeLine line_of(const std::string& text) {
    if (text == "-") return {};
    const auto place = std::get<transport::RtuEndpoint>(transport::parse_endpoint("rtu:" + text));
    return {place.port, place.settings};
}

/// Places from the command line replace those of the scenario.
std::shared_ptr<const simulator::Scenario> with_choices(std::shared_ptr<const simulator::Scenario> scenario,
                                                        const Choices& choices) {
    auto changed = std::make_shared<simulator::Scenario>(*scenario);
    if (choices.speed >= 0) changed->speed = choices.speed;
    if (!choices.places_given()) return changed;
    changed->serve = {};
    for (const auto& text : choices.tcp) changed->serve.tcp.push_back(tcp_of(text, false));
    for (const auto& text : choices.rtu_over_tcp) changed->serve.tcp.push_back(tcp_of(text, true));
    for (const auto& text : choices.pty) changed->serve.pty.push_back(line_of(text));
    for (const auto& text : choices.serial) changed->serve.ports.push_back(line_of(text));
    for (const auto& text : choices.dial) changed->serve.dial.push_back(dial_of(text));
    return changed;
}

void list_scenarios(const fs::path& data, const station::ProfileSet& profiles) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(data / "scenarios"))
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files)
        fmt::print("{:<28} {}\n", file.stem().string(), simulator::load_scenario(file, profiles)->description);
}

/// The virtual station is moved by the recording, when there is one.
transport::awaitable<void> until_interrupted(simulator::VirtualStation& virtual_station,
                                             const station::ProfileSet& profiles, station::Recording recording,
                                             double speed) {
    co_await simulator::replay(virtual_station, profiles, std::move(recording), speed);
    while (true) co_await transport::sleep_for(std::chrono::hours(1));
}

void serve(std::shared_ptr<const simulator::Scenario> scenario, const station::ProfileSet& profiles,
           station::Recording recording = {}, double speed = 1) {
    transport::Runtime runtime;
    simulator::VirtualStation virtual_station(profiles, std::move(scenario));
    virtual_station.serve(runtime);
    for (const auto& endpoint : virtual_station.endpoints()) fmt::print("serving {}\n", transport::to_string(endpoint));
    std::fflush(stdout);
    runtime.cancel_on_interrupt(true);
    std::signal(SIGTERM, [](int) { std::raise(SIGINT); });
    try {
        runtime.run(until_interrupted(virtual_station, profiles, std::move(recording), speed));
    } catch (const std::exception&) {
        if (!transport::is_cancellation(std::current_exception())) throw;
    }
}

int replay(const Choices& choices, const station::ProfileSet& profiles) {
    auto recording = station::load_recording(choices.replay);
    auto changed = choices;
    changed.speed = -1;  // how fast the recording runs; its house stands still
    auto house = with_choices(simulator::scenario_of(recording, profiles, choices.replay), changed);
    serve(std::move(house), profiles, std::move(recording), choices.speed > 0 ? choices.speed : 1);
    return 0;
}

int run(const Choices& choices) {
    const auto data = data_folder(choices.data);
    const auto profiles = station::ProfileSet::load(data / "profiles", user_folder() / "profiles");
    if (choices.list) {
        list_scenarios(data, profiles);
        return 0;
    }
    if (!choices.replay.empty()) return replay(choices, profiles);
    serve(with_choices(simulator::load_scenario(scenario_file(choices, data), profiles), choices), profiles);
    return 0;
}

int report(const std::string& title, const std::string& detail, int code) {
    fmt::print(stderr, "{}\n{}\n", title, detail);
    return code;
}

int main_program(int argc, char** argv) {
    Choices choices;
    try {
        text::use_language(choose_language(data_folder(), {}));
    } catch (const std::runtime_error& error) {
        return report(text::tr("The language cannot be used."), error.what(), exit_wrong_use);
    }
    CLI::App app(
        text::tr("A virtual station: answers Modbus as a home-energy station would, with the house and the faults of a "
                 "scenario."));
    app.add_option("--scenario", choices.scenario, text::tr("Scenario file, or the name of a shipped one"))
        ->capture_default_str();
    add_path_option(app, "--replay", choices.replay,
                    text::tr("Serve this recording of firstlight-cli record instead of a house"))
        ->type_name("FILE");
    app.add_option("--tcp", choices.tcp, text::tr("Serve Modbus TCP at [ADDRESS:]PORT; port 0 takes a free one"));
    app.add_option("--rtu-over-tcp", choices.rtu_over_tcp,
                   text::tr("Serve RTU frames over TCP, as a serial device server does"));
    app.add_option("--pty", choices.pty,
                   text::tr("Serve RTU on a pseudo terminal; LINK[:9600:8N1] is a symbolic link to it, - none"));
    app.add_option("--serial", choices.serial, text::tr("Serve RTU on a serial port, PORT:9600:8N1"));
    app.add_option("--dial", choices.dial, text::tr("Dial out to HOST:PORT and serve there"));
    app.add_option("--speed", choices.speed, text::tr("Simulated or replayed seconds in a real one; 0 stops the house"))
        ->check(CLI::NonNegativeNumber);
    add_path_option(app, "--data", choices.data,
                    text::tr("Data folder with profiles and scenarios; your own profiles are used beside it"))
        ->type_name("DIR");
    app.add_flag("--list", choices.list, text::tr("List the shipped scenarios"));
    app.footer(
        text::tr("Each place is printed as \"serving ENDPOINT\". Ends with Ctrl+C.\n\nExamples:\n"
                 "  firstlight-station --tcp 1502\n"
                 "  firstlight-station --scenario flaky_line --pty /tmp/station:19200:8E1"));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : exit_wrong_use;
    }
    try {
        return run(choices);
    } catch (const formats::FileError& error) {
        return report(text::tr("A file cannot be used."), error.what(), exit_wrong_use);
    } catch (const transport::EndpointError& error) {
        return report(text::tr("The place to serve is not understood."), error.what(), exit_wrong_use);
    } catch (const NoDataFolder& error) {
        return report(text::tr("The data folder is missing."), error.what(), exit_wrong_use);
    } catch (const transport::LinkError& error) {
        const auto place = transport::to_string(error.endpoint());
        return report(text::tr("The station cannot be served."), place + ": " + error.fault().detail,
                      exit_cannot_serve);
    }
}

}  // namespace
}  // namespace firstlight::app

int main(int argc, char** argv) {
    return firstlight::app::main_program(argc, argv);
}
