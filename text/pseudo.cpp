#include "text/pseudo.h"

#include <array>
#include <utility>

namespace firstlight::text {

namespace {

constexpr std::array accented = {std::pair{'a', "á"}, std::pair{'c', "ç"}, std::pair{'e', "é"}, std::pair{'i', "î"},
                                 std::pair{'n', "ñ"}, std::pair{'o', "ö"}, std::pair{'s', "š"}, std::pair{'u', "ü"},
                                 std::pair{'y', "ý"}, std::pair{'A', "Å"}, std::pair{'E', "É"}, std::pair{'I', "Î"},
                                 std::pair{'O', "Ö"}, std::pair{'S', "Š"}, std::pair{'U', "Ü"}};

void append_accented(std::string& text, char letter) {
    for (const auto& [plain, strange] : accented)
        if (plain == letter) {
            text += strange;
            return;
        }
    text += letter;
}

/// In words, so that a text wraps as longer texts of people do.
std::string padding(std::size_t letters) {
    constexpr std::size_t longest_word = 8;
    std::string text;
    for (std::size_t i = 1; i <= letters; ++i) text += i % longest_word == 0 ? ' ' : '~';
    return text;
}

}  // namespace

std::string pseudo(std::string_view english) {
    if (english.empty()) return {};
    std::string text = "[";
    std::size_t letters = 0;
    bool in_braces = false;
    for (const char letter : english) {
        in_braces = letter == '{' || (in_braces && letter != '}');
        if (in_braces || letter == '}') {
            text += letter;
            continue;
        }
        append_accented(text, letter);
        ++letters;
    }
    return text + padding((letters * 2 + 4) / 5) + "]";
}

}  // namespace firstlight::text
