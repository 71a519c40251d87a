#include "measure.h"
#include "transport/link.h"

#include <array>
#include <memory>
#include <stdexcept>

#include <fmt/core.h>
#include <modbus/modbus.h>
#include <unistd.h>

namespace firstlight::bench {

namespace {

constexpr int transactions = 5000;
constexpr std::uint16_t registers = 10;
constexpr int port = 15502;

using Modbus = std::unique_ptr<modbus_t, void (*)(modbus_t*)>;

/// libmodbus as the independent server: one connection after the other.
void serve() {
    const Modbus context(modbus_new_tcp("127.0.0.1", port), modbus_free);
    auto* mapping = modbus_mapping_new(0, 0, 100, 100);
    int listener = modbus_tcp_listen(context.get(), 1);
    for (;;) {
        if (modbus_tcp_accept(context.get(), &listener) < 0) return;
        std::array<std::uint8_t, MODBUS_TCP_MAX_ADU_LENGTH> request{};
        for (int size = 0; size >= 0;) {
            size = modbus_receive(context.get(), request.data());
            if (size > 0) modbus_reply(context.get(), request.data(), size, mapping);
        }
        modbus_close(context.get());
    }
}

Sample libmodbus_round() {
    const Modbus context(modbus_new_tcp("127.0.0.1", port), modbus_free);
    if (modbus_connect(context.get()) != 0) throw std::runtime_error("libmodbus does not connect");
    const auto sample = timed([&] {
        std::array<std::uint16_t, registers> words{};
        for (int i = 0; i < transactions; ++i)
            if (modbus_read_registers(context.get(), 0, registers, words.data()) != registers)
                throw std::runtime_error("libmodbus got no answer");
    });
    modbus_close(context.get());
    return sample;
}

transport::awaitable<void> read_many(transport::Link& link, int count) {
    const formats::Request read = formats::ReadRegisters{formats::Function::read_holding_registers, 0, registers};
    for (int i = 0; i < count; ++i) {
        const auto answer = co_await link.ask(1, read, {});
        if (!std::holds_alternative<formats::Response>(answer)) throw std::runtime_error("our client got no answer");
    }
}

Sample firstlight_round() {
    transport::Runtime runtime;
    transport::LinkOptions options;
    options.pace.interval = {};
    const auto link = runtime.run(transport::open_link(transport::TcpEndpoint{"127.0.0.1", port}, options));
    const auto sample = timed([&] { runtime.run(read_many(*link, transactions)); });
    runtime.run(link->close());
    return sample;
}

}  // namespace

void bench_tcp(const Options& options) {
    const Child server(serve);
    ::usleep(200'000);
    const auto figures = take_turns({{"libmodbus", libmodbus_round}, {"firstlight", firstlight_round}}, options.rounds);
    const auto& peer = figures.at("libmodbus");
    fmt::print("\nModbus TCP on loopback, {} registers, one at a time, median of {} rounds of {}\n", registers,
               options.rounds, transactions);
    fmt::print("{:<12} {:>16} {:>8} {:>18} {:>8}\n", "client", "transactions/s", "ratio", "CPU us/transaction",
               "ratio");
    for (const auto* name : {"libmodbus", "firstlight"}) {
        const auto& one = figures.at(name);
        fmt::print("{:<12} {:>16.0f} {:>8.2f} {:>18.2f} {:>8.2f}\n", name, transactions / one.seconds,
                   peer.seconds / one.seconds, one.cpu_seconds / transactions * 1e6,
                   one.cpu_seconds / peer.cpu_seconds);
    }
}

}  // namespace firstlight::bench
