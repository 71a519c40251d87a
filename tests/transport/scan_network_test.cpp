#include "transport/scan_network.h"

#include "served_device.h"
#include "transport/errors.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::transport;
using namespace std::chrono_literals;

namespace {

std::uint16_t port_of(const ModbusServer& server) {
    return std::get<TcpEndpoint>(server.endpoint()).port;
}

}  // namespace

TEST_CASE("a network prints, and lists its hosts without the addresses that are nobody's") {
    const Network home{0xC0A80111, 24};
    CHECK(to_string(home) == "192.168.1.0/24");
    CHECK(address_of(home) == "192.168.1.17");
    const auto hosts = hosts_of(home, 502);
    REQUIRE(hosts.size() == 254);
    CHECK(hosts.front() == TcpEndpoint{"192.168.1.1", 502});
    CHECK(hosts.back() == TcpEndpoint{"192.168.1.254", 502});
    CHECK(hosts_of({0x0A000005, 30}, 1502).size() == 2);
}

TEST_CASE("of a large network the part around this computer is searched") {
    CHECK(to_string(narrowed({0x0A010203, 8})) == "10.1.2.0/24");
    CHECK(to_string(narrowed({0x0A010203, 28})) == "10.1.2.0/28");
}

TEST_CASE("this computer's networks are none of its loopback's") {
    for (const auto& own : own_networks()) {
        INFO(own.adapter << " " << to_string(own.network));
        CHECK(own.network.address >> 24 != 127);
        CHECK(own.network.address != 0);
        CHECK(own.network.bits <= 32);
        CHECK_FALSE(own.adapter.empty());
    }
}

#ifdef __linux__  // only there every address of 127.0.0.0/8 is this computer's
TEST_CASE("a scan finds who listens and is asked nothing") {
    Runtime runtime;
    tests::Device device;
    const auto one = serve_tcp(runtime, "127.0.0.9", 0, device.handler());
    const auto port = port_of(*one);
    const auto two = serve_tcp(runtime, "127.0.0.200", port, device.handler());
    int last = 0;
    std::size_t most_found = 0;
    const auto progress = [&](const NetworkProgress& now) {
        CHECK(now.total == 254);
        CHECK(now.asked == last + 1);
        last = now.asked;
        most_found = std::max(most_found, now.found.size());
    };
    const auto found = runtime.run(scan_network(hosts_of({0x7F000001, 24}, port), {}, progress));
    CHECK(found == std::vector<TcpEndpoint>{{"127.0.0.9", port}, {"127.0.0.200", port}});
    CHECK(last == 254);
    CHECK(most_found == 2);
    CHECK(device.asked == 0);
}

TEST_CASE("a scan that is stopped asks nobody more") {
    Runtime runtime;
    std::vector<TcpEndpoint> hosts(4000, TcpEndpoint{"127.0.0.1", 1});
    int told = 0;
    Task task;
    auto scan = [&]() -> awaitable<void> {
        co_await scan_network(hosts, {}, [&](const NetworkProgress&) {
            if (++told == 20) task.cancel();
        });
    };
    task = spawn(runtime.executor(), scan());
    runtime.run(task.join());
    runtime.run(sleep_for(50ms));
    CHECK(told >= 20);
    CHECK(told < 400);  // what was on its way
}
#endif
