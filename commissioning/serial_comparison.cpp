#include "commissioning/serial_comparison.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

namespace firstlight::commissioning {

namespace {
constexpr std::size_t shortest_serial = 5, shortest_unnamed_serial = 8;

/// Runs of letters, digits, '-' and '_', in upper case.
std::vector<std::string> words_in(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : std::string(text) + " ") {
        const auto letter = static_cast<unsigned char>(c);
        if (std::isalnum(letter) != 0 || c == '-' || c == '_') {
            word += static_cast<char>(std::toupper(letter));
            continue;
        }
        if (!word.empty()) words.push_back(std::exchange(word, {}));
    }
    return words;
}

bool is_serial(const std::string& word) {
    return word.size() >= shortest_serial;
}

bool looks_like_serial(const std::string& word) {
    const auto is_digit = [](unsigned char c) { return std::isdigit(c) != 0; };
    return word.size() >= shortest_unnamed_serial && std::ranges::any_of(word, is_digit);
}

/// Whether the word before `words[i]` says that a serial number follows.
bool is_named_serial(const std::vector<std::string>& words, std::size_t i) {
    static const std::set<std::string> names{"SN",           "SERIAL",        "SERIALNO",
                                             "SERIALNUMBER", "SERIAL_NUMBER", "SERIAL-NUMBER"};
    if (i == 0 || !is_serial(words[i])) return false;
    return names.contains(words[i - 1]) || (i > 1 && words[i - 2] == "S" && words[i - 1] == "N");
}
}  // namespace

std::vector<std::string> serials_in(std::string_view text) {
    auto words = words_in(text);
    std::erase_if(words, [](const auto& word) { return !is_serial(word); });
    return words;
}

std::vector<std::string> serials_in_code(std::string_view code) {
    const auto words = words_in(code);
    if (words.size() == 1) return serials_in(code);
    std::vector<std::string> named, likely;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (is_named_serial(words, i)) named.push_back(words[i]);
        if (looks_like_serial(words[i])) likely.push_back(words[i]);
    }
    return named.empty() ? likely : named;
}

std::vector<SerialRow> compare_serials(const std::vector<std::string>& expected,
                                       const std::vector<station::Device>& found) {
    using State = SerialRow::State;
    std::vector<SerialRow> rows;
    std::set<std::string> seen;
    for (const auto& serial : expected) {
        if (!seen.insert(serial).second) {
            rows.push_back({serial, {}, State::duplicate});
            continue;
        }
        const auto device = std::ranges::find(found, serial, &station::Device::serial);
        rows.push_back(device == found.end() ? SerialRow{serial, {}, State::missing}
                                             : SerialRow{serial, device->name(), State::as_expected});
    }
    for (const auto& device : found)
        if (!device.serial.empty() && !seen.contains(device.serial))
            rows.push_back({device.serial, device.name(), State::extra});
    return rows;
}

}  // namespace firstlight::commissioning
