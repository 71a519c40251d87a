#include "formats/modbus_frames.h"
#include "measure.h"
#include "transport/link.h"
#include "transport/modbus_server.h"

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <fmt/core.h>
#include <modbus/modbus.h>
#include <unistd.h>

namespace firstlight::bench {

namespace {

using transport::RtuEndpoint;
using Modbus = std::unique_ptr<modbus_t, void (*)(modbus_t*)>;

struct Case {
    std::uint32_t baud;
    std::uint16_t registers;
    int transactions;
};

transport::ServerReply answer(std::uint8_t, const formats::Request& request) {
    transport::ServerReply reply;
    reply.response = formats::Registers{formats::Words(std::get<formats::ReadRegisters>(request).count, 7)};
    return reply;
}

double silence_seconds(const Case& what) {
    return what.baud > 19200 ? 0.00175 : 3.5 * 11 / what.baud;
}

/// Request and answer, the device's 3.5 characters of silence before its answer and ours before the next request.
double shortest_seconds(const Case& what) {
    const double character = 10.0 / what.baud;
    return (13 + 2.0 * what.registers) * character + 2 * silence_seconds(what);
}

Sample libmodbus_round(const RtuEndpoint& line, const Case& what) {
    const Modbus context(modbus_new_rtu(line.port.c_str(), static_cast<int>(what.baud), 'N', 8, 1), modbus_free);
    modbus_set_slave(context.get(), 1);
    if (modbus_connect(context.get()) != 0) throw std::runtime_error("libmodbus does not open the line");
    const auto sample = timed([&] {
        std::array<std::uint16_t, 125> words{};
        for (int i = 0; i < what.transactions; ++i)
            if (modbus_read_registers(context.get(), 0, what.registers, words.data()) != what.registers)
                throw std::runtime_error("libmodbus got no answer");
    });
    modbus_close(context.get());
    return sample;
}

/// The least a client can do that keeps the rules: what the virtual line and this computer themselves cost.
Sample raw_round(const RtuEndpoint& line, const Case& what) {
    const int port = ::open(line.port.c_str(), O_RDWR | O_NOCTTY);
    if (port < 0) throw std::runtime_error("the line does not open");
    const auto request = formats::encode_rtu(1, formats::encode_request(formats::ReadRegisters{
                                                    formats::Function::read_holding_registers, 0, what.registers}));
    const auto silence = std::chrono::duration<double>(silence_seconds(what));
    const auto sample = timed([&] {
        for (int i = 0; i < what.transactions; ++i) {
            std::this_thread::sleep_for(silence);
            if (::write(port, request.data(), request.size()) < 0) throw std::runtime_error("the line takes no bytes");
            std::array<char, 256> answer{};
            for (ssize_t got = 0; got < 5 + 2 * what.registers;)
                got += std::max<ssize_t>(0, ::read(port, answer.data(), answer.size()));
        }
    });
    ::close(port);
    return sample;
}

transport::awaitable<void> read_many(transport::Link& link, Case what) {
    const formats::Request read = formats::ReadRegisters{formats::Function::read_holding_registers, 0, what.registers};
    for (int i = 0; i < what.transactions; ++i) {
        const auto got = co_await link.ask(1, read, {});
        if (!std::holds_alternative<formats::Response>(got)) throw std::runtime_error("our client got no answer");
    }
}

Sample firstlight_round(const RtuEndpoint& line, const Case& what) {
    transport::Runtime runtime;
    transport::LinkOptions options;
    options.pace.interval = {};
    const auto link = runtime.run(transport::open_link(line, options));
    return timed([&] { runtime.run(read_many(*link, what)); });
}

void measure(const Case& what, int rounds) {
    transport::Runtime server_runtime;
    transport::SerialServerOptions line;
    line.settings.baud = what.baud;
    const auto server = transport::serve_pty(server_runtime, "", line, answer);
    server_runtime.start_thread();
    const auto endpoint = std::get<RtuEndpoint>(server->endpoint());
    std::map<std::string, std::uint64_t> violations, requests;
    const auto counted = [&](const std::string& name, auto round) {
        return Candidate{name, [&, name, round] {
                             const auto before = server->observation();
                             const auto sample = round(endpoint, what);
                             const auto after = server->observation();
                             violations[name] += after.silence_violations - before.silence_violations;
                             requests[name] += after.requests - before.requests;
                             return sample;
                         }};
    };
    const auto figures = take_turns({counted("libmodbus", libmodbus_round), counted("raw loop", raw_round),
                                     counted("firstlight", firstlight_round)},
                                    rounds);
    for (const auto* name : {"libmodbus", "raw loop", "firstlight"}) {
        const auto each = figures.at(name).seconds / what.transactions;
        fmt::print("{:>6} {:>4} {:<12} {:>10.2f} {:>12.1f} % {:>10} of {}\n", what.baud, what.registers, name,
                   each * 1e3, shortest_seconds(what) / each * 100, violations[name], requests[name]);
    }
    server_runtime.stop();
}

}  // namespace

void bench_rtu(const Options& options) {
    fmt::print("\nModbus RTU on a paced virtual line, device answers at once, median of {} rounds\n", options.rounds);
    fmt::print("{:>6} {:>4} {:<12} {:>10} {:>14} {:>10}\n", "baud", "regs", "client", "ms each", "line used",
               "violations");
    for (const auto& what : {Case{9600, 10, 30}, Case{9600, 60, 10}, Case{115200, 10, 120}, Case{115200, 60, 60}})
        measure(what, options.rounds);
}

}  // namespace firstlight::bench
