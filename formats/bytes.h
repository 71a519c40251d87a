#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace firstlight::formats {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using Words = std::vector<std::uint16_t>;
using WordView = std::span<const std::uint16_t>;

/// Outside bytes that do not have the form they must have. The text says which part and why.
class FormatError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// "01 03 77 4C" - two digits a byte, parted by spaces.
std::string to_hex(ByteView bytes);

}  // namespace firstlight::formats
