#include "formats/modbus_frames.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight::formats;

namespace {

Bytes joined(std::initializer_list<Bytes> parts) {
    Bytes all;
    for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

}  // namespace

TEST_CASE("the CRC is the one of the Modbus serial line specification") {
    CHECK(crc16(Bytes{0x02, 0x07}) == 0x1241);
    CHECK(encode_rtu(1, Bytes{3, 0, 0, 0, 10}) == Bytes{1, 3, 0, 0, 0, 10, 0xC5, 0xCD});
}

TEST_CASE("an RTU frame comes back, a damaged one does not") {
    const auto frame = encode_rtu(247, Bytes{4, 2, 0x12, 0x34});
    CHECK(decode_rtu(frame) == RtuFrame{247, {4, 2, 0x12, 0x34}});
    for (std::size_t i = 0; i < frame.size(); ++i) {
        auto damaged = frame;
        damaged[i] ^= 0x10;
        CHECK_FALSE(decode_rtu(damaged));
    }
    CHECK_FALSE(decode_rtu(Bytes{1, 2, 3}));
}

TEST_CASE("the length of an answer is known from its first bytes") {
    CHECK(expected_rtu_response_size(Bytes{1, 3, 10}) == 15);
    CHECK(expected_rtu_response_size(Bytes{1, 0x83}) == 5);
    CHECK(expected_rtu_response_size(Bytes{1, 6}) == 8);
    CHECK(expected_rtu_response_size(Bytes{1, 16}) == 8);
    CHECK(expected_rtu_response_size(Bytes{1, 22}) == 10);
    CHECK_FALSE(expected_rtu_response_size(Bytes{1, 3}));
    CHECK_FALSE(expected_rtu_response_size(Bytes{1, 0x63, 0}));
    const auto identification = encode_rtu(1, Bytes{43, 14, 1, 1, 0, 0, 2, 0, 2, 'A', 'B', 1, 1, 'C'});
    CHECK(expected_rtu_response_size(identification) == identification.size());
    CHECK_FALSE(expected_rtu_response_size(ByteView(identification).first(9)));
}

TEST_CASE("the length of a request is known from its first bytes") {
    CHECK(expected_rtu_request_size(Bytes{1, 4, 0, 0, 0, 1}) == 8);
    CHECK(expected_rtu_request_size(Bytes{1, 16, 0, 0, 0, 2, 4}) == 13);
    CHECK(expected_rtu_request_size(Bytes{1, 23, 0, 0, 0, 1, 0, 0, 0, 1, 2}) == 15);
    CHECK_FALSE(expected_rtu_request_size(Bytes{1, 16, 0, 0}));
}

TEST_CASE("a frame is found between the noise of a badly biased line") {
    const auto answer = encode_rtu(2, Bytes{4, 4, 0, 1, 0, 2});
    const auto noisy = joined({{0x00, 0xFF}, answer, {0xFE}});
    CHECK(find_rtu_response(noisy, 2, Function::read_input_registers) == FoundFrame{2, answer.size()});
    CHECK_FALSE(find_rtu_response(noisy, 3, Function::read_input_registers));
    CHECK_FALSE(find_rtu_response(noisy, 2, Function::read_holding_registers));
    CHECK(find_rtu_frame(noisy) == FoundFrame{2, answer.size()});
    const auto refusal = encode_rtu(2, Bytes{0x84, 2});
    CHECK(find_rtu_response(refusal, 2, Function::read_input_registers) == FoundFrame{0, refusal.size()});
}

TEST_CASE("bytes longer than any RTU frame are none, though their CRC fits") {
    Bytes pdu{3, 255};
    pdu.resize(2 + 255, 0x11);
    const auto too_long = encode_rtu(1, pdu);
    CHECK_FALSE(find_rtu_response(too_long, 1, Function::read_holding_registers));
    CHECK_FALSE(find_rtu_frame(too_long));
    CHECK_FALSE(decode_rtu(too_long));
}

TEST_CASE("TCP frames carry transaction and unit, and know their size from the header") {
    const auto frame = encode_tcp(0x1501, 247, Bytes{4, 0, 0, 0, 1});
    CHECK(frame == Bytes{0x15, 1, 0, 0, 0, 6, 247, 4, 0, 0, 0, 1});
    CHECK(decode_tcp(frame) == TcpFrame{0x1501, 247, {4, 0, 0, 0, 1}});
    CHECK_FALSE(tcp_frame_size(ByteView(frame).first(5)));
    CHECK(tcp_frame_size(ByteView(frame).first(6)) == frame.size());
    CHECK_THROWS_AS(decode_tcp(ByteView(frame).first(11)), FormatError);
}

TEST_CASE("a header that is not Modbus is told at once") {
    CHECK_THROWS_AS(tcp_frame_size(Bytes{'H', 'T', 'T', 'P', '/', '1'}), FormatError);
    CHECK_THROWS_AS(tcp_frame_size(Bytes{0, 1, 0, 0, 0, 1}), FormatError);
    CHECK_THROWS_AS(tcp_frame_size(Bytes{0, 1, 0, 0, 1, 0}), FormatError);
}
