#include "formats/modbus.h"

#include "formats/byte_cursor.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace firstlight::formats {

namespace {

constexpr std::uint8_t exception_bit = 0x80;
constexpr std::uint8_t device_identification_mei = 0x0E;
constexpr std::uint8_t file_reference_type = 6;
constexpr std::uint16_t coil_on = 0xFF00;
constexpr std::uint16_t max_read_bits = 2000;
constexpr std::uint16_t max_write_coils = 1968;
constexpr std::uint16_t max_write_in_read_write = 121;
constexpr std::size_t max_object_bytes = 244;

void require(bool condition, const char* what) {
    if (!condition) throw FormatError(what);
}

void require_count(std::size_t count, std::size_t most, const char* what) {
    if (count < 1 || count > most) throw FormatError(fmt::format("{}: {} is outside 1..{}", what, count, most));
}

Bytes packed(const std::vector<bool>& bits) {
    Bytes bytes((bits.size() + 7) / 8);
    for (std::size_t i = 0; i < bits.size(); ++i)
        if (bits[i]) bytes[i / 8] = static_cast<std::uint8_t>(bytes[i / 8] | (1U << (i % 8)));
    return bytes;
}

std::vector<bool> unpacked(ByteView bytes, std::size_t count) {
    std::vector<bool> bits(count);
    for (std::size_t i = 0; i < count; ++i) bits[i] = ((bytes[i / 8] >> (i % 8)) & 1U) != 0;
    return bits;
}

class RequestEncoder {
  public:
    explicit RequestEncoder(Function function) { out_.u8(static_cast<std::uint8_t>(function)); }

    void operator()(const ReadBits& r) {
        require_count(r.count, max_read_bits, "bits to read");
        out_.u16(r.address).u16(r.count);
    }
    void operator()(const ReadRegisters& r) {
        require_count(r.count, max_read_registers, "registers to read");
        out_.u16(r.address).u16(r.count);
    }
    void operator()(const WriteSingleCoil& r) { out_.u16(r.address).u16(r.on ? coil_on : 0); }
    void operator()(const WriteSingleRegister& r) { out_.u16(r.address).u16(r.value); }
    void operator()(const WriteMultipleCoils& r) {
        require_count(r.values.size(), max_write_coils, "coils to write");
        const auto bytes = packed(r.values);
        out_.u16(r.address)
            .u16(static_cast<std::uint16_t>(r.values.size()))
            .u8(static_cast<std::uint8_t>(bytes.size()));
        out_.bytes(bytes);
    }
    void operator()(const WriteMultipleRegisters& r) {
        require_count(r.values.size(), max_write_registers, "registers to write");
        out_.u16(r.address).u16(static_cast<std::uint16_t>(r.values.size()));
        counted_words(r.values);
    }
    void operator()(const ReadFileRecord& r) {
        require_count(r.ranges.size(), 35, "file ranges to read");
        out_.u8(static_cast<std::uint8_t>(r.ranges.size() * 7));
        for (const auto& range : r.ranges)
            out_.u8(file_reference_type).u16(range.file).u16(range.record).u16(range.length);
    }
    void operator()(const WriteFileRecord& r) {
        std::size_t size = 0;
        for (const auto& record : r.records) size += 7 + 2 * record.words.size();
        require_count(size, max_pdu_size - 2, "bytes of file records to write");
        out_.u8(static_cast<std::uint8_t>(size));
        for (const auto& record : r.records) {
            out_.u8(file_reference_type).u16(record.file).u16(record.record);
            out_.u16(static_cast<std::uint16_t>(record.words.size())).words(record.words);
        }
    }
    void operator()(const MaskWriteRegister& r) { out_.u16(r.address).u16(r.and_mask).u16(r.or_mask); }
    void operator()(const ReadWriteMultipleRegisters& r) {
        require_count(r.read_count, max_read_registers, "registers to read");
        require_count(r.values.size(), max_write_in_read_write, "registers to write");
        out_.u16(r.read_address).u16(r.read_count).u16(r.write_address);
        out_.u16(static_cast<std::uint16_t>(r.values.size()));
        counted_words(r.values);
    }
    void operator()(const ReadDeviceIdentification& r) {
        out_.u8(device_identification_mei).u8(r.read_code).u8(r.object_id);
    }

    Bytes take() { return out_.take(); }

  private:
    void counted_words(const Words& words) { out_.u8(static_cast<std::uint8_t>(words.size() * 2)).words(words); }

    ByteWriter out_;
};

ReadFileRecord decode_read_file(ByteCursor& in) {
    require(in.u8() == in.left(), "file read: byte count does not fit");
    ReadFileRecord request;
    while (in.left() > 0) {
        require(in.u8() == file_reference_type, "file read: reference type is not 6");
        FileRange range;
        range.file = in.u16();
        range.record = in.u16();
        range.length = in.u16();
        request.ranges.push_back(range);
    }
    require(!request.ranges.empty(), "file read: no range");
    return request;
}

WriteFileRecord decode_write_file(ByteCursor& in) {
    require(in.u8() == in.left(), "file write: byte count does not fit");
    WriteFileRecord request;
    while (in.left() > 0) {
        require(in.u8() == file_reference_type, "file write: reference type is not 6");
        FileRecord record;
        record.file = in.u16();
        record.record = in.u16();
        record.words = in.words(in.u16());
        request.records.push_back(std::move(record));
    }
    require(!request.records.empty(), "file write: no record");
    return request;
}

WriteMultipleCoils decode_write_coils(ByteCursor& in) {
    WriteMultipleCoils request;
    request.address = in.u16();
    const auto count = in.u16();
    require_count(count, max_write_coils, "coils to write");
    require(in.u8() == (count + 7) / 8, "coils to write: byte count does not fit");
    request.values = unpacked(in.bytes((count + 7U) / 8U), count);
    return request;
}

Words decode_counted_words(ByteCursor& in, std::uint16_t most) {
    const auto count = in.u16();
    require_count(count, most, "registers to write");
    require(in.u8() == count * 2, "registers to write: byte count does not fit");
    return in.words(count);
}

/// Answer to functions 20: sub-responses of length, reference type and words.
FileWords decode_file_words(ByteCursor& in) {
    require(in.u8() == in.left(), "file answer: byte count does not fit");
    FileWords answer;
    while (in.left() > 0) {
        const auto length = in.u8();
        require(length % 2 == 1, "file answer: odd record length expected");
        require(in.u8() == file_reference_type, "file answer: reference type is not 6");
        answer.records.push_back(in.words(length / 2U));
    }
    return answer;
}

DeviceIdentification decode_identification(ByteCursor& in) {
    require(in.u8() == device_identification_mei, "device identification: MEI type is not 14");
    DeviceIdentification answer;
    answer.read_code = in.u8();
    answer.conformity = in.u8();
    const auto more = in.u8();
    const auto next = in.u8();
    if (more == 0xFF) answer.next_object = next;
    const auto count = in.u8();
    for (int i = 0; i < count; ++i) {
        const auto id = in.u8();
        const auto text = in.bytes(in.u8());
        answer.objects.emplace_back(id, std::string(text.begin(), text.end()));
    }
    return answer;
}

/// What the answer to a write must repeat: for a block, its address and count; else the whole request.
Bytes expected_echo(const Request& request) {
    auto pdu = encode_request(request);
    if (std::holds_alternative<WriteMultipleCoils>(request) || std::holds_alternative<WriteMultipleRegisters>(request))
        pdu.resize(5);
    return pdu;
}

std::size_t registers_asked(const Request& request) {
    if (const auto* read = std::get_if<ReadRegisters>(&request)) return read->count;
    if (const auto* both = std::get_if<ReadWriteMultipleRegisters>(&request)) return both->read_count;
    return 0;
}

class ResponseEncoder {
  public:
    explicit ResponseEncoder(const Request& request) : request_(request) {}

    Bytes operator()(const Bits& bits) const {
        const auto bytes = packed(bits.values);
        auto out = begin();
        out.u8(static_cast<std::uint8_t>(bytes.size())).bytes(bytes);
        return out.take();
    }
    Bytes operator()(const Registers& registers) const {
        require_count(registers.values.size(), max_read_registers, "registers to answer");
        auto out = begin();
        out.u8(static_cast<std::uint8_t>(registers.values.size() * 2)).words(registers.values);
        return out.take();
    }
    Bytes operator()(const Written&) const { return expected_echo(request_); }
    Bytes operator()(const FileWords& file) const {
        std::size_t size = 0;
        for (const auto& record : file.records) size += 2 + 2 * record.size();
        require_count(size, max_pdu_size - 2, "bytes of file records to answer");
        auto out = begin();
        out.u8(static_cast<std::uint8_t>(size));
        for (const auto& record : file.records)
            out.u8(static_cast<std::uint8_t>(1 + 2 * record.size())).u8(file_reference_type).words(record);
        return out.take();
    }
    Bytes operator()(const DeviceIdentification& identification) const {
        auto out = begin();
        out.u8(device_identification_mei).u8(identification.read_code).u8(identification.conformity);
        out.u8(identification.next_object ? 0xFF : 0).u8(identification.next_object.value_or(0));
        out.u8(static_cast<std::uint8_t>(identification.objects.size()));
        for (const auto& [id, text] : identification.objects) {
            require(text.size() <= max_object_bytes, "device identification: object too long");
            out.u8(id).u8(static_cast<std::uint8_t>(text.size()));
            out.bytes(ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
        }
        return out.take();
    }
    Bytes operator()(const Exception& exception) const {
        return {static_cast<std::uint8_t>(static_cast<std::uint8_t>(exception.function) | exception_bit),
                static_cast<std::uint8_t>(exception.code)};
    }

  private:
    ByteWriter begin() const {
        ByteWriter out;
        out.u8(static_cast<std::uint8_t>(function_of(request_)));
        return out;
    }

    const Request& request_;
};

Response decode_normal_response(ByteView pdu, const Request& request) {
    ByteCursor in(pdu.subspan(1));
    switch (function_of(request)) {
        case Function::read_coils:
        case Function::read_discrete_inputs: {
            const auto count = std::get<ReadBits>(request).count;
            require(in.u8() == (count + 7) / 8 && in.left() == (count + 7U) / 8U, "bits: byte count does not fit");
            return Bits{unpacked(in.bytes(in.left()), count)};
        }
        case Function::read_holding_registers:
        case Function::read_input_registers:
        case Function::read_write_multiple_registers: {
            const auto count = registers_asked(request);
            require(in.u8() == 2 * count && in.left() == 2 * count, "registers: not as many as were asked for");
            return Registers{in.words(count)};
        }
        case Function::read_file_record: {
            auto answer = decode_file_words(in);
            require(answer.records.size() == std::get<ReadFileRecord>(request).ranges.size(),
                    "file answer: not as many records as were asked for");
            return answer;
        }
        case Function::read_device_identification: {
            auto answer = decode_identification(in);
            require(in.left() == 0, "device identification: bytes left over");
            return answer;
        }
        default:
            require(std::ranges::equal(pdu, expected_echo(request)), "the answer does not repeat the write");
            return Written{};
    }
}

}  // namespace

Function function_of(const Request& request) {
    struct {
        Function operator()(const ReadBits& r) const { return r.function; }
        Function operator()(const ReadRegisters& r) const { return r.function; }
        Function operator()(const WriteSingleCoil&) const { return Function::write_single_coil; }
        Function operator()(const WriteSingleRegister&) const { return Function::write_single_register; }
        Function operator()(const WriteMultipleCoils&) const { return Function::write_multiple_coils; }
        Function operator()(const WriteMultipleRegisters&) const { return Function::write_multiple_registers; }
        Function operator()(const ReadFileRecord&) const { return Function::read_file_record; }
        Function operator()(const WriteFileRecord&) const { return Function::write_file_record; }
        Function operator()(const MaskWriteRegister&) const { return Function::mask_write_register; }
        Function operator()(const ReadWriteMultipleRegisters&) const { return Function::read_write_multiple_registers; }
        Function operator()(const ReadDeviceIdentification&) const { return Function::read_device_identification; }
    } visitor;
    return std::visit(visitor, request);
}

bool is_write(const Request& request) {
    switch (function_of(request)) {
        case Function::read_coils:
        case Function::read_discrete_inputs:
        case Function::read_holding_registers:
        case Function::read_input_registers:
        case Function::read_file_record:
        case Function::read_device_identification:
            return false;
        default:
            return true;
    }
}

Bytes encode_request(const Request& request) {
    RequestEncoder encoder(function_of(request));
    std::visit(encoder, request);
    return encoder.take();
}

Request decode_request(ByteView pdu) {
    ByteCursor in(pdu);
    const auto function = static_cast<Function>(in.u8());
    const auto decode = [&]() -> Request {
        switch (function) {
            case Function::read_coils:
            case Function::read_discrete_inputs: {
                const auto address = in.u16();
                const auto count = in.u16();
                require_count(count, max_read_bits, "bits to read");
                return ReadBits{function, address, count};
            }
            case Function::read_holding_registers:
            case Function::read_input_registers: {
                const auto address = in.u16();
                const auto count = in.u16();
                require_count(count, max_read_registers, "registers to read");
                return ReadRegisters{function, address, count};
            }
            case Function::write_single_coil: {
                const auto address = in.u16();
                const auto value = in.u16();
                require(value == 0 || value == coil_on, "coil value is neither 0x0000 nor 0xFF00");
                return WriteSingleCoil{address, value == coil_on};
            }
            case Function::write_single_register: {
                const auto address = in.u16();
                return WriteSingleRegister{address, in.u16()};
            }
            case Function::write_multiple_coils:
                return decode_write_coils(in);
            case Function::write_multiple_registers: {
                const auto address = in.u16();
                return WriteMultipleRegisters{address, decode_counted_words(in, max_write_registers)};
            }
            case Function::read_file_record:
                return decode_read_file(in);
            case Function::write_file_record:
                return decode_write_file(in);
            case Function::mask_write_register: {
                const auto address = in.u16();
                const auto and_mask = in.u16();
                return MaskWriteRegister{address, and_mask, in.u16()};
            }
            case Function::read_write_multiple_registers: {
                ReadWriteMultipleRegisters request;
                request.read_address = in.u16();
                request.read_count = in.u16();
                require_count(request.read_count, max_read_registers, "registers to read");
                request.write_address = in.u16();
                request.values = decode_counted_words(in, max_write_in_read_write);
                return request;
            }
            case Function::read_device_identification: {
                require(in.u8() == device_identification_mei, "encapsulated interface: MEI type is not 14");
                const auto code = in.u8();
                return ReadDeviceIdentification{code, in.u8()};
            }
        }
        throw FormatError(fmt::format("unknown function {}", static_cast<int>(function)));
    };
    auto request = decode();
    require(in.left() == 0, "bytes left over after the request");
    return request;
}

Bytes encode_response(const Response& response, const Request& request) {
    return std::visit(ResponseEncoder(request), response);
}

Response decode_response(ByteView pdu, const Request& request) {
    require(!pdu.empty(), "empty answer");
    const auto function = static_cast<std::uint8_t>(function_of(request));
    if (pdu[0] == (function | exception_bit)) {
        require(pdu.size() == 2, "exception answer is not two bytes long");
        return Exception{function_of(request), static_cast<ExceptionCode>(pdu[1])};
    }
    require(pdu[0] == function, "answer to another function");
    return decode_normal_response(pdu, request);
}

}  // namespace firstlight::formats
