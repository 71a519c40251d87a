#include "transport/settings_plan.h"
#include "transport/unit_scan.h"

#include <algorithm>
#include <cstdlib>

using namespace firstlight;
using namespace firstlight::transport;

namespace {

const auto start = Clock::time_point{} + std::chrono::hours(1);

void scan(formats::ByteView bytes, std::size_t cut) {
    ScanOptions options;
    options.units = {1, 2, 3, 4};
    UnitScan units(options, {115200, Parity::none, 1});
    auto now = start;
    std::size_t at = 0;
    for (int steps = 0;; ++steps) {
        if (steps > 100'000) std::abort();  // whatever is heard, a scan ends
        const auto step = units.next(now);
        if (step.kind == UnitScan::Step::Kind::done) break;
        if (step.kind == UnitScan::Step::Kind::send) units.sent(now);
        if (step.kind == UnitScan::Step::Kind::wait) now = step.until;
        if (at >= bytes.size()) continue;
        const auto piece = bytes.subspan(at, std::min(cut, bytes.size() - at));
        units.heard(now, piece);
        at += piece.size();
    }
    for (const auto& found : units.found())
        if (found.unit < 1 || found.unit > 4) std::abort();
}

}  // namespace

// The first byte says how the rest is cut into pieces.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    const formats::ByteView bytes(data + 1, size - 1);
    const std::size_t cut = 1 + data[0] % 64;
    scan(bytes, cut);
    const formats::ReadRegisters probe{formats::Function::read_input_registers, 30051, 1};
    const auto sent = formats::encode_rtu(1, formats::encode_request(probe));
    judge_reply({bytes.begin(), bytes.end()}, sent, probe);
    return 0;
}
