#include "transport/line_traffic.h"

#include "uart_model.h"

#include <random>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace firstlight;
using namespace firstlight::transport;
using Catch::Matchers::ContainsSubstring;
using formats::Bytes;
using formats::Function;
using formats::ReadRegisters;

namespace {

const auto start = Clock::time_point{} + std::chrono::hours(1);

Bytes request(std::uint8_t unit, const formats::Request& what) {
    return formats::encode_rtu(unit, formats::encode_request(what));
}

Bytes response(std::uint8_t unit, const formats::Request& what, const formats::Response& answer) {
    return formats::encode_rtu(unit, formats::encode_response(answer, what));
}

/// A master that reads varying registers once a second, and its device.
std::vector<Bytes> conversation(int requests) {
    std::mt19937 random(7);
    std::vector<Bytes> bursts;
    for (int i = 0; i < requests; ++i) {
        const auto count = static_cast<std::uint16_t>(1 + random() % 10);
        const ReadRegisters read{Function::read_input_registers, static_cast<std::uint16_t>(30000 + random() % 300),
                                 count};
        formats::Registers values;
        for (int word = 0; word < count; ++word)
            values.values.push_back(static_cast<std::uint16_t>(random() % 3 == 0 ? random() : random() % 300));
        bursts.push_back(request(1, read));
        bursts.push_back(response(1, read, values));
    }
    return bursts;
}

LineTraffic overhear(const SerialSettings& sender, const SerialSettings& receiver, bool swapped = false) {
    TrafficAnalyser analyser(receiver, true);
    auto now = start;
    for (const auto& burst : conversation(30)) {
        analyser.hear(now, test::Wire(burst, sender).received(receiver, swapped));
        now += Milliseconds(500);
    }
    return analyser.result(now - start);
}

const SerialSettings n8{9600, Parity::none, 1};
const SerialSettings n8_2{9600, Parity::none, 2};
const SerialSettings e8{9600, Parity::even, 1};
const SerialSettings o8{9600, Parity::odd, 1};

}  // namespace

TEST_CASE("requests, answers and the period of each unit are told apart") {
    TrafficAnalyser analyser(n8);
    const ReadRegisters read{Function::read_input_registers, 30000, 2};
    const formats::WriteSingleRegister write{40029, 1};
    auto now = start;
    for (int round = 0; round < 5; ++round) {
        analyser.hear(now, request(1, read));
        analyser.hear(now + Milliseconds(30), response(1, read, formats::Registers{{1, 2}}));
        analyser.hear(now + Milliseconds(300), request(247, write));
        analyser.hear(now + Milliseconds(330), response(247, write, formats::Written{}));
        now += Milliseconds(2000);
    }
    analyser.hear(now, request(9, read));
    const auto traffic = analyser.result(now - start);

    CHECK(traffic.other_master());
    CHECK(traffic.frames == 21);
    REQUIRE(traffic.units.size() == 3);
    CHECK(traffic.units[0].unit == 1);
    CHECK(traffic.units[0].requests == 5);
    CHECK(traffic.units[0].responses == 5);
    CHECK(traffic.units[0].period == Milliseconds(2000));
    CHECK(traffic.units[1].unit == 9);
    CHECK(traffic.units[1].requests == 1);
    CHECK(traffic.units[1].responses == 0);
    CHECK_FALSE(traffic.units[1].period);
    CHECK(traffic.units[2].requests == 5);
    CHECK(traffic.units[2].responses == 5);
    CHECK_THAT(traffic.advice, ContainsSubstring("Another master") && ContainsSubstring("every 2.0 s"));
    CHECK_THAT(analyser.last_frame(), ContainsSubstring("unit 9 was asked") && ContainsSubstring("30000"));
}

TEST_CASE("frames are found in any cut of the stream and with noise around them") {
    const ReadRegisters read{Function::read_holding_registers, 40000, 10};
    Bytes stream{0x00, 0xFF};
    const auto asked = request(3, read);
    const auto answered = response(3, read, formats::Registers{formats::Words(10, 0x0102)});
    stream.insert(stream.end(), asked.begin(), asked.end());
    stream.insert(stream.end(), answered.begin(), answered.end());
    stream.push_back(0xFE);

    const auto cut = GENERATE(range(1, 12));
    TrafficAnalyser analyser(n8);
    for (std::size_t at = 0; at < stream.size(); at += static_cast<std::size_t>(cut)) {
        const auto size = std::min<std::size_t>(static_cast<std::size_t>(cut), stream.size() - at);
        analyser.hear(start, formats::ByteView(stream).subspan(at, size));
    }
    const auto traffic = analyser.result(Milliseconds(100));
    CHECK(traffic.frames == 2);
    REQUIRE(traffic.units.size() == 1);
    CHECK(traffic.units[0].requests == 1);
    CHECK(traffic.units[0].responses == 1);
}

TEST_CASE("an exception and an answer nobody asked for count as answers") {
    TrafficAnalyser analyser(n8);
    const ReadRegisters read{Function::read_input_registers, 1, 2};
    analyser.hear(start, response(5, read,
                                  formats::Exception{Function::read_input_registers,
                                                     formats::ExceptionCode::illegal_data_address}));
    analyser.hear(start + Milliseconds(100), response(6, read, formats::Registers{{7, 8}}));
    const auto traffic = analyser.result(Milliseconds(200));
    REQUIRE(traffic.units.size() == 2);
    CHECK(traffic.units[0].responses == 1);
    CHECK(traffic.units[1].responses == 1);
    CHECK(traffic.units[1].requests == 0);
}

TEST_CASE("functions outside our list are recognised when they stand alone in a burst") {
    TrafficAnalyser analyser(n8);
    const Bytes pdu{0x41, 1, 2, 3};
    analyser.hear(start, formats::encode_rtu(9, pdu));
    CHECK(analyser.result(Milliseconds(100)).frames == 1);
}

TEST_CASE("silence and the noise of opening a port are no master") {
    TrafficAnalyser analyser(n8);
    CHECK_FALSE(analyser.result(std::chrono::seconds(3)).other_master());
    CHECK_THAT(analyser.result(std::chrono::seconds(3)).advice, ContainsSubstring("quiet for 3.0 s"));
    analyser.hear(start, Bytes{0x00});
    CHECK_FALSE(analyser.other_master());
    CHECK_THAT(analyser.result(std::chrono::seconds(3)).advice, ContainsSubstring("stray bytes"));
    analyser.hear(start + std::chrono::seconds(1), Bytes{0xFF});
    CHECK(analyser.other_master());
}

TEST_CASE("error marks of a port are taken apart wherever they are cut") {
    const Bytes stream{0x01, 0xFF, 0x00, 0x41, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x02};
    const auto cut = GENERATE(range(0, 10));
    MarkDecoder decoder;
    auto heard = decoder.decode(formats::ByteView(stream).first(static_cast<std::size_t>(cut)));
    for (const auto& byte : decoder.decode(formats::ByteView(stream).subspan(static_cast<std::size_t>(cut))))
        heard.push_back(byte);
    REQUIRE(heard.size() == 5);
    CHECK((heard[1].value == 0x41 && heard[1].mark == HeardByte::Mark::damaged));
    CHECK((heard[2].value == 0xFF && heard[2].mark == HeardByte::Mark::sound));
    CHECK((heard[3].value == 0x00 && heard[3].mark == HeardByte::Mark::line_break));
    CHECK((heard[4].value == 0x02 && heard[4].mark == HeardByte::Mark::sound));
}

TEST_CASE("one capture tells the parity of the senders") {
    struct Row {
        SerialSettings sender, receiver, likely;
    };
    const auto row = GENERATE(Row{e8, e8, e8}, Row{o8, e8, o8}, Row{n8_2, e8, n8_2}, Row{e8, o8, e8}, Row{o8, o8, o8},
                              Row{n8, n8, n8}, Row{e8, n8, e8}, Row{o8, n8, o8}, Row{n8_2, n8, n8});
    CAPTURE(to_string(row.sender), to_string(row.receiver));
    const auto traffic = overhear(row.sender, row.receiver);
    CHECK(traffic.frames == 60);
    REQUIRE(traffic.likely);
    CHECK(to_string(*traffic.likely) == to_string(row.likely));
    CHECK((traffic.advice.find("seem to use") != std::string::npos) == (row.likely != row.receiver));
}

TEST_CASE("the values of unreadable bytes tell a slower sender's speed") {
    struct Row {
        std::uint32_t sender, receiver;
    };
    const auto row = GENERATE(Row{9600, 19200}, Row{19200, 38400}, Row{9600, 38400}, Row{9600, 57600},
                              Row{9600, 115200}, Row{19200, 57600}, Row{38400, 115200}, Row{4800, 57600});
    CAPTURE(row.sender, row.receiver);
    for (const auto parity : {Parity::none, Parity::even}) {
        const auto traffic = overhear({row.sender, parity, 1}, {row.receiver, Parity::none, 1});
        CHECK(traffic.frames == 0);
        CHECK(traffic.other_master());
        REQUIRE(traffic.likely);
        CHECK(traffic.likely->baud == row.sender);
        CHECK_THAT(traffic.advice, ContainsSubstring(std::to_string(row.sender)));
    }
}

TEST_CASE("a faster sender and swapped wires are named") {
    CHECK_THAT(overhear({115200, Parity::none, 1}, n8).advice, ContainsSubstring("faster than 9600"));
    CHECK_THAT(overhear({57600, Parity::none, 1}, n8).advice, ContainsSubstring("faster than 9600"));
    const auto swapped = overhear(n8, n8, true);
    CHECK(swapped.frames == 0);
    CHECK_THAT(swapped.advice, ContainsSubstring("swapped"));
    CHECK_THAT(overhear(e8, e8, true).advice, ContainsSubstring("swapped"));
}
