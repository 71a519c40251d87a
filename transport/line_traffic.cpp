#include "transport/line_traffic.h"

#include "text/text.h"

#include <algorithm>
#include <bit>
#include <utility>

#include <fmt/format.h>

namespace firstlight::transport {

using formats::ByteView;

namespace {

constexpr auto response_may_follow_within = std::chrono::seconds(1);
constexpr std::size_t search_at_latest = 2 * formats::max_rtu_frame_size;
constexpr std::uint64_t parity_needs_bytes = 16;

/// Silence that ends a burst: 3.5 characters, but not less than what an adapter's buffering can look like.
Clock::duration burst_gap(const SerialSettings& settings) {
    const auto characters = std::chrono::duration<double>(3.5 * bits_per_character(settings) / settings.baud);
    return std::max<Clock::duration>(std::chrono::duration_cast<Clock::duration>(characters), Milliseconds(8));
}

bool crc_fits(ByteView frame) {
    return formats::decode_rtu(frame).has_value();
}

bool odd_number_of_ones(std::uint8_t value) {
    return (std::popcount(value) & 1) != 0;
}

bool known_function(std::uint8_t function) {
    const formats::Bytes start{0, function, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    return formats::expected_rtu_request_size(start).has_value();
}

std::optional<formats::Request> as_request(const formats::Bytes& pdu) {
    try {
        return formats::decode_request(pdu);
    } catch (const formats::FormatError&) {
        return std::nullopt;
    }
}

bool answers(const formats::Bytes& pdu, const formats::Request& request) {
    try {
        formats::decode_response(pdu, request);
        return true;
    } catch (const formats::FormatError&) {
        return false;
    }
}

}  // namespace

std::vector<HeardByte> MarkDecoder::decode(ByteView bytes) {
    std::vector<HeardByte> heard;
    for (const auto byte : bytes) {
        switch (std::exchange(state_, State::plain)) {
            case State::plain:
                if (byte == 0xFF)
                    state_ = State::after_ff;
                else
                    heard.push_back({byte});
                break;
            case State::after_ff:
                if (byte == 0)
                    state_ = State::after_ff_00;
                else
                    heard.push_back({byte});
                break;
            case State::after_ff_00:
                heard.push_back({byte, byte == 0 ? HeardByte::Mark::line_break : HeardByte::Mark::damaged});
                break;
        }
    }
    return heard;
}

TrafficAnalyser::TrafficAnalyser(SerialSettings listening, bool marks)
    : listening_(listening), marks_(marks), gap_(burst_gap(listening)) {}

void TrafficAnalyser::hear(Clock::time_point at, ByteView bytes) {
    std::vector<HeardByte> heard;
    for (const auto byte : bytes) heard.push_back({byte});
    hear(at, std::span<const HeardByte>(heard));
}

void TrafficAnalyser::hear(Clock::time_point at, std::span<const HeardByte> bytes) {
    if (bytes.empty()) return;
    if (traffic_.bursts == 0 || at - last_byte_ > gap_) {
        take_frames(true);
        ++traffic_.bursts;
        zero_starts_ += bytes.front().value == 0;
    }
    last_byte_ = at;
    for (const auto& byte : bytes) {
        ++traffic_.bytes;
        ++values_[byte.value];
        traffic_.damaged += byte.mark != HeardByte::Mark::sound;
        burst_.push_back(byte.value);
        burst_marks_.push_back(byte);
    }
    take_frames(burst_.size() >= search_at_latest);
}

/// Size of the frame with fitting CRC at `offset`; 0 when there is none (yet).
std::size_t TrafficAnalyser::frame_size_at(std::size_t offset, bool burst_ended) const {
    const auto rest = ByteView(burst_).subspan(offset);
    for (const auto size : {formats::expected_rtu_request_size(rest), formats::expected_rtu_response_size(rest)})
        if (size && *size <= rest.size() && crc_fits(rest.first(*size))) return *size;
    const auto whole_burst = burst_ended && offset == 0 && rest.size() >= formats::min_rtu_frame_size;
    return whole_burst && crc_fits(rest) ? rest.size() : 0;
}

void TrafficAnalyser::take_frames(bool burst_ended) {
    std::size_t offset = 0;
    while (offset < burst_.size()) {
        const auto size = frame_size_at(offset, burst_ended);
        if (size == 0 && !burst_ended) break;
        if (size > 0) {
            count_ninth_bits(std::span(burst_marks_).subspan(offset, size));
            count_frame(*formats::decode_rtu(ByteView(burst_).subspan(offset, size)));
        }
        offset += std::max<std::size_t>(size, 1);
    }
    burst_.erase(burst_.begin(), burst_.begin() + static_cast<std::ptrdiff_t>(offset));
    burst_marks_.erase(burst_marks_.begin(), burst_marks_.begin() + static_cast<std::ptrdiff_t>(offset));
}

bool TrafficAnalyser::is_response(const formats::RtuFrame& frame) const {
    const auto function = frame.pdu.front();
    if ((function & 0x80) != 0) return true;
    const auto request = as_request(frame.pdu);
    const auto awaited = open_ && open_->unit == frame.unit && open_->pdu.front() == function
                         && last_byte_ - open_->at < response_may_follow_within;
    if (!awaited) return !request && known_function(function);
    const auto asked = as_request(open_->pdu);
    return !asked || answers(frame.pdu, *asked);
}

void TrafficAnalyser::count_frame(formats::RtuFrame frame) {
    ++traffic_.frames;
    auto& unit = units_[frame.unit];
    if (is_response(frame)) {
        ++unit.responses;
        const auto asked = open_ && open_->unit == frame.unit ? as_request(open_->pdu) : std::nullopt;
        const auto fits = asked && answers(frame.pdu, *asked);
        last_frame_ = text::trf("unit {} answered{}", frame.unit,
                                fits ? ": " + formats::describe(formats::decode_response(frame.pdu, *asked)) : "");
        open_.reset();
        return;
    }
    if (unit.requests++ == 0) unit.first = last_byte_;
    unit.last = last_byte_;
    const auto request = as_request(frame.pdu);
    last_frame_ = text::trf("unit {} was asked: {}", frame.unit,
                            request ? formats::describe(*request) : text::trf("function {}", frame.pdu.front()));
    open_ = Open{frame.unit, std::move(frame.pdu), last_byte_};
}

/// What the bit after the eight data bits was, byte by byte: whichever rule it always follows is the sender's parity.
void TrafficAnalyser::count_ninth_bits(std::span<const HeardByte> bytes) {
    if (!marks_) return;
    for (const auto& byte : bytes) {
        const bool damaged = byte.mark != HeardByte::Mark::sound;
        const bool even_bit = odd_number_of_ones(byte.value);
        bool ninth = !damaged;
        if (listening_.parity == Parity::even) ninth = even_bit != damaged;
        if (listening_.parity == Parity::odd) ninth = even_bit == damaged;
        ++ninth_known_;
        ninth_one_ += ninth;
        ninth_even_ += ninth == even_bit;
    }
}

std::optional<SerialSettings> TrafficAnalyser::judge_parity() const {
    if (ninth_known_ < parity_needs_bytes) return std::nullopt;
    const auto nearly_all = ninth_known_ - ninth_known_ / 20;
    auto settings = listening_;
    if (ninth_one_ >= nearly_all) {
        if (listening_.parity != Parity::none) settings.stop_bits = 2;
        settings.parity = Parity::none;
    } else if (ninth_even_ >= nearly_all) {
        settings = {listening_.baud, Parity::even, 1};
    } else if (ninth_known_ - ninth_even_ >= nearly_all) {
        settings = {listening_.baud, Parity::odd, 1};
    } else {
        return std::nullopt;
    }
    return settings;
}

std::vector<LineTraffic::Unit> TrafficAnalyser::units() const {
    std::vector<LineTraffic::Unit> result;
    for (const auto& [number, times] : units_) {
        LineTraffic::Unit unit{number, times.requests, times.responses, std::nullopt};
        if (times.requests > 1) unit.period = (times.last - times.first) / static_cast<long>(times.requests - 1);
        result.push_back(unit);
    }
    return result;
}

LineTraffic TrafficAnalyser::result(Clock::duration listened) const {
    auto settled = *this;
    settled.take_frames(true);
    auto traffic = settled.traffic_;
    traffic.listened = listened;
    traffic.units = settled.units();
    const auto speed = traffic.frames > 0 ? SpeedSignature{} : speed_signature(values_, traffic.bursts, zero_starts_);
    if (traffic.frames > 0) traffic.likely = settled.judge_parity();
    if (speed.divisor > 1)
        traffic.likely = SerialSettings{listening_.baud / speed.divisor, listening_.parity, listening_.stop_bits};
    traffic.advice = advise(traffic, listening_, speed);
    return traffic;
}

}  // namespace firstlight::transport
