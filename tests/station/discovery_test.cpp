#include "station_fixture.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace firstlight;
using namespace firstlight::tests;
using formats::ExceptionCode;
using station::Discovery;
using station::FindingKind;
using station::ProtocolVersion;

namespace {

std::vector<std::string> names(const Discovery& discovery) {
    std::vector<std::string> result;
    for (const auto& device : discovery.devices) result.push_back(device.name());
    return result;
}

const station::Finding* finding(const Discovery& discovery, FindingKind kind) {
    const auto found = std::ranges::find(discovery.findings, kind, &station::Finding::kind);
    return found == discovery.findings.end() ? nullptr : &*found;
}

const std::vector<std::string> everything{"plant",      "inverter 1", "dc charger 1",
                                          "inverter 2", "inverter 3", "ac charger 4"};

}  // namespace

TEST_CASE("discovery finds plant, inverters and chargers, whether absent units are silent or refuse") {
    StationFixture fixture(big_house("SigenStor EC 12.0 TP"));
    fixture.link.absent_units_answer = GENERATE(
        std::optional<ExceptionCode>(), std::optional(ExceptionCode::illegal_data_address),
        std::optional(ExceptionCode::gateway_path_unavailable), std::optional(ExceptionCode::gateway_target_failed));
    const Discovery found = fixture.discover();
    CHECK(names(found) == everything);
    CHECK(found.findings.empty());
    CHECK(found.version == ProtocolVersion{2, 9});
    CHECK(found.anchor_serial == "CMU123A45AB001");
    CHECK(found.find("Inverter_2")->model == "SigenStor EC 12.0 TP");
    CHECK(found.find("inverter 3")->serial == "CMU123A45AB003");
    CHECK(found.find("inverter 3")->firmware == "V100R001C00SPC112B107G");
    CHECK(found.asked_units.size() == 11);
    CHECK(found.asked_units.front() == 247);
}

TEST_CASE("at most 20 requests find a house with one inverter, DC charger and AC charger") {
    StationFixture fixture(small_house());
    fixture.discover();
    CHECK(fixture.link.log.size() <= 20);
}

TEST_CASE("the version is that of the newest probe that answers") {
    const auto [version, expected, at_most] =
        GENERATE(table<int, ProtocolVersion, std::optional<ProtocolVersion>>({{107, {1, 7}, ProtocolVersion{1, 8}},
                                                                              {200, {2, 0}, ProtocolVersion{2, 2}},
                                                                              {204, {2, 4}, std::nullopt},
                                                                              {205, {2, 5}, std::nullopt},
                                                                              {206, {2, 6}, std::nullopt},
                                                                              {207, {2, 7}, std::nullopt},
                                                                              {208, {2, 8}, std::nullopt},
                                                                              {209, {2, 9}, std::nullopt}}));
    StationFixture fixture(small_house(), version);
    const Discovery found = fixture.discover();
    INFO(version);
    REQUIRE(found.version);
    CHECK(to_string(*found.version) == to_string(expected));
    CHECK(found.find("inverter 1")->version_at_most == at_most);
}

TEST_CASE("a firmware pack from 114 on raises 2.8 to 2.9, and both facts are kept") {
    StationFixture fixture(small_house(), 208);
    const bool newer = GENERATE(true, false);
    formats::Words firmware(15);
    const std::string text = newer ? "V100R001C00SPC114" : "V100R001C00SPC113";
    for (std::size_t at = 0; at < text.size(); ++at) {
        firmware[at / 2] |= static_cast<std::uint16_t>(at % 2 == 0 ? text[at] << 8 : text[at]);
    }
    fixture.link.units[1].put(30525, firmware);
    const Discovery found = fixture.discover();
    CHECK(found.probed_version == ProtocolVersion{2, 8});
    CHECK(found.firmware_pack == (newer ? 114 : 113));
    CHECK(found.version == (newer ? ProtocolVersion{2, 9} : ProtocolVersion{2, 8}));
    CHECK(found.find("plant")->version == found.version);
}

TEST_CASE("a charger may be the whole station") {
    StationFixture fixture;
    build_house(fixture.link, {{1, {"ac_charger"}, {}}}, 209);
    const Discovery found = fixture.discover();
    CHECK(names(found) == std::vector<std::string>{"ac charger 1"});
    CHECK(found.findings.empty());
    CHECK(found.anchor_serial.empty());
    const auto snapshot = fixture.snapshot();
    CHECK(snapshot.find("ac charger 1")->find("system_state")->good());
}

TEST_CASE("inverters without the plant's unit are found, and the missing plant is told") {
    StationFixture fixture;
    build_house(fixture.link, {{1, {"inverter"}, "SigenStor EC 12.0 TP"}}, 209);
    const Discovery found = fixture.discover();
    CHECK(names(found) == std::vector<std::string>{"inverter 1"});
    REQUIRE(finding(found, FindingKind::no_plant));
    CHECK(finding(found, FindingKind::no_plant)->unit == 247);
}

TEST_CASE("one serial at two unit ids is told") {
    StationFixture fixture(big_house("SigenStor EC 12.0 TP"));
    ScriptedUnit& second = fixture.link.units[2];
    for (std::uint16_t at = 30515; at < 30525; ++at) second.registers[at] = fixture.link.units[1].registers[at];
    const Discovery found = fixture.discover();
    REQUIRE(finding(found, FindingKind::duplicate_serial));
    CHECK(finding(found, FindingKind::duplicate_serial)->unit == 2);
    CHECK(names(found) == everything);
}

TEST_CASE("an expected unit that is silent is told") {
    StationFixture fixture(small_house());
    station::DiscoveryOptions options;
    options.units = {1, 1};
    options.expected = {1, 2, 7};
    const Discovery found = fixture.discover(options);
    REQUIRE(finding(found, FindingKind::silent_unit));
    CHECK(finding(found, FindingKind::silent_unit)->unit == 7);
    CHECK(found.find("ac charger 2"));
    CHECK(found.findings.size() == 1);
    CHECK(found.of("inverter").size() == 1);
}

TEST_CASE("a charger that answers late is found with more patience, and told") {
    StationFixture fixture(small_house());
    fixture.link.units[2].takes = std::chrono::milliseconds(1800);
    const Discovery found = fixture.discover();
    CHECK(found.find("ac charger 2"));
    REQUIRE(finding(found, FindingKind::slow_unit));
    CHECK(finding(found, FindingKind::slow_unit)->unit == 2);
    CHECK(fixture.snapshot().find("ac charger 2")->find("system_state")->good());
}

TEST_CASE("a charger that stalls the whole station hides no other device") {
    StationFixture fixture;
    build_house(
        fixture.link,
        {{247, {"plant"}, {}}, {2, {"inverter"}, "SigenStor EC 12.0 TP"}, {3, {"inverter"}, "SigenStor EC 12.0 TP"}},
        209);
    fixture.link.units[1].stalls = true;
    // The shorter one ends just before the plant, asked whether it is still there, would count as silent.
    fixture.link.units[1].stall_time = GENERATE(std::chrono::milliseconds(4000), std::chrono::milliseconds(2900));
    const Discovery found = fixture.discover();
    CHECK(names(found) == std::vector<std::string>{"plant", "inverter 2", "inverter 3"});
    REQUIRE(finding(found, FindingKind::slow_unit));
    CHECK(finding(found, FindingKind::slow_unit)->unit == 1);
}

TEST_CASE("something that fits no profile is told where absent units are silent") {
    StationFixture fixture(small_house());
    fixture.link.units[5].put(1, {1});
    const Discovery found = fixture.discover();
    REQUIRE(finding(found, FindingKind::unknown_device));
    CHECK(finding(found, FindingKind::unknown_device)->unit == 5);
}

TEST_CASE("a unit that fails whatever it is asked is told as unknown") {
    StationFixture fixture(small_house());
    ScriptedUnit& charger = fixture.link.units[2];
    charger.refuses_all = ExceptionCode::server_device_failure;
    const Discovery found = fixture.discover();
    CHECK(found.find("plant"));
    CHECK(found.find("inverter 1"));
    REQUIRE(finding(found, FindingKind::unknown_device));
    CHECK(finding(found, FindingKind::unknown_device)->detail.find("exception 4") != std::string::npos);
}

TEST_CASE("noise at a unit where nobody is blames nobody") {
    StationFixture fixture(small_house());
    int asked = 0;
    fixture.link.disturb = [&](std::size_t, const Asked& question, bool& done) -> std::optional<transport::LinkFault> {
        // A station's late answer, or noise, where silence was: once silent, then bytes that are no answer.
        if (question.unit != 7) return std::nullopt;
        done = false;
        transport::LinkFault fault;
        fault.kind = ++asked % 2 == 1 ? transport::LinkFailure::silent : transport::LinkFailure::garbled;
        return fault;
    };
    station::DiscoveryOptions options;
    options.units = {1, 2, 7};
    options.expected = {7};  // asked twice, and a last time with patience
    const auto found = fixture.discover(options);
    CHECK(asked >= 3);
    CHECK_FALSE(finding(found, FindingKind::shared_unit));
    REQUIRE(finding(found, FindingKind::silent_unit));
}

TEST_CASE("garbled answers of one unit speak of two devices at one address") {
    StationFixture fixture(small_house());
    fixture.link.disturb = [](std::size_t, const Asked& asked, bool&) -> std::optional<transport::LinkFault> {
        if (asked.unit != 2) return std::nullopt;
        transport::LinkFault fault;
        fault.kind = transport::LinkFailure::garbled;
        return fault;
    };
    const Discovery found = fixture.discover();
    REQUIRE(finding(found, FindingKind::shared_unit));
    CHECK(finding(found, FindingKind::shared_unit)->unit == 2);
    CHECK(found.find("inverter 1"));
}

TEST_CASE("nobody there, or nobody known, are different errors") {
    StationFixture fixture;
    SECTION("silence is a failure of the link") {
        try {
            fixture.discover();
            FAIL("nothing was thrown");
        } catch (const transport::LinkError& error) {
            CHECK(error.fault().kind == transport::LinkFailure::silent);
        }
    }
    SECTION("refusals mean Modbus without a station") {
        fixture.link.absent_units_answer = ExceptionCode::illegal_data_address;
        CHECK_THROWS_AS(fixture.discover(), station::NoStation);
    }
    SECTION("a cut that stays is a failure of the link") {
        build_house(fixture.link, small_house(), 209);
        fixture.link.reopens = false;
        fixture.link.disturb = [](std::size_t number, const Asked&, bool&) -> std::optional<transport::LinkFault> {
            if (number < 4) return std::nullopt;
            transport::LinkFault fault;
            fault.kind = transport::LinkFailure::closed;
            return fault;
        };
        CHECK_THROWS_AS(fixture.discover(), transport::LinkError);
    }
}

TEST_CASE("all 246 units can be asked, and progress is told") {
    StationFixture fixture(small_house());
    fixture.link.units[200] = fixture.link.units[1];
    station::DiscoveryOptions options;
    options.all_units = true;
    int last = -1, total = 0;
    const Discovery found =
        fixture.runtime.run(fixture.session.discover(options, [&](const station::Progress& progress) {
            CHECK(progress.done >= last);
            last = progress.done;
            total = progress.total;
        }));
    CHECK(found.find("inverter 200"));
    CHECK(total == 246);
    CHECK(last == 246);
    CHECK(found.asked_units.size() == 247);
}
