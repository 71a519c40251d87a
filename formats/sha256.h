#pragma once

#include "formats/bytes.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace firstlight::formats {

/// SHA-256 as 64 lower-case hexadecimal digits.
std::string sha256_hex(ByteView bytes);
std::string sha256_hex(std::string_view text);

/// Of a file's bytes, read in pieces. Throws std::system_error when the file cannot be read.
std::string sha256_hex_of_file(const std::filesystem::path& file);

}  // namespace firstlight::formats
