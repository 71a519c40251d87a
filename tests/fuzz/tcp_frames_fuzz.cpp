#include "formats/modbus_frames.h"

#include <cstdlib>

using namespace firstlight::formats;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    try {
        const auto frame_size = tcp_frame_size(bytes);
        if (!frame_size || *frame_size > size) return 0;
        const TcpFrame frame = decode_tcp(bytes.first(*frame_size));
        const Bytes again = encode_tcp(frame.transaction, frame.unit, frame.pdu);
        if (again != Bytes(data, data + *frame_size)) std::abort();
    } catch (const FormatError&) {
        return 0;
    }
    return 0;
}
