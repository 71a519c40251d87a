#include "formats/modbus_frames.h"

#include <cstdlib>

using namespace firstlight::formats;

namespace {

void require_inside(const FoundFrame& found, ByteView bytes) {
    if (found.offset + found.size > bytes.size()) std::abort();
    if (!decode_rtu(bytes.subspan(found.offset, found.size))) std::abort();
}

}  // namespace

// The first byte is the unit looked for, the second the function; the rest is the line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const ByteView bytes(data + 2, size - 2);
    expected_rtu_response_size(bytes);
    expected_rtu_request_size(bytes);
    if (const auto frame = decode_rtu(bytes);
        frame && encode_rtu(frame->unit, frame->pdu) != Bytes(bytes.begin(), bytes.end()))
        std::abort();
    if (const auto found = find_rtu_response(bytes, data[0], static_cast<Function>(data[1])))
        require_inside(*found, bytes);
    if (const auto found = find_rtu_frame(bytes)) require_inside(*found, bytes);

    // A sound frame behind a short noise must be found again.
    Bytes line(bytes.first(bytes.size() / 2).begin(), bytes.first(bytes.size() / 2).end());
    const Bytes exception = encode_rtu(data[0], Bytes{static_cast<std::uint8_t>(data[1] | 0x80), 2});
    line.insert(line.end(), exception.begin(), exception.end());
    if (const auto found = find_rtu_response(line, data[0], static_cast<Function>(data[1] & 0x7F)))
        require_inside(*found, line);
    else
        std::abort();
    return 0;
}
