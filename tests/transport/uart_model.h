#pragma once

#include "formats/bytes.h"
#include "transport/endpoint.h"
#include "transport/line_traffic.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

/// A bit-level model of a sending and a receiving UART with settings of their own: what a receiver makes of bytes
/// that were sent at another speed or parity, or over swapped wires.
namespace firstlight::test {

class Wire {
  public:
    Wire(const formats::Bytes& bytes, const transport::SerialSettings& sender) : bit_(1.0 / sender.baud) {
        for (const auto byte : bytes) add(byte, sender);
    }

    std::vector<transport::HeardByte> received(const transport::SerialSettings& receiver, bool swapped) const {
        std::vector<transport::HeardByte> heard;
        const double bit = 1.0 / receiver.baud;
        const bool parity = receiver.parity != transport::Parity::none;
        const double end = bit_ * static_cast<double>(levels_.size()) + 12 * bit;
        bool before = true;
        for (double at = swapped ? -12 * bit : -bit; at < end; at += bit / 16) {
            const bool now = level(at, swapped);
            const bool falls = before && !now && !level(at + bit / 2, swapped);
            before = now;
            if (!falls) continue;
            heard.push_back(character(at + bit / 2, bit, receiver, swapped));
            at += bit / 2 + (parity ? 10 : 9) * bit;
            before = level(at, swapped);
        }
        return heard;
    }

  private:
    void add(std::uint8_t byte, const transport::SerialSettings& sender) {
        levels_.push_back(false);
        for (int bit = 0; bit < 8; ++bit) levels_.push_back(((byte >> bit) & 1) != 0);
        const bool odd = (std::popcount(byte) & 1) != 0;
        if (sender.parity == transport::Parity::even) levels_.push_back(odd);
        if (sender.parity == transport::Parity::odd) levels_.push_back(!odd);
        for (int stop = 0; stop < sender.stop_bits; ++stop) levels_.push_back(true);
    }

    bool level(double at, bool swapped) const {
        const auto index = static_cast<long>(std::floor(at / bit_));
        const bool idle = index < 0 || index >= static_cast<long>(levels_.size());
        return (idle || levels_[static_cast<std::size_t>(index)]) != swapped;
    }

    /// `at`: the middle of the start bit.
    transport::HeardByte character(double at, double bit, const transport::SerialSettings& receiver,
                                   bool swapped) const {
        transport::HeardByte heard;
        for (int i = 0; i < 8; ++i)
            if (level(at + (i + 1) * bit, swapped)) heard.value = static_cast<std::uint8_t>(heard.value | (1 << i));
        const bool odd = (std::popcount(heard.value) & 1) != 0;
        double stop_at = at + 9 * bit;
        bool damaged = false;
        if (receiver.parity != transport::Parity::none) {
            damaged = level(stop_at, swapped) != (receiver.parity == transport::Parity::even ? odd : !odd);
            stop_at += bit;
        }
        damaged = damaged || !level(stop_at, swapped);
        if (damaged) heard.mark = transport::HeardByte::Mark::damaged;
        return heard;
    }

    double bit_;
    std::vector<bool> levels_;
};

}  // namespace firstlight::test
