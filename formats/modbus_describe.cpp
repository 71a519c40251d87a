#include "formats/modbus.h"

#include <fmt/format.h>

namespace firstlight::formats {

namespace {

std::string words_in_hex(WordView words) {
    std::string text;
    for (const auto word : words) text += fmt::format("{}{:04X}", text.empty() ? "" : " ", word);
    return text;
}

std::string bits_in_digits(const std::vector<bool>& bits) {
    std::string text;
    for (const bool bit : bits) text += bit ? '1' : '0';
    return text;
}

const char* plural(std::size_t count) {
    return count == 1 ? "" : "s";
}

struct DescribeRequest {
    std::string operator()(const ReadBits& r) const {
        const auto* kind = r.function == Function::read_coils ? "coil" : "discrete input";
        return fmt::format("read {} {}{} from {}", r.count, kind, plural(r.count), r.address);
    }
    std::string operator()(const ReadRegisters& r) const {
        const auto* kind = r.function == Function::read_holding_registers ? "holding" : "input";
        return fmt::format("read {} {} register{} from {}", r.count, kind, plural(r.count), r.address);
    }
    std::string operator()(const WriteSingleCoil& r) const {
        return fmt::format("switch coil {} {}", r.address, r.on ? "on" : "off");
    }
    std::string operator()(const WriteSingleRegister& r) const {
        return fmt::format("write {:04X} to register {}", r.value, r.address);
    }
    std::string operator()(const WriteMultipleCoils& r) const {
        return fmt::format("write {} coils from {}: {}", r.values.size(), r.address, bits_in_digits(r.values));
    }
    std::string operator()(const WriteMultipleRegisters& r) const {
        return fmt::format("write {} register{} from {}: {}", r.values.size(), plural(r.values.size()), r.address,
                           words_in_hex(r.values));
    }
    std::string operator()(const ReadFileRecord& r) const {
        std::string text = "read file records:";
        for (const auto& range : r.ranges)
            text += fmt::format(" file {} record {} ({} words)", range.file, range.record, range.length);
        return text;
    }
    std::string operator()(const WriteFileRecord& r) const {
        std::string text = "write file records:";
        for (const auto& record : r.records)
            text += fmt::format(" file {} record {}: {}", record.file, record.record, words_in_hex(record.words));
        return text;
    }
    std::string operator()(const MaskWriteRegister& r) const {
        return fmt::format("mask register {}: and {:04X}, or {:04X}", r.address, r.and_mask, r.or_mask);
    }
    std::string operator()(const ReadWriteMultipleRegisters& r) const {
        return fmt::format("write {} registers from {}: {}, then read {} from {}", r.values.size(), r.write_address,
                           words_in_hex(r.values), r.read_count, r.read_address);
    }
    std::string operator()(const ReadDeviceIdentification& r) const {
        return fmt::format("read device identification, code {}, object {}", r.read_code, r.object_id);
    }
};

struct DescribeResponse {
    std::string operator()(const Bits& bits) const { return "bits " + bits_in_digits(bits.values); }
    std::string operator()(const Registers& registers) const {
        return fmt::format("{} register{}: {}", registers.values.size(), plural(registers.values.size()),
                           words_in_hex(registers.values));
    }
    std::string operator()(const Written&) const { return "written"; }
    std::string operator()(const FileWords& file) const {
        std::string text = "file words:";
        for (const auto& record : file.records) text += " [" + words_in_hex(record) + "]";
        return text;
    }
    std::string operator()(const DeviceIdentification& identification) const {
        std::string text = "device identification:";
        for (const auto& [id, value] : identification.objects) text += fmt::format(" {}=\"{}\"", id, value);
        return text;
    }
    std::string operator()(const Exception& exception) const {
        return fmt::format("exception {} ({}) to {}", static_cast<int>(exception.code), to_string(exception.code),
                           to_string(exception.function));
    }
};

}  // namespace

std::string to_hex(ByteView bytes) {
    std::string text;
    for (const auto byte : bytes) text += fmt::format("{}{:02X}", text.empty() ? "" : " ", byte);
    return text;
}

std::string_view to_string(Function function) {
    switch (function) {
        case Function::read_coils:
            return "read coils";
        case Function::read_discrete_inputs:
            return "read discrete inputs";
        case Function::read_holding_registers:
            return "read holding registers";
        case Function::read_input_registers:
            return "read input registers";
        case Function::write_single_coil:
            return "write single coil";
        case Function::write_single_register:
            return "write single register";
        case Function::write_multiple_coils:
            return "write multiple coils";
        case Function::write_multiple_registers:
            return "write multiple registers";
        case Function::read_file_record:
            return "read file record";
        case Function::write_file_record:
            return "write file record";
        case Function::mask_write_register:
            return "mask write register";
        case Function::read_write_multiple_registers:
            return "read/write multiple registers";
        case Function::read_device_identification:
            return "read device identification";
    }
    return "unknown function";
}

std::string_view to_string(ExceptionCode code) {
    switch (code) {
        case ExceptionCode::illegal_function:
            return "illegal function";
        case ExceptionCode::illegal_data_address:
            return "illegal data address";
        case ExceptionCode::illegal_data_value:
            return "illegal data value";
        case ExceptionCode::server_device_failure:
            return "server device failure";
        case ExceptionCode::acknowledge:
            return "acknowledge";
        case ExceptionCode::server_device_busy:
            return "server device busy";
        case ExceptionCode::memory_parity_error:
            return "memory parity error";
        case ExceptionCode::gateway_path_unavailable:
            return "gateway path unavailable";
        case ExceptionCode::gateway_target_failed:
            return "gateway target device failed to respond";
    }
    return "unknown exception";
}

std::string describe(const Request& request) {
    return std::visit(DescribeRequest{}, request);
}

std::string describe(const Response& response) {
    return std::visit(DescribeResponse{}, response);
}

}  // namespace firstlight::formats
