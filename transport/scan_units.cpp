#include "transport/byte_stream.h"
#include "transport/discover_line.h"
#include "transport/line_listener.h"
#include "transport/unit_scan.h"

#include <utility>

#include <boost/asio/this_coro.hpp>

namespace firstlight::transport {

namespace {

Clock::duration time_on_wire(std::size_t bytes, const SerialSettings& settings) {
    const auto bits = static_cast<double>(bytes) * bits_per_character(settings);
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(bits / settings.baud));
}

void pass_on(ByteStream& line, UnitScan& scan) {
    const auto bytes = std::exchange(line.received(), {});
    scan.heard(line.last_received(), bytes);
}

void stop_if_used(const RtuEndpoint& endpoint, const UnitScan& scan) {
    if (!scan.other_master()) return;
    throw LinkError(endpoint,
                    LinkFault{LinkFailure::other_master, {}, {}, {}, "answers to questions nobody here asked"});
}

}  // namespace

awaitable<std::vector<UnitFound>> scan_units(RtuEndpoint endpoint, ScanOptions options,
                                             std::function<void(const ScanProgress&)> progress) {
    const auto executor = co_await boost::asio::this_coro::executor;
    const auto line = open_serial_line(executor, endpoint.port, endpoint.settings);
    UnitScan scan(std::move(options), endpoint.settings);
    for (auto step = scan.next(Clock::now()); step.kind != UnitScan::Step::Kind::done; step = scan.next(Clock::now())) {
        if (step.kind == UnitScan::Step::Kind::send) {
            const auto gone = Clock::now() + time_on_wire(step.frame.size(), endpoint.settings);
            co_await line->write(step.frame);
            scan.sent(gone);
            if (progress) progress(scan.progress());
        } else {
            co_await line->wait(step.until);
        }
        check_line(endpoint, *line);
        pass_on(*line, scan);
        stop_if_used(endpoint, scan);
    }
    if (progress) progress(scan.progress());
    co_return scan.found();
}

}  // namespace firstlight::transport
