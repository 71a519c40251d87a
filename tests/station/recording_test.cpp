#include "station/recording.h"

#include <sstream>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace firstlight;
using station::Recording;

namespace {

Recording read(const std::string& text) {
    std::istringstream stream(text);
    return station::parse_recording(stream, "night.csv");
}

/// The line of the mistake, 0 when there is none.
std::size_t mistake_in(const std::string& text) {
    try {
        read(text);
        return 0;
    } catch (const formats::FileError& error) {
        CHECK_FALSE(error.reason().empty());
        return error.line();
    }
}

const std::string head =
    "station,CMU1\n"
    "device,plant,inverter 1\n"
    "point,ess_soc,active_power\n"
    "unit,%,kW\n";

}  // namespace

TEST_CASE("what is recorded reads back to the same") {
    Recording recording;
    recording.station = "CMU\"1\",x";
    recording.points = {{"plant", "ess_soc", "%"}, {"inverter 1", "active_power", "kW"}};
    const std::chrono::system_clock::time_point at{std::chrono::milliseconds(1795430527123)};
    recording.rows = {{at, {55.1, std::nullopt}}, {at + std::chrono::hours(30), {1.0 / 3, -0.001}}};
    auto text = station::head_of(recording.station, recording.points);
    for (const auto& row : recording.rows) text += station::line_of(row);
    CHECK(read(text) == recording);
}

TEST_CASE("times are UTC with milliseconds") {
    const std::chrono::system_clock::time_point at{std::chrono::milliseconds(1795430527005)};
    CHECK(station::line_of({at, {1.5, std::nullopt}}) == "2026-11-23T10:42:07.005Z,1.5,\n");
}

TEST_CASE("a last line that was cut is left out") {
    CHECK(read(head + "2026-11-23T10:42:07.123Z,1,2\n2026-11-23T10:42:0").rows.size() == 1);
    CHECK(read(head + "2026-11-23T10:42:07.123Z,1,2\n2026-11-23T10:42:08.123Z,1,2").rows.size() == 1);
}

TEST_CASE("a spreadsheet's line ends and byte order mark are taken") {
    const auto recording =
        read("\xEF\xBB\xBFstation,CMU1\r\ndevice,plant\r\npoint,ess_soc\r\nunit,%\r\n2026-11-23T10:42:07.123Z,1\r\n");
    CHECK(recording.station == "CMU1");
    CHECK(recording.rows.size() == 1);
}

TEST_CASE("mistakes are told with their line") {
    const auto row = GENERATE(as<std::string>(), "2026-11-23T10:42:07.123Z,1", "2026-11-23T10:42:07.123Z,1,2,3",
                              "2026-11-23T10:42:07.123Z,1,warm", "2026-11-23T10:42:07.123Z,1,nan",
                              "2026-11-23T10:42:07.123Z,1,1e999", "2026-13-23T10:42:07.123Z,1,2",
                              "2026-02-30T10:42:07.123Z,1,2", "2026-11-23 10:42:07.123Z,1,2",
                              "9999-11-23T10:42:07.123Z,1,2", "yesterday,1,2", "\"2026-11-23T10:42:07.123Z,1,2");
    INFO(row);
    CHECK(mistake_in(head + row + "\n") == 5);
    CHECK(mistake_in("") == 1);
    CHECK(mistake_in("time,value\n") == 1);
    CHECK(mistake_in("station,CMU1\npoint,a\n") == 2);
    CHECK(mistake_in("station,CMU1\ndevice,plant\npoint,a,b\nunit,\n") == 4);
    CHECK(mistake_in("station,CMU1\ndevice,plant,\npoint,a,\nunit,,\n") == 4);
    CHECK(mistake_in(head + "2026-11-23T10:42:07.123Z,1,2\n2026-11-23T10:42:06.123Z,1,2\n") == 6);
    CHECK_THROWS_AS(station::load_recording("/no/such/file.csv"), formats::FileError);
}
