#include "app/cli/table.h"

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <utility>

namespace firstlight::app::cli {

namespace {

bool is_wide(std::uint32_t code) {
    return (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF)
           || (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF)
           || (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60)
           || (code >= 0xFFE0 && code <= 0xFFE6);
}

std::string padded(const std::string& cell, std::size_t width, Table::Align align) {
    const std::string space(width - std::min(width, display_width(cell)), ' ');
    return align == Table::Align::right ? space + cell : cell + space;
}

std::string without_trailing_space(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

}  // namespace

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::add(std::vector<std::string> row) {
    row.resize(columns_.size());
    rows_.push_back(std::move(row));
}

std::string Table::text() const {
    std::vector<std::size_t> widths(columns_.size(), 0);
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));

    std::string head;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (widths[i] == 0) continue;
        widths[i] = std::max(widths[i], display_width(columns_[i].title));
        head += padded(columns_[i].title, widths[i], columns_[i].align) + "  ";
    }
    std::string text = without_trailing_space(head) + "\n";
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            if (widths[i] > 0) line += padded(row[i], widths[i], columns_[i].align) + "  ";
        text += without_trailing_space(line) + "\n";
    }
    return text;
}

std::size_t display_width(const std::string& text) {
    std::size_t width = 0;
    std::uint32_t code = 0;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        code = length == 1 ? lead : lead & (0x7Fu >> length);
        for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
            code = code << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
        width += is_wide(code) ? 2 : 1;
        i += length;
    }
    return width;
}

std::string wrapped(const std::string& text, std::size_t width, const std::string& indent) {
    std::string result;
    std::istringstream paragraphs(text);
    for (std::string paragraph; std::getline(paragraphs, paragraph);) {
        std::istringstream words(paragraph);
        std::string line = indent;
        for (std::string word; words >> word;) {
            if (line != indent && display_width(line) + 1 + display_width(word) > width) {
                result += line + "\n";
                line = indent;
            }
            line += (line == indent ? "" : " ") + word;
        }
        result += line + "\n";
    }
    return result;
}

}  // namespace firstlight::app::cli
