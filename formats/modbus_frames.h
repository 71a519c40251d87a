#pragma once

#include "formats/bytes.h"
#include "formats/modbus.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

/// How a PDU travels: with unit and CRC on a serial line, behind an MBAP header on TCP.
namespace firstlight::formats {

/// CRC-16/MODBUS (polynomial 0xA001 reflected, start 0xFFFF), low byte first on the wire.
std::uint16_t crc16(ByteView bytes);

struct RtuFrame {
    std::uint8_t unit = 0;
    Bytes pdu;
    bool operator==(const RtuFrame&) const = default;
};

inline constexpr std::size_t max_rtu_frame_size = 256;
inline constexpr std::size_t min_rtu_frame_size = 4;

Bytes encode_rtu(std::uint8_t unit, ByteView pdu);

/// A frame whose CRC fits, if the bytes are exactly one.
std::optional<RtuFrame> decode_rtu(ByteView frame);

/// How long a frame that starts with these bytes will be (unit, PDU and CRC), as far as its first bytes tell;
/// nothing when more bytes are needed or the function is unknown.
std::optional<std::size_t> expected_rtu_response_size(ByteView start);
std::optional<std::size_t> expected_rtu_request_size(ByteView start);

/// Where in a run of bytes a frame with a fitting CRC lies: missing bias or a slow driver puts noise around frames.
struct FoundFrame {
    std::size_t offset = 0;
    std::size_t size = 0;
    bool operator==(const FoundFrame&) const = default;
};
/// The first response frame of the given unit and function (or its exception) with fitting CRC.
std::optional<FoundFrame> find_rtu_response(ByteView bytes, std::uint8_t unit, Function function);
/// The first frame of any unit, response or request, with fitting CRC.
std::optional<FoundFrame> find_rtu_frame(ByteView bytes);

/// Modbus TCP: transaction id, protocol 0, length, unit, PDU.
struct TcpFrame {
    std::uint16_t transaction = 0;
    std::uint8_t unit = 0;
    Bytes pdu;
    bool operator==(const TcpFrame&) const = default;
};

inline constexpr std::size_t mbap_size = 7;

Bytes encode_tcp(std::uint16_t transaction, std::uint8_t unit, ByteView pdu);
/// Size of the frame at the start of the buffer, once its header is there. Throws FormatError when the header
/// cannot be Modbus (protocol not 0, length outside 3..254).
std::optional<std::size_t> tcp_frame_size(ByteView buffer);
/// Throws FormatError unless the bytes are exactly one frame.
TcpFrame decode_tcp(ByteView frame);

}  // namespace firstlight::formats
