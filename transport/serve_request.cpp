#include "transport/serve_request.h"

#include <algorithm>
#include <array>

namespace firstlight::transport {
namespace {

using formats::ExceptionCode;
using formats::Function;

bool is_known(std::uint8_t code) {
    static constexpr std::array known{1, 2, 3, 4, 5, 6, 15, 16, 20, 21, 22, 23, 43};
    return std::find(known.begin(), known.end(), code) != known.end();
}

formats::Bytes exception_pdu(std::uint8_t function, ExceptionCode code) {
    return {static_cast<std::uint8_t>(function | 0x80), static_cast<std::uint8_t>(code)};
}

formats::Bytes refuse_unreadable(formats::ByteView pdu) {
    const std::uint8_t function = pdu.empty() ? 0 : pdu[0];
    return exception_pdu(function,
                         is_known(function) ? ExceptionCode::illegal_data_value : ExceptionCode::illegal_function);
}

}  // namespace

void HandlerSlot::clear() {
    const std::lock_guard lock(mutex_);
    handler_ = nullptr;
}

HandlerSlot::Served HandlerSlot::serve(std::uint8_t unit, formats::ByteView pdu) {
    const std::lock_guard lock(mutex_);
    Served served;
    if (!handler_) return served;
    std::optional<formats::Request> request;
    try {
        request = formats::decode_request(pdu);
    } catch (const formats::FormatError&) {
        if (unit != 0) served.pdu = refuse_unreadable(pdu);
        return served;
    }
    served.reply = handler_(unit, *request);
    if (unit != 0 && served.reply.response) served.pdu = formats::encode_response(*served.reply.response, *request);
    return served;
}

}  // namespace firstlight::transport
