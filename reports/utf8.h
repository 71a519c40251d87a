#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace firstlight::reports {

struct Character {
    char32_t code = 0;
    std::size_t begin = 0;
    std::size_t length = 0;
};

/// The characters of UTF-8 text. A byte that is not UTF-8 becomes U+FFFD of length 1.
std::vector<Character> characters(std::string_view text);
/// The text with U+FFFD in place of bytes that are not UTF-8, and without control characters.
std::string printable(std::string_view text);

}  // namespace firstlight::reports
