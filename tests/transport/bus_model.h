#pragma once

#include "formats/modbus_frames.h"
#include "transport/unit_scan.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <vector>

/// A half-duplex RS485 line in virtual time: every overlap destroys what overlaps, the master hears nothing while it
/// sends (a byte that is cut by its sending comes as garbage), an adapter hands bytes over once a millisecond.
namespace firstlight::test {

using transport::Clock;

class BusModel {
  public:
    using Delay = std::function<Clock::duration(std::mt19937&)>;

    BusModel(const transport::SerialSettings& settings, std::uint32_t seed)
        : character_(std::chrono::duration_cast<Clock::duration>(
              std::chrono::duration<double>(static_cast<double>(bits_per_character(settings)) / settings.baud))),
          random_(seed) {}

    void add_unit(std::uint8_t unit, Delay delay) { units_[unit] = std::move(delay); }
    void answer_with_exceptions() { exceptions_ = true; }

    /// Virtual time the scan took.
    Clock::duration run(transport::UnitScan& scan) {
        const auto start = now_;
        for (auto step = scan.next(now_); step.kind != transport::UnitScan::Step::Kind::done; step = scan.next(now_)) {
            if (step.kind == transport::UnitScan::Step::Kind::send)
                send(scan, step.frame);
            else
                wait(scan, step.until);
        }
        return now_ - start;
    }

    std::uint64_t collisions() const { return collisions_; }
    /// Questions that began less than 3.5 characters after the last byte the master had heard.
    std::uint64_t hasty_questions() const { return hasty_; }

  private:
    struct Talk {
        Clock::time_point begin, end;
        std::uint8_t unit = 0;  ///< 0: the master
    };
    struct Byte {
        Clock::time_point begin, end;
        std::uint8_t value = 0;
        std::size_t talk = 0;
    };

    static bool overlap(const Clock::time_point& a, const Clock::time_point& b, const Talk& talk) {
        return a < talk.end && talk.begin < b;
    }

    void send(transport::UnitScan& scan, const formats::Bytes& frame) {
        const Talk question{now_, now_ + character_ * static_cast<long>(frame.size())};
        const bool clear = std::none_of(talks_.begin(), talks_.end(),
                                        [&](const Talk& talk) { return overlap(question.begin, question.end, talk); });
        hasty_ += now_ < heard_at_ + character_ * 7 / 2;
        talks_.push_back(question);
        now_ = question.end;
        const auto unit = units_.find(frame[0]);
        if (clear && unit != units_.end()) answer(unit->first, now_ + unit->second(random_));
        deliver(scan, now_);
        scan.sent(now_);
    }

    void answer(std::uint8_t unit, Clock::time_point begin) {
        const formats::Bytes pdu = exceptions_ ? formats::Bytes{0x84, 2} : formats::Bytes{4, 2, 0, 7};
        const auto frame = formats::encode_rtu(unit, pdu);
        for (std::size_t i = 0; i < frame.size(); ++i)
            bytes_.push_back({begin + character_ * static_cast<long>(i), begin + character_ * static_cast<long>(i + 1),
                              frame[i], talks_.size()});
        talks_.push_back({begin, begin + character_ * static_cast<long>(frame.size()), unit});
    }

    void wait(transport::UnitScan& scan, Clock::time_point until) {
        auto next = until;
        for (const auto& byte : bytes_) next = std::min(next, handed_over(byte));
        now_ = std::max(now_, next);
        deliver(scan, now_);
    }

    /// Bytes reach the program at the next full millisecond.
    static Clock::time_point handed_over(const Byte& byte) {
        return std::chrono::ceil<std::chrono::milliseconds>(byte.end);
    }

    void deliver(transport::UnitScan& scan, Clock::time_point until) {
        std::sort(bytes_.begin(), bytes_.end(), [](const Byte& a, const Byte& b) { return a.begin < b.begin; });
        formats::Bytes heard;
        std::erase_if(bytes_, [&](const Byte& byte) {
            if (handed_over(byte) > until) return false;
            if (const auto value = on_the_wire(byte)) heard.push_back(*value);
            return true;
        });
        if (!heard.empty()) heard_at_ = until;
        scan.heard(until, heard);
        forget_old(until);
    }

    std::optional<std::uint8_t> on_the_wire(const Byte& byte) {
        auto value = byte.value;
        for (std::size_t i = 0; i < talks_.size(); ++i) {
            if (i == byte.talk || !overlap(byte.begin, byte.end, talks_[i])) continue;
            ++collisions_;
            const bool covered = talks_[i].begin <= byte.begin && byte.end <= talks_[i].end;
            if (talks_[i].unit == 0 && covered) return std::nullopt;
            value = static_cast<std::uint8_t>(random_());
        }
        return value;
    }

    void forget_old(Clock::time_point until) {
        if (!bytes_.empty()) return;
        std::erase_if(talks_, [&](const Talk& talk) { return talk.end < until - std::chrono::seconds(2); });
    }

    Clock::duration character_;
    std::mt19937 random_;
    std::map<std::uint8_t, Delay> units_;
    bool exceptions_ = false;
    Clock::time_point now_{std::chrono::hours(1)};
    std::vector<Talk> talks_;
    std::vector<Byte> bytes_;
    std::uint64_t collisions_ = 0, hasty_ = 0;
    Clock::time_point heard_at_{};
};

}  // namespace firstlight::test
