#include "app/cli/commands.h"
#include "app/cli/errors.h"
#include "app/cli/pace.h"
#include "app/cli/sweep.h"
#include "app/data_folder.h"
#include "app/path_option.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::app::cli;

using Units = std::vector<std::uint8_t>;

TEST_CASE("unit lists") {
    CHECK(parse_units("") == Units{});
    CHECK(parse_units("3") == Units{3});
    CHECK(parse_units("5-7,1,6") == Units{1, 5, 6, 7});
    CHECK(parse_units("all").size() == 246);
    CHECK(parse_units("all").back() == 246);
    for (const auto* bad : {"0", "248", "a", "1,,2", "1-", "-3", "1 2", "999999999999"})
        CHECK_THROWS_AS(parse_units(bad), WrongUse);
}

TEST_CASE("a file may be named in any language") {
    CLI::App command;
    std::filesystem::path plan;
    app::add_path_option(command, "--plan", plan, "What to set and prove");
    command.parse(std::vector<std::string>{"Zählerraum 数据/plan.json", "--plan"});  // CLI11 takes the words backwards
    CHECK(plan == std::filesystem::path(u8"Zählerraum 数据/plan.json"));
}

TEST_CASE("networks to search") {
    CHECK_FALSE(parse_net("tcp:192.168.1.7"));
    CHECK_FALSE(parse_net("rtu:/dev/ttyUSB0"));
    const auto hosts = parse_net("tcp:192.168.1.77/24").value();
    REQUIRE(hosts.size() == 254);
    CHECK(hosts.front() == transport::TcpEndpoint{"192.168.1.1", 502});
    CHECK(hosts.back() == transport::TcpEndpoint{"192.168.1.254", 502});
    const auto four = parse_net("tcp:10.0.0.4/30:1502").value();
    CHECK(four == std::vector<transport::TcpEndpoint>{{"10.0.0.5", 1502}, {"10.0.0.6", 1502}});
    for (const auto* bad : {"tcp:10.0.0.0/8", "tcp:10.0.0.0/31", "tcp:300.0.0.0/24", "tcp:host/24", "tcp:1.2.3/24",
                            "tcp:10.0.0.0/24:0", "tcp:10.0.0.0/24:70000"})
        CHECK_THROWS_AS(parse_net(bad), WrongUse);
}

TEST_CASE("paces") {
    const auto profiles = station::ProfileSet::load(app::data_folder() / "profiles");
    CHECK(parse_pace("vendor", profiles).interval == std::chrono::seconds(1));
    CHECK(parse_pace("5", profiles).interval == std::chrono::milliseconds(200));
    CHECK(parse_pace("0.5", profiles).interval == std::chrono::seconds(2));
    for (const auto* bad : {"0", "-1", "fast", "", "5x", "1e9"}) CHECK_THROWS_AS(parse_pace(bad, profiles), WrongUse);
}
