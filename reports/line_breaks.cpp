#include "reports/line_breaks.h"

#include "reports/utf8.h"

#include <string>

namespace firstlight::reports {

namespace {

bool is_cjk(char32_t code) {
    return (code >= 0x2E80 && code < 0xA000) || (code >= 0xAC00 && code < 0xD7B0) || (code >= 0xF900 && code < 0xFB00)
           || (code >= 0xFF00 && code < 0xFFF0) || (code >= 0x20000 && code < 0x30000);
}

bool closes(char32_t code) {
    return std::u32string_view(U"、。，．：；！？）」』】〉》〕｝・ー").find(code) != std::u32string_view::npos;
}

bool opens(char32_t code) {
    return std::u32string_view(U"（「『【〈《〔｛").find(code) != std::u32string_view::npos;
}

bool is_digit(char32_t code) {
    return code >= '0' && code <= '9';
}

bool is_letter(char32_t code) {
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || code > 0x7F;
}

bool joins(char32_t code) {
    return code == '-' || code == '/' || code == '_' || code == ',' || code == ';';
}

/// Whether the line may break between two neighbours that are no blanks.
bool may_break(char32_t before, char32_t left, char32_t right) {
    if (closes(right) || opens(left)) return false;
    if (is_cjk(left) || is_cjk(right)) return true;
    return joins(left) && (is_letter(before) || is_digit(before)) && is_letter(right);
}

/// A short unit after a number ("231.4 V") stays with it.
bool unit_follows(const std::vector<Character>& text, std::size_t blank) {
    if (blank == 0 || !is_digit(text[blank - 1].code)) return false;
    std::size_t end = blank + 1;
    while (end < text.size() && text[end].code != ' ') ++end;
    return end - blank <= 4 && end > blank + 1 && !is_digit(text[blank + 1].code);
}

}  // namespace

std::vector<Piece> pieces(std::string_view line) {
    const auto text = characters(line);
    std::vector<Piece> found;
    std::size_t begin = 0;
    const auto cut = [&](std::size_t end, std::size_t blanks) {
        const std::size_t from = begin < text.size() ? text[begin].begin : line.size();
        const std::size_t to = end < text.size() ? text[end].begin : line.size();
        found.push_back({line.substr(from, to - from), blanks});
        begin = end + blanks;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i].code == ' ') {
            if (unit_follows(text, i)) continue;
            std::size_t blanks = 1;
            while (i + blanks < text.size() && text[i + blanks].code == ' ') ++blanks;
            cut(i, blanks);
            i += blanks - 1;
        } else if (i > begin && text[i - 1].code != ' '
                   && may_break(i > 1 ? text[i - 2].code : 0, text[i - 1].code, text[i].code)) {
            cut(i, 0);
        }
    }
    if (begin < text.size()) cut(text.size(), 0);
    return found;
}

}  // namespace firstlight::reports
