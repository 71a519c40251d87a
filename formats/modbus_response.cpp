#include "formats/byte_cursor.h"
#include "formats/modbus.h"
#include "formats/modbus_rules.h"

#include <algorithm>

namespace firstlight::formats {

namespace {

constexpr std::size_t max_object_bytes = 244;

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
