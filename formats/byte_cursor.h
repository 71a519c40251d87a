#pragma once

#include "formats/bytes.h"

#include <cstdint>
#include <utility>

/// Big-endian reading and writing, bounds checked: what every wire format here is made with.
namespace firstlight::formats {

/// Reads from the front; throws FormatError when the bytes do not reach.
class ByteCursor {
  public:
    explicit ByteCursor(ByteView bytes) : rest_(bytes) {}

    std::size_t left() const { return rest_.size(); }
    std::uint8_t u8() { return bytes(1)[0]; }
    std::uint16_t u16() {
        const auto two = bytes(2);
        return static_cast<std::uint16_t>((two[0] << 8) | two[1]);
    }
    ByteView bytes(std::size_t count) {
        if (count > rest_.size()) throw FormatError("too few bytes");
        const auto taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }
    Words words(std::size_t count) {
        const auto raw = bytes(2 * count);
        Words result(count);
        for (std::size_t i = 0; i < count; ++i)
            result[i] = static_cast<std::uint16_t>((raw[2 * i] << 8) | raw[2 * i + 1]);
        return result;
    }

  private:
    ByteView rest_;
};

class ByteWriter {
  public:
    ByteWriter& u8(std::uint8_t value) {
        out_.push_back(value);
        return *this;
    }
    ByteWriter& u16(std::uint16_t value) {
        return u8(static_cast<std::uint8_t>(value >> 8)).u8(static_cast<std::uint8_t>(value & 0xFF));
    }
    ByteWriter& bytes(ByteView bytes) {
        out_.insert(out_.end(), bytes.begin(), bytes.end());
        return *this;
    }
    ByteWriter& words(WordView words) {
        for (const auto word : words) u16(word);
        return *this;
    }
    Bytes take() { return std::move(out_); }

  private:
    Bytes out_;
};

}  // namespace firstlight::formats
