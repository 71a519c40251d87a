#pragma once

#include "formats/bytes.h"
#include "formats/modbus_frames.h"
#include "transport/endpoint.h"
#include "transport/link.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// What the bytes of a serial line tell to somebody who only listens. Pure: bytes and times in, findings out.
namespace firstlight::transport {

/// What passive listening heard. Nothing is sent.
struct LineTraffic {
    Clock::duration listened{};
    std::uint64_t bytes = 0;
    std::uint64_t bursts = 0;   ///< runs of bytes with silence around them
    std::uint64_t frames = 0;   ///< with fitting CRC
    std::uint64_t damaged = 0;  ///< bytes with wrong parity or framing; counted only where the port marks them
    struct Unit {
        std::uint8_t unit = 0;
        std::uint64_t requests = 0, responses = 0;
        std::optional<Clock::duration> period;  ///< mean time between requests
    };
    std::vector<Unit> units;
    /// Somebody talks. A few bytes in one burst are the noise of opening a port, not a master.
    bool other_master() const { return frames > 0 || bytes >= 4 || bursts >= 2; }
    std::optional<SerialSettings> likely;  ///< what the senders seem to use, when the bytes tell
    std::string advice;                    ///< in words: other master, wrong speed (which), A/B swapped, quiet
};

/// A byte as the port delivered it. Ports that mark errors (POSIX PARMRK) tell the damaged ones.
struct HeardByte {
    enum class Mark : std::uint8_t { sound, damaged, line_break };
    std::uint8_t value = 0;
    Mark mark = Mark::sound;
};

/// Takes the PARMRK form apart: FF 00 X is a damaged X, FF 00 00 a break, FF FF a sound FF. Sequences may be cut
/// anywhere between two calls.
class MarkDecoder {
  public:
    std::vector<HeardByte> decode(formats::ByteView bytes);

  private:
    enum class State { plain, after_ff, after_ff_00 };
    State state_ = State::plain;
};

/// Collects what is heard at one setting.
class TrafficAnalyser {
  public:
    /// `marks`: the port tells damaged bytes, so parity can be judged.
    explicit TrafficAnalyser(SerialSettings listening, bool marks = false);

    void hear(Clock::time_point at, formats::ByteView bytes);
    void hear(Clock::time_point at, std::span<const HeardByte> bytes);

    bool other_master() const { return traffic_.other_master(); }
    /// The newest frame in words, or empty.
    const std::string& last_frame() const { return last_frame_; }
    /// Findings so far; `listened` is the time the caller has been listening.
    LineTraffic result(Clock::duration listened) const;

  private:
    struct UnitTimes {
        std::uint64_t requests = 0, responses = 0;
        Clock::time_point first{}, last{};
    };
    /// The request that a response may still follow.
    struct Open {
        std::uint8_t unit = 0;
        formats::Bytes pdu;
        Clock::time_point at{};
    };

    void take_frames(bool burst_ended);
    std::size_t frame_size_at(std::size_t offset, bool burst_ended) const;
    void count_frame(formats::RtuFrame frame);
    bool is_response(const formats::RtuFrame& frame) const;
    void count_ninth_bits(std::span<const HeardByte> bytes);
    std::optional<SerialSettings> judge_parity() const;
    std::vector<LineTraffic::Unit> units() const;

    SerialSettings listening_;
    bool marks_;
    Clock::duration gap_;
    formats::Bytes burst_;
    std::vector<HeardByte> burst_marks_;
    Clock::time_point last_byte_{};
    LineTraffic traffic_;
    std::array<std::uint64_t, 256> values_{};
    std::uint64_t zero_starts_ = 0;
    std::map<std::uint8_t, UnitTimes> units_;
    std::optional<Open> open_;
    std::string last_frame_;
    std::uint64_t ninth_one_ = 0, ninth_even_ = 0, ninth_known_ = 0;
};

/// What the values of bytes without any sound frame say about the sender's speed (facts: rs485_practice 6.4).
struct SpeedSignature {
    enum class Kind { none, slower, faster, inverted };
    Kind kind = Kind::none;
    unsigned divisor = 1;  ///< slower: the sender's speed is ours divided by this
};
SpeedSignature speed_signature(const std::array<std::uint64_t, 256>& values, std::uint64_t bursts,
                               std::uint64_t zero_starts);

/// The findings in words, with the next step.
std::string advise(const LineTraffic& traffic, const SerialSettings& listening, const SpeedSignature& speed);

}  // namespace firstlight::transport
