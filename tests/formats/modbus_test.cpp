#include "formats/modbus.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace firstlight::formats;

namespace {

struct Exchange {
    const char* name;
    Request request;
    Bytes request_pdu;
    Response response;
    Bytes response_pdu;
};

// Frames of the Modbus application protocol specification V1.1b3 (one per function), and two of the maker's.
std::vector<Exchange> exchanges() {
    return {
        {"read coils",
         ReadBits{Function::read_coils, 0x13, 19},
         {1, 0, 0x13, 0, 0x13},
         Bits{{true, false, true, true, false, false, true, true, true, true, false, true, false, true, true, false,
               true, false, true}},
         {1, 3, 0xCD, 0x6B, 0x05}},
        {"read discrete inputs",
         ReadBits{Function::read_discrete_inputs, 0xC4, 3},
         {2, 0, 0xC4, 0, 3},
         Bits{{false, false, true}},
         {2, 1, 0x04}},
        {"read holding registers",
         ReadRegisters{Function::read_holding_registers, 0x6B, 3},
         {3, 0, 0x6B, 0, 3},
         Registers{{0x022B, 0, 0x64}},
         {3, 6, 2, 0x2B, 0, 0, 0, 0x64}},
        {"maker: rated power",
         ReadRegisters{Function::read_holding_registers, 30540, 2},
         {3, 0x77, 0x4C, 0, 2},
         Registers{{0, 0x61A8}},
         {3, 4, 0, 0, 0x61, 0xA8}},
        {"read input registers",
         ReadRegisters{Function::read_input_registers, 8, 1},
         {4, 0, 8, 0, 1},
         Registers{{0x000A}},
         {4, 2, 0, 0x0A}},
        {"write single coil", WriteSingleCoil{0xAC, true}, {5, 0, 0xAC, 0xFF, 0}, Written{}, {5, 0, 0xAC, 0xFF, 0}},
        {"write single register", WriteSingleRegister{1, 3}, {6, 0, 1, 0, 3}, Written{}, {6, 0, 1, 0, 3}},
        {"write multiple coils",
         WriteMultipleCoils{0x13, {true, false, true, true, false, false, true, true, true, false}},
         {15, 0, 0x13, 0, 10, 2, 0xCD, 0x01},
         Written{},
         {15, 0, 0x13, 0, 10}},
        {"write multiple registers",
         WriteMultipleRegisters{1, {0x000A, 0x0102}},
         {16, 0, 1, 0, 2, 4, 0, 0x0A, 1, 2},
         Written{},
         {16, 0, 1, 0, 2}},
        {"maker: target power",
         WriteMultipleRegisters{40001, {0, 0x61A8}},
         {16, 0x9C, 0x41, 0, 2, 4, 0, 0, 0x61, 0xA8},
         Written{},
         {16, 0x9C, 0x41, 0, 2}},
        {"read file record",
         ReadFileRecord{{{4, 1, 2}, {3, 9, 2}}},
         {20, 0x0E, 6, 0, 4, 0, 1, 0, 2, 6, 0, 3, 0, 9, 0, 2},
         FileWords{{{0x0DFE, 0x0020}, {0x33CD, 0x0040}}},
         {20, 0x0C, 5, 6, 0x0D, 0xFE, 0, 0x20, 5, 6, 0x33, 0xCD, 0, 0x40}},
        {"write file record",
         WriteFileRecord{{{4, 7, {0x06AF, 0x04BE, 0x100D}}}},
         {21, 0x0D, 6, 0, 4, 0, 7, 0, 3, 6, 0xAF, 4, 0xBE, 0x10, 0x0D},
         Written{},
         {21, 0x0D, 6, 0, 4, 0, 7, 0, 3, 6, 0xAF, 4, 0xBE, 0x10, 0x0D}},
        {"mask write register",
         MaskWriteRegister{4, 0xF2, 0x25},
         {22, 0, 4, 0, 0xF2, 0, 0x25},
         Written{},
         {22, 0, 4, 0, 0xF2, 0, 0x25}},
        {"read/write multiple registers",
         ReadWriteMultipleRegisters{3, 6, 14, {0xFF, 0xFF, 0xFF}},
         {23, 0, 3, 0, 6, 0, 14, 0, 3, 6, 0, 0xFF, 0, 0xFF, 0, 0xFF},
         Registers{{0xFE, 0x0ACD, 1, 3, 13, 0xFF}},
         {23, 12, 0, 0xFE, 0x0A, 0xCD, 0, 1, 0, 3, 0, 13, 0, 0xFF}},
        {"read device identification",
         ReadDeviceIdentification{1, 0},
         {43, 14, 1, 0},
         DeviceIdentification{1, 1, std::nullopt, {{0, "Maker"}, {1, "M-1"}}},
         {43, 14, 1, 1, 0, 0, 2, 0, 5, 'M', 'a', 'k', 'e', 'r', 1, 3, 'M', '-', '1'}},
    };
}

}  // namespace

TEST_CASE("every function encodes to and decodes from the specification's bytes") {
    for (const auto& exchange : exchanges()) {
        CAPTURE(exchange.name);
        CHECK(encode_request(exchange.request) == exchange.request_pdu);
        CHECK(decode_request(exchange.request_pdu) == exchange.request);
        CHECK(encode_response(exchange.response, exchange.request) == exchange.response_pdu);
        CHECK(decode_response(exchange.response_pdu, exchange.request) == exchange.response);
    }
}

TEST_CASE("a PDU cut short or with a byte too many is refused") {
    for (const auto& exchange : exchanges()) {
        CAPTURE(exchange.name);
        for (std::size_t size = 0; size < exchange.request_pdu.size(); ++size)
            CHECK_THROWS_AS(decode_request(ByteView(exchange.request_pdu).first(size)), FormatError);
        for (std::size_t size = 0; size < exchange.response_pdu.size(); ++size)
            CHECK_THROWS_AS(decode_response(ByteView(exchange.response_pdu).first(size), exchange.request),
                            FormatError);
        auto longer = exchange.response_pdu;
        longer.push_back(0);
        CHECK_THROWS_AS(decode_response(longer, exchange.request), FormatError);
        longer = exchange.request_pdu;
        longer.push_back(0);
        CHECK_THROWS_AS(decode_request(longer), FormatError);
    }
}

TEST_CASE("an exception answer keeps its code, known or not") {
    const Request request = ReadRegisters{Function::read_input_registers, 30000, 2};
    const auto code = GENERATE(1, 2, 3, 4, 5, 6, 8, 10, 11, 0x7F);
    const Bytes pdu{0x84, static_cast<std::uint8_t>(code)};
    const Response expected = Exception{Function::read_input_registers, static_cast<ExceptionCode>(code)};
    CHECK(decode_response(pdu, request) == expected);
    CHECK(encode_response(expected, request) == pdu);
}

TEST_CASE("an answer to another question is refused") {
    const Request read = ReadRegisters{Function::read_holding_registers, 0, 2};
    CHECK_THROWS_AS(decode_response(Bytes{4, 4, 0, 1, 0, 2}, read), FormatError);
    CHECK_THROWS_AS(decode_response(Bytes{3, 2, 0, 1}, read), FormatError);
    const Request write = WriteSingleRegister{40029, 1};
    CHECK_THROWS_AS(decode_response(Bytes{6, 0x9C, 0x5D, 0, 2}, write), FormatError);
}

TEST_CASE("counts outside the protocol's limits are never sent") {
    CHECK_THROWS_AS(encode_request(ReadRegisters{Function::read_input_registers, 0, 0}), FormatError);
    CHECK_THROWS_AS(encode_request(ReadRegisters{Function::read_input_registers, 0, 126}), FormatError);
    CHECK_THROWS_AS(encode_request(ReadBits{Function::read_coils, 0, 2001}), FormatError);
    CHECK_THROWS_AS(encode_request(WriteMultipleRegisters{0, Words(124)}), FormatError);
    CHECK_THROWS_AS(encode_request(WriteMultipleRegisters{0, {}}), FormatError);
    CHECK_NOTHROW(encode_request(WriteMultipleRegisters{0, Words(123)}));
}

TEST_CASE("requests and answers read as words") {
    CHECK(describe(Request{ReadRegisters{Function::read_input_registers, 30500, 10}})
          == "read 10 input registers from 30500");
    CHECK(describe(Request{WriteSingleRegister{40029, 1}}) == "write 0001 to register 40029");
    CHECK(describe(Response{Registers{{0x5369}}}) == "1 register: 5369");
    CHECK(describe(Response{Exception{Function::read_input_registers, ExceptionCode::illegal_data_address}})
          == "exception 2 (illegal data address) to read input registers");
}
