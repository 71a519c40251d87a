#include "reports/utf8.h"

namespace firstlight::reports {

namespace {

constexpr char32_t replacement = 0xFFFD;

int length_of(unsigned char first) {
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first < 0xE0) return 2;
    if (first >= 0xE0 && first < 0xF0) return 3;
    if (first >= 0xF0 && first < 0xF5) return 4;
    return 0;
}

bool overlong_or_outside(char32_t code, int length) {
    return (length == 3 && code < 0x800) || (length == 4 && code < 0x10000) || code > 0x10FFFF
           || (code >= 0xD800 && code < 0xE000);
}

Character character_at(std::string_view text, std::size_t begin) {
    const auto first = static_cast<unsigned char>(text[begin]);
    const int length = length_of(first);
    if (length == 0 || begin + static_cast<std::size_t>(length) > text.size()) return {replacement, begin, 1};
    char32_t code = length == 1 ? first : static_cast<char32_t>(first & (0x7F >> length));
    for (int i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[begin + static_cast<std::size_t>(i)]);
        if ((next & 0xC0) != 0x80) return {replacement, begin, 1};
        code = (code << 6) | (next & 0x3F);
    }
    if (overlong_or_outside(code, length)) return {replacement, begin, 1};
    return {code, begin, static_cast<std::size_t>(length)};
}

}  // namespace

std::vector<Character> characters(std::string_view text) {
    std::vector<Character> found;
    for (std::size_t at = 0; at < text.size(); at += found.back().length) found.push_back(character_at(text, at));
    return found;
}

std::string printable(std::string_view text) {
    std::string made;
    for (const Character& one : characters(text)) {
        if (one.code < 0x20 || one.code == 0x7F) continue;
        if (one.code == replacement)
            made += "\xEF\xBF\xBD";
        else
            made += text.substr(one.begin, one.length);
    }
    return made;
}

}  // namespace firstlight::reports
