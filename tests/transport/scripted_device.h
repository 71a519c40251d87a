#pragma once

#include "transport/modbus_server.h"

#include <deque>
#include <memory>
#include <vector>

/// A device that does what the test says next, and answers reads with the register addresses otherwise.
namespace firstlight::test {

struct ScriptedDevice {
    std::deque<transport::ServerReply> script;  ///< one reply per request; an empty response is filled in unless `mute`
    std::deque<bool> mute;                      ///< beside `script`: true keeps the reply without response
    std::vector<std::pair<std::uint8_t, formats::Request>> asked;

    static formats::Response natural_answer(const formats::Request& request) {
        const auto* read = std::get_if<formats::ReadRegisters>(&request);
        if (read == nullptr) return formats::Written{};
        formats::Registers registers;
        for (std::uint16_t i = 0; i < read->count; ++i)
            registers.values.push_back(static_cast<std::uint16_t>(read->address + i));
        return registers;
    }

    void next(transport::ServerReply reply, bool silent = false) {
        script.push_back(std::move(reply));
        mute.push_back(silent);
    }

    void next_silent() { next({}, true); }

    transport::RequestHandler handler() {
        return [this](std::uint8_t unit, const formats::Request& request) {
            asked.emplace_back(unit, request);
            transport::ServerReply reply;
            bool silent = false;
            if (!script.empty()) {
                reply = script.front();
                silent = mute.front();
                script.pop_front();
                mute.pop_front();
            }
            if (!reply.response && !silent) reply.response = natural_answer(request);
            return reply;
        };
    }
};

}  // namespace firstlight::test
