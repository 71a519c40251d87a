#include "tests/simulator/house_of_test.h"

#include <array>
#include <cstdio>
#include <memory>
#include <regex>

#include <catch2/catch_test_macros.hpp>
#include <modbus.h>

/// Other people's masters read and write the virtual station: mbpoll as a program, libmodbus as a library.
using namespace firstlight;
using namespace firstlight::tests;

namespace {

const std::string served = R"(, "serve": {"tcp": [{"port": 0}], "pty": [{"line": "115200:8N1"}]})";

struct Site {
    transport::Runtime runtime;
    simulator::VirtualStation station{profiles(), house(hybrid, served)};

    Site() {
        station.serve(runtime);
        runtime.start_thread();
    }
    ~Site() { runtime.stop(); }
    int port() const { return std::get<transport::TcpEndpoint>(station.endpoints()[0]).port; }
    std::string pty() const { return std::get<transport::RtuEndpoint>(station.endpoints()[1]).port; }
};

struct Outcome {
    int code = 0;
    std::string text;
};

Outcome shell(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen((command + " 2>&1").c_str(), "r"), [](FILE*) { return 0; });
    Outcome outcome;
    std::array<char, 512> chunk{};
    while (std::fgets(chunk.data(), chunk.size(), pipe.get())) outcome.text += chunk.data();
    outcome.code = pclose(pipe.get());
    return outcome;
}

/// "[30578]:   1" of mbpoll's listing.
std::optional<int> polled(const std::string& text, int address) {
    std::smatch match;
    const std::regex line("\\[" + std::to_string(address) + "\\]:\\s+(-?[0-9]+)");
    if (!std::regex_search(text, match, line)) return std::nullopt;
    return std::stoi(match[1]);
}

using Context = std::unique_ptr<modbus_t, void (*)(modbus_t*)>;

Context connected(modbus_t* raw) {
    Context context(raw, [](modbus_t* used) {
        modbus_close(used);
        modbus_free(used);
    });
    REQUIRE(context);
    modbus_set_response_timeout(context.get(), 1, 0);
    REQUIRE(modbus_connect(context.get()) == 0);
    return context;
}

void read_and_write(modbus_t* context) {
    std::array<std::uint16_t, 30> words{};
    REQUIRE(modbus_set_slave(context, 1) == 0);
    CHECK(modbus_read_input_registers(context, 30500, 15, words.data()) == 15);
    CHECK(words[0] == 0x5369);
    CHECK(modbus_read_registers(context, 30540, 2, words.data()) == 2);
    CHECK(words[1] == 10000);
    CHECK(modbus_read_input_registers(context, 30554, 1, words.data()) == -1);
    CHECK(errno == EMBXILADD);
    REQUIRE(modbus_set_slave(context, 247) == 0);
    CHECK(modbus_write_register(context, 40029, 1) == 1);
    CHECK(modbus_read_input_registers(context, 30003, 1, words.data()) == 1);
    CHECK(words[0] == 7);
    const std::array<std::uint16_t, 2> limit{0, 4321};
    CHECK(modbus_write_registers(context, 40038, 2, limit.data()) == 2);
    CHECK(modbus_read_registers(context, 40038, 2, words.data()) == 2);
    CHECK(words[1] == 4321);
    CHECK(modbus_write_register(context, 30005, 1) == -1);
    CHECK(errno == EMBXILADD);
}

void poll_and_write(const std::string& how, const std::string& where) {
    const auto read = shell("mbpoll " + how + " -a 1 -0 -t 3 -r 30578 -c 10 -1 " + where);
    INFO(read.text);
    CHECK(read.code == 0);
    CHECK(polled(read.text, 30578) == 1);
    CHECK(polled(read.text, 30580) == 10000);
    const auto written = shell("mbpoll " + how + " -a 247 -0 -t 4 -r 40046 -1 " + where + " 150 950");
    INFO(written.text);
    CHECK(written.code == 0);
    const auto back = shell("mbpoll " + how + " -a 247 -0 -t 4 -r 40046 -c 2 -1 " + where);
    CHECK(polled(back.text, 40046) == 150);
    CHECK(polled(back.text, 40047) == 950);
    const auto refused = shell("mbpoll " + how + " -a 1 -0 -t 3 -r 20000 -c 1 -1 " + where);
    CHECK(refused.text.find("Illegal data address") != std::string::npos);
}

}  // namespace

TEST_CASE("libmodbus over TCP") {
    Site site;
    read_and_write(connected(modbus_new_tcp("127.0.0.1", site.port())).get());
}

TEST_CASE("libmodbus on a pseudo terminal") {
    Site site;
    read_and_write(connected(modbus_new_rtu(site.pty().c_str(), 115200, 'N', 8, 1)).get());
}

TEST_CASE("mbpoll over TCP") {
    Site site;
    poll_and_write("-m tcp -p " + std::to_string(site.port()), "127.0.0.1");
}

TEST_CASE("mbpoll on a pseudo terminal") {
    Site site;
    poll_and_write("-m rtu -b 115200 -P none -s 1", site.pty());
}
