#include "commissioning/serial_comparison.h"

#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

namespace firstlight::commissioning {
namespace {

station::Device device_of(const std::string& serial) {
    station::Device device;
    device.serial = serial;
    return device;
}

TEST_CASE("serial numbers are found in what a scanner, a list or a message gives") {
    CHECK(serials_in("cmu123a45aa001\nCMU123A45AA002\r\n")
          == std::vector<std::string>{"CMU123A45AA001", "CMU123A45AA002"});
    CHECK(serials_in("SN: CMU-123_A; unit 2, \"B1234\"") == std::vector<std::string>{"CMU-123_A", "B1234"});
    CHECK(serials_in("  ").empty());
}

TEST_CASE("serial numbers are told from the other words of a label's code") {
    using Serials = std::vector<std::string>;
    CHECK(serials_in_code("cmu123a45aa001") == Serials{"CMU123A45AA001"});
    CHECK(serials_in_code("B1234") == Serials{"B1234"});
    CHECK(serials_in_code("PN:11020304050;SN:CMU123A45AA001;VER:V100R001") == Serials{"CMU123A45AA001"});
    CHECK(serials_in_code("S/N: B1234 S/N: B1235") == Serials{"B1234", "B1235"});
    CHECK(serials_in_code("https://example.com/install?sn=CMU123A45AA001&lang=de") == Serials{"CMU123A45AA001"});
    CHECK(serials_in_code("https://example.com/products/CMU123A45AA001") == Serials{"CMU123A45AA001"});
    CHECK(serials_in_code("WIFI:T:WPA;S:Hotspot;P:secretpass;;").empty());
    CHECK(serials_in_code("").empty());
}

TEST_CASE("delivered serial numbers are compared with those that answer") {
    using State = SerialRow::State;
    const auto rows =
        compare_serials({"AAAAA", "BBBBB", "AAAAA"}, {device_of("AAAAA"), device_of("CCCCC"), device_of("")});
    REQUIRE(rows.size() == 4);
    CHECK(rows[0].state == State::as_expected);
    CHECK_FALSE(rows[0].device.empty());
    CHECK(rows[1].serial == "BBBBB");
    CHECK(rows[1].state == State::missing);
    CHECK(rows[2].state == State::duplicate);
    CHECK(rows[3].serial == "CCCCC");
    CHECK(rows[3].state == State::extra);
}

}  // namespace
}  // namespace firstlight::commissioning
