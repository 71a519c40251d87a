#include "formats/modbus.h"

#include <cstdlib>

using namespace firstlight::formats;

// What decodes must survive being encoded and decoded again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const Request request = decode_request(ByteView(data, size));
        if (describe(request).empty()) std::abort();
        if (decode_request(encode_request(request)) != request) std::abort();
    } catch (const FormatError&) {
        return 0;
    }
    return 0;
}
