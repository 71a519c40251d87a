#pragma once

#include "formats/bytes.h"

#include <cstdint>
#include <vector>

#include <fmt/format.h>

/// Shared by the encoders and decoders of requests and responses.
namespace firstlight::formats {

inline constexpr std::uint8_t exception_bit = 0x80;
inline constexpr std::uint8_t device_identification_mei = 0x0E;
inline constexpr std::uint8_t file_reference_type = 6;

inline void require(bool condition, const char* what) {
    if (!condition) throw FormatError(what);
}

inline void require_count(std::size_t count, std::size_t most, const char* what) {
    if (count < 1 || count > most) throw FormatError(fmt::format("{}: {} is outside 1..{}", what, count, most));
}

/// The first bit is the lowest of the first byte.
inline Bytes packed(const std::vector<bool>& bits) {
    Bytes bytes((bits.size() + 7) / 8);
    for (std::size_t i = 0; i < bits.size(); ++i)
        if (bits[i]) bytes[i / 8] = static_cast<std::uint8_t>(bytes[i / 8] | (1U << (i % 8)));
    return bytes;
}

inline std::vector<bool> unpacked(ByteView bytes, std::size_t count) {
    std::vector<bool> bits(count);
    for (std::size_t i = 0; i < count; ++i) bits[i] = ((bytes[i / 8] >> (i % 8)) & 1U) != 0;
    return bits;
}

}  // namespace firstlight::formats
