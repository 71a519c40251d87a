#include "app/cli/record_words.h"

#include "app/cli/errors.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace firstlight::app::cli;

TEST_CASE("a point of a device is named with a colon") {
    CHECK(parse_device_point("plant:ess_soc") == std::pair<std::string, std::string>("plant", "ess_soc"));
    CHECK(parse_device_point("inverter 1: active_power").first == "inverter 1");
    CHECK(parse_device_point("inverter 1: active_power").second == "active_power");
    for (const auto* wrong : {"plant", "plant:", ":ess_soc", "", " : "})
        CHECK_THROWS_AS(parse_device_point(wrong), WrongUse);
}

TEST_CASE("a condition is a point, a sign and a number") {
    const auto above = parse_condition("plant:grid_frequency > 50.2");
    CHECK(above.point == "plant:grid_frequency");
    CHECK(above.above);
    CHECK(above.limit == 50.2);
    const auto below = parse_condition("plant:grid_active_power<-3");
    CHECK_FALSE(below.above);
    CHECK(below.limit == -3);
    for (const auto* wrong : {"plant:ess_soc", "plant:ess_soc=5", "plant:ess_soc>", "plant:ess_soc>5%", "ess_soc>5",
                              "plant:ess_soc>nan", "plant:ess_soc>5>6", ">5", ""})
        CHECK_THROWS_AS(parse_condition(wrong), WrongUse);
}
