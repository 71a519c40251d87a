#include "transport/server_line.h"

#include <vector>

namespace firstlight::transport {
namespace {

std::vector<bool> levels_of(formats::ByteView bytes, const SerialSettings& settings) {
    std::vector<bool> levels{true};
    for (const auto byte : bytes) {
        levels.push_back(false);
        bool ones_odd = false;
        for (int bit = 0; bit < 8; ++bit) {
            const bool high = (byte >> bit & 1) != 0;
            ones_odd ^= high;
            levels.push_back(high);
        }
        if (settings.parity != Parity::none) levels.push_back(ones_odd == (settings.parity == Parity::even));
        levels.insert(levels.end(), static_cast<std::size_t>(settings.stop_bits), true);
    }
    return levels;
}

}  // namespace

formats::Bytes heard_at(formats::ByteView bytes, const SerialSettings& sender, std::uint32_t receiver_baud) {
    const auto levels = levels_of(bytes, sender);
    const double step = static_cast<double>(sender.baud) / receiver_baud;
    const auto level_at = [&](double position) {
        const auto index = static_cast<std::size_t>(position);
        return index >= levels.size() || levels[index];
    };
    const int frame_bits = sender.parity == Parity::none ? 9 : 10;
    formats::Bytes heard;
    for (std::size_t edge = 1; edge < levels.size(); ++edge) {
        if (levels[edge] || !levels[edge - 1]) continue;
        const auto start = static_cast<double>(edge);
        std::uint8_t byte = 0;
        for (int bit = 0; bit < 8; ++bit)
            if (level_at(start + step * (1.5 + bit))) byte |= static_cast<std::uint8_t>(1 << bit);
        heard.push_back(byte);
        edge = static_cast<std::size_t>(start + step * (frame_bits + 0.5));
    }
    return heard;
}

}  // namespace firstlight::transport
