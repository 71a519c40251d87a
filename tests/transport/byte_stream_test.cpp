#include "transport/byte_stream.h"

#include "tests/transport/scripted_device.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::transport;
using namespace std::chrono_literals;

TEST_CASE("of a line nobody reads from only the newest bytes are kept") {
    constexpr std::size_t much = 50000;
    formats::Bytes flood(much);
    for (std::size_t i = 0; i < much; ++i) flood[i] = static_cast<std::uint8_t>(i * 7 / 251);
    test::ScriptedDevice device;
    ServerReply reply;
    reply.raw = flood;
    device.next(reply);
    Runtime runtime;
    const auto server = serve_tcp(runtime, "127.0.0.1", 0, device.handler());
    const auto place = std::get<TcpEndpoint>(server->endpoint());
    const auto stream = runtime.run(open_tcp_stream({place.host, place.port}, 2000ms));
    const auto until_all_came = [&]() -> awaitable<void> {
        const formats::Bytes question{0, 1, 0, 0, 0, 6, 1, 4, 0, 0, 0, 1};
        co_await stream->write(question);
        while (stream->total_received() < much && !stream->failure()) {
            co_await stream->wait(Clock::now() + 5s);
            CHECK(stream->received().size() <= 8192);
        }
    };
    runtime.run(until_all_came());
    REQUIRE(stream->total_received() == much);
    const auto& kept = stream->received();
    CHECK(kept.size() == 8192);
    CHECK(std::equal(kept.rbegin(), kept.rend(), flood.rbegin()));
}
