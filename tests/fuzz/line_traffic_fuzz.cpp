#include "transport/line_traffic.h"

#include <algorithm>
#include <cstdlib>

using namespace firstlight;
using namespace firstlight::transport;

// A line of bursts: each begins with its length and the silence before it, in milliseconds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    TrafficAnalyser analyser({9600, Parity::none, 1}, true);
    MarkDecoder marks;
    auto now = Clock::time_point{} + std::chrono::hours(1);
    formats::ByteView rest(data, size);
    while (rest.size() > 2) {
        const auto length = std::min<std::size_t>(rest[0], rest.size() - 2);
        now += std::chrono::milliseconds(rest[1]);
        analyser.hear(now, marks.decode(rest.subspan(2, length)));
        rest = rest.subspan(2 + length);
    }
    const auto heard = analyser.result(std::chrono::seconds(3));
    if (heard.bytes > size || heard.advice.empty()) std::abort();
    return 0;
}
