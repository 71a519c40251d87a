#pragma once

#include "formats/bytes.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// Modbus requests and responses as values, and their protocol data units (PDU: function code and data, no address,
/// no check sum). Source: Modbus Application Protocol V1.1b3. Both sides are here: the suite asks, the virtual
/// station answers.
namespace firstlight::formats {

enum class Function : std::uint8_t {
    read_coils = 1,
    read_discrete_inputs = 2,
    read_holding_registers = 3,
    read_input_registers = 4,
    write_single_coil = 5,
    write_single_register = 6,
    write_multiple_coils = 15,
    write_multiple_registers = 16,
    read_file_record = 20,
    write_file_record = 21,
    mask_write_register = 22,
    read_write_multiple_registers = 23,
    read_device_identification = 43,  ///< encapsulated interface transport with MEI type 14
};

inline constexpr std::size_t max_pdu_size = 253;
inline constexpr std::uint16_t max_read_registers = 125;
inline constexpr std::uint16_t max_write_registers = 123;

/// Functions 1 and 2; `count` 1..2000.
struct ReadBits {
    Function function = Function::read_coils;
    std::uint16_t address = 0;
    std::uint16_t count = 1;
    bool operator==(const ReadBits&) const = default;
};

/// Functions 3 and 4; `count` 1..125.
struct ReadRegisters {
    Function function = Function::read_holding_registers;
    std::uint16_t address = 0;
    std::uint16_t count = 1;
    bool operator==(const ReadRegisters&) const = default;
};

struct WriteSingleCoil {
    std::uint16_t address = 0;
    bool on = false;
    bool operator==(const WriteSingleCoil&) const = default;
};

struct WriteSingleRegister {
    std::uint16_t address = 0;
    std::uint16_t value = 0;
    bool operator==(const WriteSingleRegister&) const = default;
};

/// 1..1968 coils.
struct WriteMultipleCoils {
    std::uint16_t address = 0;
    std::vector<bool> values;
    bool operator==(const WriteMultipleCoils&) const = default;
};

/// 1..123 registers.
struct WriteMultipleRegisters {
    std::uint16_t address = 0;
    Words values;
    bool operator==(const WriteMultipleRegisters&) const = default;
};

struct FileRange {
    std::uint16_t file = 1;
    std::uint16_t record = 0;
    std::uint16_t length = 1;  ///< registers
    bool operator==(const FileRange&) const = default;
};

struct FileRecord {
    std::uint16_t file = 1;
    std::uint16_t record = 0;
    Words words;
    bool operator==(const FileRecord&) const = default;
};

struct ReadFileRecord {
    std::vector<FileRange> ranges;
    bool operator==(const ReadFileRecord&) const = default;
};

struct WriteFileRecord {
    std::vector<FileRecord> records;
    bool operator==(const WriteFileRecord&) const = default;
};

/// result = (current AND and_mask) OR (or_mask AND NOT and_mask)
struct MaskWriteRegister {
    std::uint16_t address = 0;
    std::uint16_t and_mask = 0xFFFF;
    std::uint16_t or_mask = 0;
    bool operator==(const MaskWriteRegister&) const = default;
};

/// The write happens before the read. `read_count` 1..125, 1..121 values.
struct ReadWriteMultipleRegisters {
    std::uint16_t read_address = 0;
    std::uint16_t read_count = 1;
    std::uint16_t write_address = 0;
    Words values;
    bool operator==(const ReadWriteMultipleRegisters&) const = default;
};

/// Function 43/14. `read_code` 1 basic, 2 regular, 3 extended, 4 one object.
struct ReadDeviceIdentification {
    std::uint8_t read_code = 1;
    std::uint8_t object_id = 0;
    bool operator==(const ReadDeviceIdentification&) const = default;
};

using Request = std::variant<ReadBits, ReadRegisters, WriteSingleCoil, WriteSingleRegister, WriteMultipleCoils,
                             WriteMultipleRegisters, ReadFileRecord, WriteFileRecord, MaskWriteRegister,
                             ReadWriteMultipleRegisters, ReadDeviceIdentification>;

/// Answer to functions 1 and 2: as many bits as were asked for (when decoded beside its request).
struct Bits {
    std::vector<bool> values;
    bool operator==(const Bits&) const = default;
};

/// Answer to functions 3, 4 and 23.
struct Registers {
    Words values;
    bool operator==(const Registers&) const = default;
};

/// Answer to every write: the device repeats what it was asked.
struct Written {
    bool operator==(const Written&) const = default;
};

/// Answer to function 20: one run of words for each range asked.
struct FileWords {
    std::vector<Words> records;
    bool operator==(const FileWords&) const = default;
};

/// Answer to function 43/14.
struct DeviceIdentification {
    std::uint8_t read_code = 1;
    std::uint8_t conformity = 1;
    std::optional<std::uint8_t> next_object;  ///< set when more follows
    std::vector<std::pair<std::uint8_t, std::string>> objects;
    bool operator==(const DeviceIdentification&) const = default;
};

/// Exception codes of the application protocol; the station also sends 0x0A/0x0B through gateways.
enum class ExceptionCode : std::uint8_t {
    illegal_function = 1,
    illegal_data_address = 2,
    illegal_data_value = 3,
    server_device_failure = 4,
    acknowledge = 5,
    server_device_busy = 6,
    memory_parity_error = 8,
    gateway_path_unavailable = 10,
    gateway_target_failed = 11,
};

/// The device answered "no".
struct Exception {
    Function function = Function::read_holding_registers;
    ExceptionCode code = ExceptionCode::illegal_function;
    bool operator==(const Exception&) const = default;
};

using Response = std::variant<Bits, Registers, Written, FileWords, DeviceIdentification, Exception>;

Function function_of(const Request& request);
bool is_write(const Request& request);
std::string_view to_string(Function function);
std::string_view to_string(ExceptionCode code);

/// Throws FormatError when a count is out of the range the protocol allows.
Bytes encode_request(const Request& request);
/// Throws FormatError on an unknown function, a wrong length or a count out of range.
Request decode_request(ByteView pdu);

/// `request` decides what the answer looks like (echoes, function code).
Bytes encode_response(const Response& response, const Request& request);
/// Throws FormatError when `pdu` is not an answer to `request`: other function, wrong length, echo that differs.
Response decode_response(ByteView pdu, const Request& request);

/// One line in words: "read 10 input registers from 30500", "write 0x0001 to register 40029".
std::string describe(const Request& request);
/// One line in words: "10 registers: 0x5369 ...", "exception 2 (illegal data address)".
std::string describe(const Response& response);

}  // namespace firstlight::formats
