#include "text/text.h"
#include "transport/line_traffic.h"

#include <algorithm>
#include <bit>
#include <initializer_list>

#include <fmt/format.h>

namespace firstlight::transport {

namespace {

using Values = std::array<std::uint64_t, 256>;

constexpr std::uint64_t values_needed = 6;
constexpr double shortest_request = 8;

bool only(const Values& values, std::initializer_list<std::uint8_t> allowed) {
    for (std::size_t value = 0; value < values.size(); ++value)
        if (values[value] > 0 && std::find(allowed.begin(), allowed.end(), value) == allowed.end()) return false;
    return true;
}

double share_with_many_ones(const Values& values, std::uint64_t total) {
    std::uint64_t count = 0;
    for (unsigned value = 0; value < values.size(); ++value)
        if (std::popcount(value) >= 6) count += values[value];
    return static_cast<double>(count) / static_cast<double>(total);
}

std::string seconds(Clock::duration time) {
    return fmt::format("{:.1f} s", std::chrono::duration<double>(time).count());
}

std::string masters(const LineTraffic& traffic) {
    auto words = text::tr("Another master is asking on this line.");
    for (const auto& unit : traffic.units) {
        words += " ";
        words += unit.period ? text::trf("Unit {}: {} requests, {} answers, one request every {}.", unit.unit,
                                         unit.requests, unit.responses, seconds(*unit.period))
                             : text::trf("Unit {}: {} requests, {} answers.", unit.unit, unit.requests, unit.responses);
    }
    return words + " " + text::tr("Switch it off or ask its owner before you use this line.");
}

std::string sound_frames(const LineTraffic& traffic, const SerialSettings& listening) {
    auto words = masters(traffic);
    if (traffic.likely && *traffic.likely != listening)
        words +=
            " " + text::trf("The senders seem to use {}, not {}.", to_string(*traffic.likely), to_string(listening));
    return words;
}

std::string unreadable(const SerialSettings& listening, const SpeedSignature& speed) {
    switch (speed.kind) {
        case SpeedSignature::Kind::slower:
            return text::trf(
                "Somebody talks on this line more slowly: at about {} baud instead of {}. "
                "Listen again at that speed.",
                listening.baud / speed.divisor, listening.baud);
        case SpeedSignature::Kind::faster:
            return text::trf("Somebody talks on this line faster than {} baud. Listen again at a higher speed.",
                             listening.baud);
        case SpeedSignature::Kind::inverted:
            return text::tr(
                "The bytes look inverted: the two wires A and B are probably swapped. Swap them once and listen "
                "again.");
        case SpeedSignature::Kind::none:
            break;
    }
    return text::tr(
        "Somebody talks on this line, but no frame is sound. Speed or parity may differ, or the line is disturbed.");
}

}  // namespace

SpeedSignature speed_signature(const Values& values, std::uint64_t bursts, std::uint64_t zero_starts) {
    using Kind = SpeedSignature::Kind;
    std::uint64_t total = 0;
    for (const auto count : values) total += count;
    if (total < values_needed || bursts == 0) return {};
    if (only(values, {0x00})) return {Kind::slower, 12};
    if (only(values, {0x00, 0xE0})) return {Kind::slower, 6};
    if (only(values, {0x00, 0x78, 0x80, 0xF8})) return {Kind::slower, 4};
    if (only(values, {0x00, 0x1C, 0xE0, 0xFC})) return {Kind::slower, 3};
    if (only(values, {0x00, 0x06, 0x18, 0x1E, 0x60, 0x66, 0x78, 0x7E, 0x80, 0x86, 0x98, 0x9E, 0xE0, 0xE6, 0xF8, 0xFE}))
        return {Kind::slower, 2};
    if (zero_starts * 10 >= bursts * 9 && share_with_many_ones(values, total) > 0.35) return {Kind::inverted};
    if (static_cast<double>(total) / static_cast<double>(bursts) <= shortest_request * 0.55) return {Kind::faster};
    return {};
}

std::string advise(const LineTraffic& traffic, const SerialSettings& listening, const SpeedSignature& speed) {
    if (traffic.frames > 0) return sound_frames(traffic, listening);
    if (traffic.other_master()) return unreadable(listening, speed);
    if (traffic.bytes > 0)
        return "Only a few stray bytes were heard, as when a port is opened or the line is not biased. Nobody asks on "
               "it.";
    return text::trf("The line was quiet for {}. Nobody asks on it.", seconds(traffic.listened));
}

}  // namespace firstlight::transport
