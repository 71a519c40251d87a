#include "measure.h"
#include "transport/discover_line.h"
#include "transport/modbus_server.h"

#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <stdexcept>

#include <fmt/core.h>
#include <modbus/modbus.h>

namespace firstlight::bench {

namespace {

using transport::Milliseconds;
using transport::RtuEndpoint;
using Modbus = std::unique_ptr<modbus_t, void (*)(modbus_t*)>;
using Delays = std::map<std::uint8_t, Milliseconds>;

constexpr std::uint32_t baud = 115200;

struct Result {
    double seconds = 0;
    int found = 0;
};

transport::RequestHandler units(const Delays& delays) {
    return [delays](std::uint8_t unit, const formats::Request&) {
        transport::ServerReply reply;
        const auto known = delays.find(unit);
        if (known == delays.end()) return reply;
        reply.delay = known->second;
        reply.response = formats::Registers{{unit}};
        return reply;
    };
}

Result firstlight_scan(const RtuEndpoint& line) {
    transport::Runtime runtime;
    Result result;
    result.seconds =
        timed([&] { result.found = static_cast<int>(runtime.run(transport::scan_units(line, {})).size()); }).seconds;
    return result;
}

Result libmodbus_scan(const RtuEndpoint& line, int window_ms) {
    const Modbus context(modbus_new_rtu(line.port.c_str(), static_cast<int>(baud), 'N', 8, 1), modbus_free);
    if (modbus_connect(context.get()) != 0) throw std::runtime_error("libmodbus does not open the line");
    modbus_set_response_timeout(context.get(), 0, static_cast<std::uint32_t>(window_ms) * 1000);
    Result result;
    result.seconds = timed([&] {
                         for (int unit = 1; unit <= 247; ++unit) {
                             std::uint16_t word = 0;
                             modbus_set_slave(context.get(), unit);
                             result.found += modbus_read_input_registers(context.get(), 30051, 1, &word) == 1;
                         }
                     }).seconds;
    modbus_close(context.get());
    return result;
}

Result mbpoll_scan(const RtuEndpoint& line, int window_ms) {
    const auto command =
        fmt::format("mbpoll -m rtu -b {} -P none -a 1:247 -t 3 -0 -r 30051 -c 1 -o {:.2f} -1 -q {} 2>&1", baud,
                    window_ms / 1000.0, line.port);
    Result result;
    result.seconds = timed([&] {
                         const std::unique_ptr<FILE, int (*)(FILE*)> output(::popen(command.c_str(), "r"), ::pclose);
                         std::array<char, 512> text{};
                         while (std::fgets(text.data(), text.size(), output.get()) != nullptr)
                             result.found += std::string(text.data()).starts_with("[30051]:");
                     }).seconds;
    return result;
}

void show(const char* who, const Result& result, std::optional<double> peer) {
    fmt::print("  {:<24} {:>7.1f} s  found {} of 5", who, result.seconds, result.found);
    if (peer) fmt::print("  ratio {:.2f}", result.seconds / *peer);
    fmt::print("\n");
}

void scan_all(const char* title, const Delays& delays, int window_ms) {
    transport::Runtime server_runtime;
    transport::SerialServerOptions line;
    line.settings.baud = baud;
    const auto server = transport::serve_pty(server_runtime, "", line, units(delays));
    server_runtime.start_thread();
    const auto endpoint = std::get<RtuEndpoint>(server->endpoint());
    fmt::print("{}\n", title);
    const auto ours = firstlight_scan(endpoint);
    const auto mbpoll = mbpoll_scan(endpoint, window_ms);
    show(fmt::format("mbpoll {} ms", window_ms).c_str(), mbpoll, {});
    show(fmt::format("libmodbus {} ms", window_ms).c_str(), libmodbus_scan(endpoint, window_ms), mbpoll.seconds);
    show("firstlight", ours, mbpoll.seconds);
    server_runtime.stop();
}

}  // namespace

void bench_scan(const Options& options) {
    fmt::print("\nUnit scan 1..247 at {} baud, 5 present, one run each\n", baud);
    const auto fast = Milliseconds(5);
    scan_all("units that answer after 5 ms", {{1, fast}, {2, fast}, {60, fast}, {126, fast}, {247, fast}}, 100);
    if (!options.slow) return;
    scan_all("units that answer after 20 to 400 ms",
             {{1, Milliseconds(20)},
              {2, Milliseconds(95)},
              {60, Milliseconds(180)},
              {126, Milliseconds(310)},
              {247, Milliseconds(400)}},
             500);
}

}  // namespace firstlight::bench
