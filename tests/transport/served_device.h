#pragma once

#include "formats/modbus.h"
#include "transport/modbus_server.h"

#include <atomic>
#include <map>
#include <memory>

/// A device with few manners for tests of the servers.
namespace firstlight::tests {

using formats::Bytes;

/// Answers reads with the address of each register, and remembers what it was asked.
struct Device {
    std::map<std::uint8_t, transport::ServerReply> special;  ///< by unit; its response is filled in
    std::atomic<int> asked{0};

    transport::RequestHandler handler() {
        return [this](std::uint8_t unit, const formats::Request& request) {
            ++asked;
            transport::ServerReply reply = special.contains(unit) ? special.at(unit) : transport::ServerReply{};
            if (const auto* read = std::get_if<formats::ReadRegisters>(&request)) {
                formats::Registers values;
                for (int i = 0; i < read->count; ++i)
                    values.values.push_back(static_cast<std::uint16_t>(read->address + i));
                reply.response = values;
            } else if (formats::is_write(request)) {
                reply.response = formats::Written{};
            } else {
                reply.response = formats::Exception{formats::function_of(request), formats::ExceptionCode(1)};
            }
            return reply;
        };
    }
};

inline const Bytes read_two{4, 0x77, 0x4C, 0, 2};
inline const Bytes two_words{4, 4, 0x77, 0x4C, 0x77, 0x4D};

struct Served {
    transport::Runtime runtime;
    Device device;
    std::unique_ptr<transport::ModbusServer> server;

    ~Served() { runtime.stop(); }
};

}  // namespace firstlight::tests
