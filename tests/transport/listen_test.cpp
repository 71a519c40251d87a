#include "foreign_master.h"
#include "transport/discover_line.h"
#include "transport/errors.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace firstlight;
using namespace firstlight::transport;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("listening names the units that are asked, and sends nothing") {
    Runtime runtime;
    test::PtyLine line;
    const auto master = spawn(runtime.executor(), test::foreign_master(line, 200ms));
    std::string last_frame;
    const auto progress = [&](const ListenProgress& now) { last_frame = now.last_frame; };
    const auto traffic = runtime.run(listen_on_line({line.name(), {9600, Parity::even, 1}}, 1500ms, progress));

    CHECK(traffic.other_master());
    REQUIRE(traffic.units.size() == 1);
    CHECK(traffic.units[0].unit == 3);
    CHECK(traffic.units[0].requests >= 2);
    CHECK(traffic.units[0].responses >= 2);
    REQUIRE(traffic.units[0].period);
    CHECK(*traffic.units[0].period >= 200ms);
    CHECK_THAT(traffic.advice, ContainsSubstring("Another master"));
    CHECK_THAT(last_frame, ContainsSubstring("unit 3"));
    CHECK(line.take().empty());
}

TEST_CASE("a quiet line is quiet") {
    Runtime runtime;
    test::PtyLine line;
    const auto traffic = runtime.run(listen_on_line({line.name(), {}}, 50ms));
    CHECK_FALSE(traffic.other_master());
    CHECK(traffic.bytes == 0);
    CHECK(traffic.listened >= 50ms);
}

TEST_CASE("listening on a port that is not there says so") {
    Runtime runtime;
    try {
        runtime.run(listen_on_line({"/dev/firstlight-no-such-port", {}}, 50ms));
        FAIL("opened");
    } catch (const LinkError& error) {
        CHECK(error.fault().kind == LinkFailure::port_missing);
    }
}
