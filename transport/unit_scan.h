#pragma once

#include "formats/bytes.h"
#include "transport/discover_line.h"
#include "transport/endpoint.h"

#include <deque>
#include <map>
#include <optional>
#include <vector>

/// Which unit to ask next on a serial line, and whom an answer belongs to. Pure: times and bytes in, steps out.
///
/// Each unit gets a short window. An answer that comes later is credited by the unit id inside it. Late answers can
/// meet questions, and a master hears nothing while it sends. So as soon as anything came late or garbled, or when
/// nobody answered at all, everybody who has not answered is asked again in other order and rhythm, as often as fits
/// into the time of plain 85 ms windows; and units that were asked shortly before garbage are asked until two
/// questions passed undisturbed.
namespace firstlight::transport {

class UnitScan {
  public:
    struct Step {
        enum class Kind { send, wait, done };
        Kind kind = Kind::done;
        formats::Bytes frame;       ///< send: these bytes, then call `sent`
        Clock::time_point until{};  ///< wait: for bytes, at longest until then
    };

    UnitScan(ScanOptions options, const SerialSettings& settings);

    Step next(Clock::time_point now);
    /// The last byte of the frame has left.
    void sent(Clock::time_point now);
    void heard(Clock::time_point now, formats::ByteView bytes);

    /// Sorted by unit.
    std::vector<UnitFound> found() const;
    ScanProgress progress() const;
    /// Sound frames that we did not cause: somebody else asks on this line.
    bool other_master() const { return foreign_frames_ >= 2; }

  private:
    struct Asked {
        std::uint8_t unit = 0;
        Clock::time_point at{};
        bool disturbed = false;
    };

    void begin_round(std::vector<std::uint8_t> units);
    bool next_round();
    void clear_suspects();
    std::vector<std::uint8_t> not_found() const;
    bool affordable(std::size_t questions);
    void take_answers();
    void strip_echo();
    void credit(std::uint8_t unit, const formats::Bytes& pdu);
    void judge_rest();
    Clock::duration window_now();

    ScanOptions options_;
    formats::Bytes probe_;
    Clock::duration question_, silence_, quiet_;
    Clock::duration window_{}, spent_{};
    int round_ = 0;
    std::size_t asked_in_round_ = 0;
    std::deque<std::uint8_t> waiting_;
    std::vector<Asked> history_;  ///< of this round and its drain
    std::optional<std::uint8_t> current_;
    formats::Bytes last_sent_;
    Clock::time_point window_ends_{}, drain_ends_{}, last_heard_{}, burst_began_{};
    formats::Bytes buffer_;
    std::map<std::uint8_t, UnitFound> found_;
    std::map<std::uint8_t, int> suspects_;  ///< undisturbed questions that are still needed
    bool late_or_garbled_ = false;
    int foreign_frames_ = 0;
    std::uint32_t rhythm_ = 1;
};

}  // namespace firstlight::transport
