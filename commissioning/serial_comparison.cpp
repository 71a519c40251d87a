#include "commissioning/serial_comparison.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace firstlight::commissioning {

namespace {
constexpr std::size_t shortest_serial = 5;
}

std::vector<std::string> serials_in(std::string_view text) {
    std::vector<std::string> serials;
    std::string word;
    for (const char c : std::string(text) + " ") {
        const auto letter = static_cast<unsigned char>(c);
        if (std::isalnum(letter) != 0 || c == '-' || c == '_') {
            word += static_cast<char>(std::toupper(letter));
            continue;
        }
        if (word.size() >= shortest_serial) serials.push_back(word);
        word.clear();
    }
    return serials;
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
