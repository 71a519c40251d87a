#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace firstlight::tests {

/// A catalogue as msgfmt writes it: keys and translations as in the file (context EOT msgid NUL msgid_plural).
inline std::string mo_bytes(const std::map<std::string, std::string>& texts, bool big_endian = false) {
    std::string head, body;
    const auto put = [&](std::uint32_t number) {
        for (unsigned i = 0; i < 4; ++i) head += static_cast<char>(number >> 8 * (big_endian ? 3 - i : i));
    };
    const auto count = static_cast<std::uint32_t>(texts.size());
    const std::uint32_t tables = 28, bodies = tables + 16 * count;
    for (const std::uint32_t number : {0x950412deU, 0U, count, tables, tables + 8 * count, 0U, bodies}) put(number);
    const auto place = [&](const std::string& text) {
        put(static_cast<std::uint32_t>(text.size()));
        put(bodies + static_cast<std::uint32_t>(body.size()));
        body += text + '\0';
    };
    for (const auto& [key, translation] : texts) place(key);
    for (const auto& [key, translation] : texts) place(translation);
    return head + body;
}

}  // namespace firstlight::tests
