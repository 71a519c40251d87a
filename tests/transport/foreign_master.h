#pragma once

#include "formats/modbus_frames.h"
#include "pty_line.h"
#include "transport/runtime.h"

namespace firstlight::test {

/// Another master and its device on the line: unit 3 is asked every `period` and answers.
inline transport::awaitable<void> foreign_master(PtyLine& line, std::chrono::milliseconds period) {
    const formats::ReadRegisters read{formats::Function::read_holding_registers, 0x10FF, 2};
    const formats::Response values = formats::Registers{{0xFFFF, 0x00FF}};
    const auto question = formats::encode_rtu(3, formats::encode_request(read));
    const auto answer = formats::encode_rtu(3, formats::encode_response(values, read));
    for (;;) {
        co_await transport::sleep_for(period / 2);
        line.write(question);
        co_await transport::sleep_for(period / 2);
        line.write(answer);
    }
}

}  // namespace firstlight::test
