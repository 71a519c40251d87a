#include "transport/endpoint.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace firstlight::transport;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("endpoints print and parse to themselves") {
    for (const auto* text :
         {"rtu:/dev/ttyUSB0:9600:8N1", "rtu:COM5:19200:8E1", "rtu:/dev/serial/by-path/pci-0:1.0:115200:8O1",
          "rtu:COM12:250000:8N2", "tcp:192.168.4.1:502", "tcp:[fe80::1]:1502", "tcp:station.lan:502",
          "rtutcp:10.0.0.7:4001", "listen:0.0.0.0:1502"}) {
        CAPTURE(text);
        CHECK(to_string(parse_endpoint(text)) == text);
    }
}

TEST_CASE("what is left out takes its default") {
    CHECK(to_string(parse_endpoint("tcp:10.0.0.5")) == "tcp:10.0.0.5:502");
    CHECK(to_string(parse_endpoint("rtu:COM5")) == "rtu:COM5:9600:8N1");
    CHECK(to_string(parse_endpoint("rtu:COM5:19200")) == "rtu:COM5:19200:8N1");
    CHECK(to_string(parse_endpoint("rtu:/dev/ttyUSB0:8E1")) == "rtu:/dev/ttyUSB0:9600:8E1");
    CHECK(to_string(parse_endpoint("tcp:[::1]")) == "tcp:[::1]:502");
}

TEST_CASE("text that is no endpoint says which part is wrong") {
    const std::pair<const char*, const char*> rows[] = {
        {"", "must begin with"},
        {"192.168.4.1", "must begin with"},
        {"ftp:host", "\"ftp:\" is unknown"},
        {"tcp:", "host"},
        {"tcp:host:0", "no port number"},
        {"tcp:host:70000", "no port number"},
        {"tcp:host:abc", "no port number"},
        {"tcp:fe80::1:502", "brackets"},
        {"tcp:[::1", "closing ]"},
        {"tcp:[[]", "no host name"},
        {"tcp:[::1]502", "only :port"},
        {"tcp:ho st", "no host name"},
        {"rtu:", "port's name"},
        {"rtu:COM5:100:8N1", "300..4000000"},
        {"rtu:COM5:9600:7E1", "8N1, 8E1"},
        {"listen::1502", "host"},
    };
    for (const auto& [text, words] : rows) {
        CAPTURE(text);
        CHECK_THROWS_WITH(parse_endpoint(text), ContainsSubstring(words));
    }
}

TEST_CASE("a character's bits count start, data, parity and stop") {
    CHECK(bits_per_character({9600, Parity::none, 1}) == 10);
    CHECK(bits_per_character({9600, Parity::even, 1}) == 11);
    CHECK(bits_per_character({9600, Parity::none, 2}) == 11);
}
