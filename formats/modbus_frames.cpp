#include "formats/modbus_frames.h"

#include "formats/byte_cursor.h"

#include <array>

#include <fmt/format.h>

namespace firstlight::formats {

namespace {

constexpr std::uint16_t crc_polynomial = 0xA001;
constexpr std::uint8_t exception_bit = 0x80;
constexpr std::size_t crc_size = 2;

constexpr std::array<std::uint16_t, 256> make_crc_table() {
    std::array<std::uint16_t, 256> table{};
    for (unsigned value = 0; value < table.size(); ++value) {
        auto crc = static_cast<std::uint16_t>(value);
        for (int bit = 0; bit < 8; ++bit)
            crc = static_cast<std::uint16_t>((crc & 1U) != 0 ? (crc >> 1) ^ crc_polynomial : crc >> 1);
        table[value] = crc;
    }
    return table;
}

constexpr auto crc_table = make_crc_table();

/// Size of unit, function, `fixed` bytes, then as many as the byte at `counter` says, then CRC.
std::optional<std::size_t> counted(ByteView start, std::size_t counter) {
    if (start.size() <= counter) return std::nullopt;
    return counter + 1 + start[counter] + crc_size;
}

/// Device identification has no byte count: walk over its objects.
std::optional<std::size_t> identification_size(ByteView start) {
    constexpr std::size_t count_at = 7;
    if (start.size() <= count_at) return std::nullopt;
    std::size_t at = count_at + 1;
    for (int object = 0; object < start[count_at]; ++object) {
        if (start.size() <= at + 1) return std::nullopt;
        at += 2U + start[at + 1];
    }
    return at + crc_size;
}

bool crc_fits(ByteView frame) {
    const auto body = frame.first(frame.size() - crc_size);
    const auto crc = crc16(body);
    return frame[frame.size() - 2] == (crc & 0xFF) && frame[frame.size() - 1] == (crc >> 8);
}

bool whole_frame_at(ByteView bytes, std::optional<std::size_t> size) {
    return size && *size >= min_rtu_frame_size && *size <= max_rtu_frame_size && *size <= bytes.size()
           && crc_fits(bytes.first(*size));
}

}  // namespace

std::uint16_t crc16(ByteView bytes) {
    std::uint16_t crc = 0xFFFF;
    for (const auto byte : bytes) crc = static_cast<std::uint16_t>((crc >> 8) ^ crc_table[(crc ^ byte) & 0xFF]);
    return crc;
}

Bytes encode_rtu(std::uint8_t unit, ByteView pdu) {
    Bytes frame;
    frame.reserve(pdu.size() + 3);
    frame.push_back(unit);
    frame.insert(frame.end(), pdu.begin(), pdu.end());
    const auto crc = crc16(frame);
    frame.push_back(static_cast<std::uint8_t>(crc & 0xFF));
    frame.push_back(static_cast<std::uint8_t>(crc >> 8));
    return frame;
}

std::optional<RtuFrame> decode_rtu(ByteView frame) {
    if (frame.size() < min_rtu_frame_size || frame.size() > max_rtu_frame_size || !crc_fits(frame)) return std::nullopt;
    return RtuFrame{frame[0], Bytes(frame.begin() + 1, frame.end() - crc_size)};
}

std::optional<std::size_t> expected_rtu_response_size(ByteView start) {
    if (start.size() < 2) return std::nullopt;
    if ((start[1] & exception_bit) != 0) return 3 + crc_size;
    switch (static_cast<Function>(start[1])) {
        case Function::read_coils:
        case Function::read_discrete_inputs:
        case Function::read_holding_registers:
        case Function::read_input_registers:
        case Function::read_write_multiple_registers:
        case Function::read_file_record:
        case Function::write_file_record:
            return counted(start, 2);
        case Function::write_single_coil:
        case Function::write_single_register:
        case Function::write_multiple_coils:
        case Function::write_multiple_registers:
            return 6 + crc_size;
        case Function::mask_write_register:
            return 8 + crc_size;
        case Function::read_device_identification:
            return identification_size(start);
    }
    return std::nullopt;
}

std::optional<std::size_t> expected_rtu_request_size(ByteView start) {
    if (start.size() < 2) return std::nullopt;
    switch (static_cast<Function>(start[1])) {
        case Function::read_coils:
        case Function::read_discrete_inputs:
        case Function::read_holding_registers:
        case Function::read_input_registers:
        case Function::write_single_coil:
        case Function::write_single_register:
            return 6 + crc_size;
        case Function::write_multiple_coils:
        case Function::write_multiple_registers:
            return counted(start, 6);
        case Function::read_file_record:
        case Function::write_file_record:
            return counted(start, 2);
        case Function::mask_write_register:
            return 8 + crc_size;
        case Function::read_write_multiple_registers:
            return counted(start, 10);
        case Function::read_device_identification:
            return 5 + crc_size;
    }
    return std::nullopt;
}

std::optional<FoundFrame> find_rtu_response(ByteView bytes, std::uint8_t unit, Function function) {
    const auto code = static_cast<std::uint8_t>(function);
    for (std::size_t at = 0; at + min_rtu_frame_size <= bytes.size(); ++at) {
        if (bytes[at] != unit || (bytes[at + 1] & ~exception_bit) != code) continue;
        const auto rest = bytes.subspan(at);
        const auto size = expected_rtu_response_size(rest);
        if (whole_frame_at(rest, size)) return FoundFrame{at, *size};
    }
    return std::nullopt;
}

std::optional<FoundFrame> find_rtu_frame(ByteView bytes) {
    for (std::size_t at = 0; at + min_rtu_frame_size <= bytes.size(); ++at) {
        const auto rest = bytes.subspan(at);
        for (const auto size : {expected_rtu_response_size(rest), expected_rtu_request_size(rest)})
            if (whole_frame_at(rest, size)) return FoundFrame{at, *size};
    }
    return std::nullopt;
}

Bytes encode_tcp(std::uint16_t transaction, std::uint8_t unit, ByteView pdu) {
    ByteWriter out;
    out.u16(transaction).u16(0).u16(static_cast<std::uint16_t>(pdu.size() + 1)).u8(unit).bytes(pdu);
    return out.take();
}

std::optional<std::size_t> tcp_frame_size(ByteView buffer) {
    constexpr std::size_t header_before_unit = mbap_size - 1;
    if (buffer.size() < header_before_unit) return std::nullopt;
    ByteCursor in(buffer.subspan(2));
    const auto protocol = in.u16();
    const auto length = in.u16();
    if (protocol != 0) throw FormatError(fmt::format("protocol identifier {} instead of 0", protocol));
    if (length < 3 || length > max_pdu_size + 1)
        throw FormatError(fmt::format("frame length {} is impossible", length));
    return header_before_unit + length;
}

TcpFrame decode_tcp(ByteView frame) {
    const auto size = tcp_frame_size(frame);
    if (!size || *size != frame.size()) throw FormatError("not exactly one Modbus TCP frame");
    ByteCursor in(frame);
    TcpFrame result;
    result.transaction = in.u16();
    in.bytes(4);
    result.unit = in.u8();
    const auto pdu = in.bytes(in.left());
    result.pdu.assign(pdu.begin(), pdu.end());
    return result;
}

}  // namespace firstlight::formats
