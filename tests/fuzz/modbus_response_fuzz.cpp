#include "formats/modbus.h"

#include <cstdlib>
#include <optional>

using namespace firstlight::formats;

namespace {

std::optional<Request> request_in(ByteView pdu) {
    try {
        return decode_request(pdu);
    } catch (const FormatError&) {
        return std::nullopt;
    }
}

}  // namespace

// The first byte says how long the request is; the response to it follows.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2 || data[0] >= size) return 0;
    const ByteView bytes(data + 1, size - 1);
    const auto request = request_in(bytes.first(data[0]));
    if (!request) return 0;
    try {
        const Response response = decode_response(bytes.subspan(data[0]), *request);
        if (describe(response).empty()) std::abort();
        if (decode_response(encode_response(response, *request), *request) != response) std::abort();
    } catch (const FormatError&) {
        return 0;
    }
    return 0;
}
