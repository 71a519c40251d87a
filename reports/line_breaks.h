#pragma once

#include <string_view>
#include <vector>

namespace firstlight::reports {

/// A stretch of text that stays together on a line, with the blanks that follow it.
struct Piece {
    std::string_view text;  ///< without the blanks
    std::size_t blanks = 0;
};

/// Where one line of text (no line feed) may break: at blanks, after hyphens and slashes inside words, between
/// Chinese, Japanese and Korean characters but not before closing punctuation. A number keeps its unit.
std::vector<Piece> pieces(std::string_view line);

}  // namespace firstlight::reports
