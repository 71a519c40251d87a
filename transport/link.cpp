#include "transport/link.h"

#include <algorithm>

namespace firstlight::transport {

UnitStatistics& operator+=(UnitStatistics& sum, const UnitStatistics& more) {
    if (more.answered > 0) sum.fastest = sum.answered == 0 ? more.fastest : std::min(sum.fastest, more.fastest);
    sum.slowest = std::max(sum.slowest, more.slowest);
    sum.total += more.total;
    sum.asked += more.asked;
    sum.answered += more.answered;
    sum.exceptions += more.exceptions;
    sum.silent += more.silent;
    sum.garbled += more.garbled;
    sum.late += more.late;
    return sum;
}

namespace {
void take_off(UnitStatistics& counts, const UnitStatistics& before) {
    counts.total -= before.total;
    counts.asked -= before.asked;
    counts.answered -= before.answered;
    counts.exceptions -= before.exceptions;
    counts.silent -= before.silent;
    counts.garbled -= before.garbled;
    counts.late -= before.late;
}
}  // namespace

LinkStatistics counted_since(const LinkStatistics& before, LinkStatistics now) {
    take_off(now.all, before.all);
    for (const auto& [unit, counts] : before.units) take_off(now.units[unit], counts);
    now.bytes_sent -= before.bytes_sent;
    now.bytes_received -= before.bytes_received;
    now.stray_bytes -= before.stray_bytes;
    now.reconnects -= before.reconnects;
    return now;
}

awaitable<formats::Response> Link::transact(std::uint8_t unit, formats::Request request, AskOptions options) {
    auto asked = request;
    auto answer = co_await ask(unit, std::move(asked), options);
    if (auto* fault = std::get_if<LinkFault>(&answer)) throw LinkError(endpoint(), std::move(*fault));
    auto& response = std::get<formats::Response>(answer);
    if (const auto* exception = std::get_if<formats::Exception>(&response))
        throw DeviceRefused(unit, request, exception->code, options.secret);
    co_return std::move(response);
}

awaitable<formats::Words> Link::read_registers(std::uint8_t unit, formats::Function function, std::uint16_t address,
                                               std::uint16_t count, AskOptions options) {
    formats::Request request = formats::ReadRegisters{function, address, count};
    auto response = co_await transact(unit, std::move(request), options);
    co_return std::move(std::get<formats::Registers>(response).values);
}

}  // namespace firstlight::transport
