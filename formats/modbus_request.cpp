#include "formats/byte_cursor.h"
#include "formats/modbus.h"
#include "formats/modbus_rules.h"

namespace firstlight::formats {

namespace {

constexpr std::uint16_t coil_on = 0xFF00;
constexpr std::uint16_t max_read_bits = 2000;
constexpr std::uint16_t max_write_coils = 1968;
constexpr std::uint16_t max_write_in_read_write = 121;
constexpr std::size_t max_file_ranges = 35;

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
        require_count(r.ranges.size(), max_file_ranges, "file ranges to read");
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

}  // namespace

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

}  // namespace firstlight::formats
