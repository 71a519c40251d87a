#include "transport/line_listener.h"

#include "transport/byte_stream.h"

#include <algorithm>
#include <utility>

#include <boost/asio/this_coro.hpp>

namespace firstlight::transport {

namespace {

/// Gives the analyser what came since the last call. True when something did.
bool pass_on(ByteStream& line, MarkDecoder* marks, TrafficAnalyser& analyser) {
    const auto bytes = std::exchange(line.received(), {});
    if (marks == nullptr)
        analyser.hear(line.last_received(), bytes);
    else
        analyser.hear(line.last_received(), marks->decode(bytes));
    return !bytes.empty();
}

}  // namespace

awaitable<LineTraffic> hear_line(RtuEndpoint endpoint, Clock::duration time, bool until_sure,
                                 std::function<void(const ListenProgress&)> progress) {
    const bool marked = ports_mark_errors();
    const auto executor = co_await boost::asio::this_coro::executor;
    const SerialLineOptions options{true, marked};
    const auto line = open_serial_line(executor, endpoint.port, endpoint.settings, options);
    TrafficAnalyser analyser(endpoint.settings, marked);
    MarkDecoder marks;
    const auto start = Clock::now();
    for (auto now = start; now < start + time; now = Clock::now()) {
        co_await line->wait(start + time);
        check_line(endpoint, *line);
        if (!pass_on(*line, marked ? &marks : nullptr, analyser)) continue;
        const ListenProgress heard{analyser.result(Clock::now() - start), analyser.last_frame()};
        if (progress) progress(heard);
        if (until_sure && heard.so_far.frames > 0) break;
    }
    co_return analyser.result(Clock::now() - start);
}

awaitable<LineTraffic> listen_on_line(RtuEndpoint endpoint, Clock::duration time,
                                      std::function<void(const ListenProgress&)> progress) {
    return hear_line(std::move(endpoint), time, false, std::move(progress));
}

void refuse_if_used(const RtuEndpoint& endpoint, const LineTraffic& traffic) {
    if (traffic.other_master())
        throw LinkError(endpoint, LinkFault{LinkFailure::other_master, {}, {}, {}, traffic.advice});
}

void check_line(const RtuEndpoint& endpoint, const ByteStream& line) {
    if (line.failure()) throw LinkError(endpoint, *line.failure());
}

}  // namespace firstlight::transport
