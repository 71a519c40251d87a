#include "commissioning/connect_plan.h"

#include "station/errors.h"
#include "transport/errors.h"

#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace firstlight;
using namespace firstlight::commissioning;
using transport::Endpoint;
using transport::LinkFailure;
using transport::parse_endpoint;
using Way = ConnectPlan::Way;

namespace {

std::vector<ConnectPage> pages_of(const ConnectPlan& plan) {
    std::vector<ConnectPage> pages;
    for (const auto page : {ConnectPage::way, ConnectPage::cable, ConnectPage::settings, ConnectPage::network,
                            ConnectPage::dial_in, ConnectPage::demo, ConnectPage::modbus, ConnectPage::station})
        if (needed(page, plan)) pages.push_back(page);
    return pages;
}

ConnectPlan network(std::string host, std::string port = "502", bool rtu_frames = false) {
    ConnectPlan plan;
    plan.way = Way::network;
    plan.host = std::move(host);
    plan.host_port = std::move(port);
    plan.rtu_frames = rtu_frames;
    return plan;
}

std::exception_ptr link_error(const std::string& endpoint, LinkFailure kind) {
    return std::make_exception_ptr(transport::LinkError(parse_endpoint(endpoint), {kind, {}, {}, {}, {}}));
}

}  // namespace

TEST_CASE("each way to a station has its own pages") {
    ConnectPlan plan;
    using enum ConnectPage;
    CHECK(pages_of(plan) == std::vector{way, cable, settings, station});
    plan.way = Way::network;
    CHECK(pages_of(plan) == std::vector{way, ConnectPage::network, station});
    plan.modbus_silent = true;
    CHECK(pages_of(plan) == std::vector{way, ConnectPage::network, modbus, station});
    plan.modbus_silent = false;
    plan.way = Way::dial_in;
    CHECK(pages_of(plan) == std::vector{way, dial_in, station});
    plan.way = Way::demo;
    CHECK(pages_of(plan) == std::vector{way, demo, station});
}

TEST_CASE("an earlier connection asks nothing more, except one that anybody may dial into") {
    ConnectPlan plan;
    const auto endpoint = parse_endpoint(GENERATE("tcp:192.168.4.1:502", "rtu:COM5:19200:8E1", "rtutcp:10.0.0.9:4001"));
    take_recent(plan, endpoint);
    CHECK(pages_of(plan) == std::vector{ConnectPage::way, ConnectPage::station});
    CHECK(endpoint_of(plan) == endpoint);
    plan.recent.reset();  // going back to the fields finds them filled
    CHECK(endpoint_of(plan) == endpoint);

    take_recent(plan, parse_endpoint("listen:0.0.0.0:1600"));
    CHECK(pages_of(plan) == std::vector{ConnectPage::way, ConnectPage::dial_in, ConnectPage::station});
    CHECK(endpoint_of(plan) == parse_endpoint("listen:0.0.0.0:1600"));
}

TEST_CASE("an address is taken as people type it") {
    CHECK(endpoint_of(network("192.168.4.1")) == parse_endpoint("tcp:192.168.4.1:502"));
    CHECK(endpoint_of(network("192.168.4.1:1502")) == parse_endpoint("tcp:192.168.4.1:1502"));
    CHECK(endpoint_of(network("fe80::1")) == parse_endpoint("tcp:[fe80::1]:502"));
    CHECK(endpoint_of(network("[fe80::1]:1502")) == parse_endpoint("tcp:[fe80::1]:1502"));
    CHECK(endpoint_of(network("station.local", "4001", true)) == parse_endpoint("rtutcp:station.local:4001"));
}

TEST_CASE("Next says what is missing") {
    ConnectPlan plan;
    CHECK_FALSE(why_not_next(ConnectPage::cable, plan).empty());
    plan.port = "/dev/ttyUSB0";
    CHECK(why_not_next(ConnectPage::cable, plan).empty());
    CHECK_FALSE(why_not_next(ConnectPage::settings, plan).empty());
    plan.find_settings = false;
    CHECK(why_not_next(ConnectPage::settings, plan).empty());
    plan.find_settings = true;
    plan.found = transport::SerialSettings{19200, transport::Parity::even, 1};
    CHECK(why_not_next(ConnectPage::settings, plan).empty());
    CHECK(endpoint_of(plan) == parse_endpoint("rtu:/dev/ttyUSB0:19200:8E1"));

    CHECK(why_not_next(ConnectPage::network, network("station")).empty());
    for (const auto* host : {"", "two words", "http://station", "[fe80::1"})
        CHECK_FALSE(why_not_next(ConnectPage::network, network(host)).empty());
    for (const auto* port : {"", "0", "65536", "modbus"})
        CHECK_FALSE(why_not_next(ConnectPage::network, network("station", port)).empty());

    plan.way = Way::dial_in;
    CHECK(why_not_next(ConnectPage::dial_in, plan).empty());
    plan.listen_port = "none";
    CHECK_FALSE(why_not_next(ConnectPage::dial_in, plan).empty());
    plan.way = Way::demo;
    CHECK_FALSE(why_not_next(ConnectPage::demo, plan).empty());
    CHECK_FALSE(endpoint_of(plan));
}

TEST_CASE("the steps in the maker's app are shown where somebody is there and Modbus is silent") {
    CHECK(modbus_may_be_off(link_error("tcp:10.0.0.5", LinkFailure::silent)));
    CHECK(modbus_may_be_off(link_error("tcp:10.0.0.5", LinkFailure::refused)));
    CHECK_FALSE(modbus_may_be_off(link_error("tcp:10.0.0.5", LinkFailure::unreachable)));
    CHECK_FALSE(modbus_may_be_off(link_error("rtu:COM5", LinkFailure::silent)));
    CHECK_FALSE(modbus_may_be_off(link_error("rtutcp:10.0.0.5", LinkFailure::silent)));
    CHECK_FALSE(modbus_may_be_off(std::make_exception_ptr(station::NoStation("answers, but not as a known device"))));
}

TEST_CASE("the allow-list is taken from pasted text") {
    ConnectPlan plan;
    CHECK(allowed_serials(plan).empty());
    plan.allowed = "CMU123A45AA001\nCMU123A45AA002, CMU123A45AA001";
    CHECK(allowed_serials(plan) == std::set<std::string>{"CMU123A45AA001", "CMU123A45AA002"});
}

TEST_CASE("the settings that worked on a port before are tried first") {
    const std::vector<std::string> recent{"tcp:192.168.4.1:502", "rtu:COM5:19200:8E1", "rtu:COM5:9600:8N1"};
    CHECK(last_settings(recent, "COM5") == transport::SerialSettings{19200, transport::Parity::even, 1});
    CHECK_FALSE(last_settings(recent, "COM50"));
    CHECK_FALSE(last_settings({"rtu:COM5:100", "relay:COM5"}, "COM5"));
}
